using RnnCompiler;

namespace RealtimeAudio.Models;

/// <summary>One layer of 16 units. One sample in, one sample out.</summary>
[RnnModel(InputSize = 1, SequenceLength = 256)]
[Lstm(16)]
[Dense(1)]
public sealed partial class AmpLstm16 : IAmpModel<AmpLstm16>
{
    static string IAmpModel<AmpLstm16>.Title => "LSTM 16";

    Trainer<float, float> IAmpModel<AmpLstm16>.StartTraining(Optimizer optimizer, int rows, TrainerOptions options) => CreateTrainer(optimizer, rows, options);

    void IAmpModel<AmpLstm16>.Process(ModelState state, Span<float> block) => Step((State)state, block, block, block.Length);
}
