namespace RnnCompiler.Benchmarks.Workloads;

/// <summary>Kind of one call.</summary>
internal enum WorkloadKind
{
    /// <summary>One step of a stream, whose state is carried from call to call.</summary>
    Step,

    /// <summary>One whole sequence, the state starting from zero.</summary>
    Sequence,

    /// <summary>A batch of sequences.</summary>
    Batch,

    /// <summary>Forward, backpropagation through time and Adam.</summary>
    Training,

    /// <summary>As <see cref="Training"/>, by two threads beside one.</summary>
    Threads,
}

/// <summary>The recurrent layer; its value is the number of gates.</summary>
internal enum CellKind
{
    /// <summary>tanh(W x + U h + b).</summary>
    Rnn = 1,

    /// <summary>Gates r, z, n in PyTorch's order.</summary>
    Gru = 3,

    /// <summary>Gates i, f, g, o in PyTorch's order.</summary>
    Lstm = 4,
}

/// <summary>A row of the table.</summary>
/// <param name="Kind">Kind of one call.</param>
/// <param name="Cell">The recurrent layer.</param>
/// <param name="Rows">Sequences of one call.</param>
/// <param name="Model">Creates the compiled model.</param>
/// <param name="Input">Inputs of a step.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Steps">Time steps of a sequence.</param>
/// <param name="Rounded">Whether weights are bfloat16: all engines get the rounded ones, and the compiled model stores them so.</param>
internal sealed record Workload(WorkloadKind Kind, CellKind Cell, int Rows, Func<CompiledModel> Model, int Input, int Hidden, int Steps, bool Rounded = false)
{
    /// <summary>The same network over a cell that is written in C#, where that is what the built-in one is compared with.</summary>
    public Func<CompiledModel>? CustomCell { get; init; }

    /// <summary>As the table prints it.</summary>
    public string Name => (CustomCell is null ? "" : "custom cell, ") + Kind switch
    {
        WorkloadKind.Step => $"step, {Layer}",
        WorkloadKind.Sequence => $"sequence, {Layer} T{Steps}{(Rounded ? " bfloat16 weights" : "")}",
        WorkloadKind.Batch => $"batch {Rows}, {Layer} T{Steps}",
        WorkloadKind.Training => $"training, {Layer} T{Steps} B{Rows}",
        _ => $"two threads, training, {Layer} T{Steps} B{Rows}",
    };

    /// <summary>Whether a call updates parameters.</summary>
    public bool Trains => Kind is WorkloadKind.Training or WorkloadKind.Threads;

    /// <summary>Time steps of one call, of one row.</summary>
    public int StepsPerCall => Kind == WorkloadKind.Step ? 1 : Steps;

    /// <summary>
    /// Floating-point operations of the products of one call. Backpropagation does two products for each with the state (the gradients of the state
    /// and of the weights), and one for each with the input, whose gradient is not computed.
    /// </summary>
    public double Operations => 2.0 * (int)Cell * Hidden * (Trains ? (2 * Input) + (3 * Hidden) : Input + Hidden) * Rows * StepsPerCall;

    /// <summary>Floating-point operations of the products with the input, which do not wait for the state.</summary>
    public double InputOperations => 2.0 * (int)Cell * Hidden * Input * Rows * StepsPerCall;

    /// <summary>Bytes of weights that meet the state in each step.</summary>
    public int RecurrentBytes => (int)Cell * Hidden * Hidden * (Rounded ? 2 : 4);

    /// <summary>Bytes of all weights of the layer.</summary>
    public int WeightBytes => (int)Cell * Hidden * (Hidden + Input) * (Rounded ? 2 : 4);

    private string Layer => $"{Cell.ToString().ToUpperInvariant()} {Input}→{Hidden}";
}
