using RnnCompiler;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RealtimeAudio.Models;

/// <summary>Two layers of 8 units, whose head computes what the amplifier adds to its input. One sample in, one sample out.</summary>
[RnnModel(SequenceLength = 256)]
public sealed partial class AmpLstm8x2 : IAmpModel<AmpLstm8x2>
{
    static string IAmpModel<AmpLstm8x2>.Title => "LSTM 8, 2 layers";

    /// <summary>Declares the network.</summary>
    /// <param name="x">Samples: [steps, 1].</param>
    /// <returns>Samples: [steps, 1].</returns>
    [Network]
    public static Sequence Define(Sequence x) => x + Dense(Lstm(x, 8, layers: 2), 1, name: "head");

    Trainer<float, float> IAmpModel<AmpLstm8x2>.StartTraining(Optimizer optimizer, int rows, TrainerOptions options) => CreateTrainer(optimizer, rows, options);

    void IAmpModel<AmpLstm8x2>.Process(ModelState state, Span<float> block) => Step((State)state, block, block, block.Length);
}
