using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Benchmarks.Models;

/// <summary>LSTM 1→16 and a head as a chain.</summary>
[RnnModel(InputSize = 1, SequenceLength = 100), Lstm(16), Dense(1, Name = "head")]
public sealed partial class Head1To16;

/// <summary>LSTM 8→32 and a head as a chain.</summary>
[RnnModel(InputSize = 8, SequenceLength = 100), Lstm(32), Dense(8, Name = "head")]
public sealed partial class Head8To32;

/// <summary>LSTM 32→64 and a head as a chain.</summary>
[RnnModel(InputSize = 32, SequenceLength = 100), Lstm(64), Dense(32, Name = "head")]
public sealed partial class Head32To64;

/// <summary>LSTM 32→64 and a head as a method.</summary>
[RnnModel(SequenceLength = 100)]
public sealed partial class Method32To64
{
    /// <summary>Declares the network.</summary>
    /// <param name="x">The input: [steps, 32].</param>
    /// <returns>[steps, 32].</returns>
    [Network]
    public static Sequence Define([Size(32)] Sequence x) => Dense(Lstm(x, 64), 32, name: "head");
}

/// <summary>Residual LSTM 1→16.</summary>
[RnnModel(SequenceLength = 100)]
public sealed partial class Residual1To16
{
    /// <summary>Declares the network.</summary>
    /// <param name="x">The input: [steps, 1].</param>
    /// <returns>[steps, 1].</returns>
    [Network]
    public static Sequence Define(Sequence x) => x + Dense(Lstm(x, 16), 1, name: "head");
}

/// <summary>Residual LSTM 8→32.</summary>
[RnnModel(SequenceLength = 100)]
public sealed partial class Residual8To32
{
    /// <summary>Declares the network.</summary>
    /// <param name="x">The input: [steps, 8].</param>
    /// <returns>[steps, 8].</returns>
    [Network]
    public static Sequence Define([Size(8)] Sequence x) => x + Dense(Lstm(x, 32), 8, name: "head");
}

/// <summary>Residual LSTM 32→64.</summary>
[RnnModel(SequenceLength = 100)]
public sealed partial class Residual32To64
{
    /// <summary>Declares the network.</summary>
    /// <param name="x">The input: [steps, 32].</param>
    /// <returns>[steps, 32].</returns>
    [Network]
    public static Sequence Define([Size(32)] Sequence x) => x + Dense(Lstm(x, 64), 32, name: "head");
}

/// <summary>Convolution of kernel 3, 16→16 channels, before an RNN of one unit: a model needs a recurrent layer.</summary>
[RnnModel(SequenceLength = 2048)]
public sealed partial class ConvRnn
{
    /// <summary>Declares the network.</summary>
    /// <param name="x">The input: [steps, 16].</param>
    /// <returns>[steps, 1].</returns>
    [Network]
    public static Sequence Define([Size(16)] Sequence x) => Rnn(Conv(x, channels: 16, kernel: 3), 1);
}

/// <summary>Dense layer 48→16 before an RNN of one unit: the multiply-adds of <see cref="ConvRnn"/>.</summary>
[RnnModel(InputSize = 48, SequenceLength = 2048), Dense(16), Rnn(1)]
public sealed partial class DenseRnn;

/// <summary>Five convolutions of kernel 3, 16→16 channels, before an RNN of one unit: four more than <see cref="ConvRnn"/>.</summary>
[RnnModel(SequenceLength = 2048)]
public sealed partial class ConvsRnn
{
    /// <summary>The number of convolutions.</summary>
    public const int Convolutions = 5;

    /// <summary>Declares the network.</summary>
    /// <param name="x">The input: [steps, 16].</param>
    /// <returns>[steps, 1].</returns>
    [Network]
    public static Sequence Define([Size(16)] Sequence x) => Rnn(Next(Next(Next(Next(Next(x))))), 1);

    private static Sequence Next(Sequence x) => Conv(x, channels: 16, kernel: 3);
}
