using RnnCompiler;

namespace RealtimeAudio.Models;

/// <summary>Two layers of 8 units. One sample in, one sample out.</summary>
[RnnModel(InputSize = 1, SequenceLength = 256)]
[Lstm(8, Layers = 2)]
[Dense(1)]
public sealed partial class AmpLstm8x2 : IAmpModel<AmpLstm8x2>
{
    static string IAmpModel<AmpLstm8x2>.Title => "LSTM 8, 2 layers";

    Trainer<float, float> IAmpModel<AmpLstm8x2>.StartTraining(Optimizer optimizer, int rows, TrainerOptions options) => CreateTrainer(optimizer, rows, options);

    void IAmpModel<AmpLstm8x2>.Process(ModelState state, Span<float> block) => Step((State)state, block, block, block.Length);
}
