using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler.Benchmarks.Models;

// Models whose steps are timed one at a time, in blocks and as sequences: each has one linear output per step.

/// <summary>Leaky integrator: a simple recurrent network whose state approaches its new value at a learned rate.</summary>
[Cell]
public static class LeakyIntegrator
{
    /// <summary>One step.</summary>
    public static Vector Step(Vector x, Vector h, Matrix W, Matrix U, Vector b, [Initialize(2)] Vector a)
    {
        Vector keep = Sigmoid(a);
        return keep * h + (1 - keep) * Tanh(W * x + U * h + b);
    }
}

/// <summary>LSTM 1→8 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(8), Dense(1)]
public sealed partial class StepLstm1To8;

/// <summary>LSTM 1→16 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(16), Dense(1)]
public sealed partial class StepLstm1To16;

/// <summary>LSTM 1→32 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(32), Dense(1)]
public sealed partial class StepLstm1To32;

/// <summary>GRU 1→16 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Gru(16), Dense(1)]
public sealed partial class StepGru1To16;

/// <summary>GRU 1→32 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Gru(32), Dense(1)]
public sealed partial class StepGru1To32;

/// <summary>LSTM 1→8→8 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Lstm(8, Layers = 2), Dense(1)]
public sealed partial class StepLstm1To8To8;

/// <summary>LSTM 1→16 with fast activations, and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000, Activations = ActivationAccuracy.Fast), Lstm(16), Dense(1)]
public sealed partial class StepFastLstm1To16;

/// <summary>LSTM 1→32 with fast activations, and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000, Activations = ActivationAccuracy.Fast), Lstm(32), Dense(1)]
public sealed partial class StepFastLstm1To32;

/// <summary>GRU 1→16 with fast activations, and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000, Activations = ActivationAccuracy.Fast), Gru(16), Dense(1)]
public sealed partial class StepFastGru1To16;

/// <summary>Leaky integrator 1→16 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Recurrent(typeof(LeakyIntegrator), 16), Dense(1)]
public sealed partial class StepLeaky1To16;

/// <summary>Minimal gated unit 1→16 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Recurrent(typeof(MinimalGatedUnit), 16), Dense(1)]
public sealed partial class StepMinimalGatedUnit1To16;

/// <summary>Peephole LSTM 1→16 and a linear output at each step.</summary>
[RnnModel(InputSize = 1, SequenceLength = 1000), Recurrent(typeof(PeepholeLstm), 16), Dense(1)]
public sealed partial class StepPeepholeLstm1To16;
