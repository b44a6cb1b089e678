using RnnCompiler;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RealtimeAudio.Models;

/// <summary>One layer of 16 units, whose head computes what the amplifier adds to its input. One sample in, one sample out.</summary>
[RnnModel(SequenceLength = 256)]
public sealed partial class AmpLstm16 : IAmpModel<AmpLstm16>
{
    static string IAmpModel<AmpLstm16>.Title => "LSTM 16";

    /// <summary>Declares the network.</summary>
    /// <param name="x">Samples: [steps, 1].</param>
    /// <returns>Samples: [steps, 1].</returns>
    [Network]
    public static Sequence Define(Sequence x) => x + Dense(Lstm(x, 16), 1, name: "head");

    Trainer<float, float> IAmpModel<AmpLstm16>.StartTraining(Optimizer optimizer, int rows, TrainerOptions options) => CreateTrainer(optimizer, rows, options);

    void IAmpModel<AmpLstm16>.Process(ModelState state, Span<float> block) => Step((State)state, block, block, block.Length);
}
