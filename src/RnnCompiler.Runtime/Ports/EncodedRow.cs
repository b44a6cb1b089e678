namespace RnnCompiler.CompilerServices;

/// <summary>One example of a network that writes tokens itself, after its encoder: what the decoder reads at each step, and its first states.</summary>
internal sealed class EncodedRow
{
    private readonly Workspace _workspace;
    private readonly float[] _context;
    private readonly float[] _states;

    /// <summary>Allocates the memory of a row.</summary>
    public EncodedRow(CompiledModel model, ParameterStore parameters)
    {
        Model = model;
        Parameters = parameters;
        _workspace = new Workspace(model.Sequence);
        _context = new float[model.Sequence.OutputLength];
        _states = new float[model.Sequence.States.Length];
    }

    public CompiledModel Model { get; }

    public ParameterStore Parameters { get; }

    /// <summary>What the decoder reads of the encoder.</summary>
    public ReadOnlySpan<float> Context => _context;

    /// <summary>The states before the first step of the decoder, without padding.</summary>
    public ReadOnlySpan<float> States => _states;

    /// <summary>Runs the encoder, once.</summary>
    /// <param name="input">The row of all inputs.</param>
    /// <param name="steps">Its steps in the group of the model; a row without steps has the initial states and no context.</param>
    /// <param name="before">The states before the first step, without padding; empty for the initial values.</param>
    public void Encode(ReadOnlySpan<float> input, int steps, ReadOnlySpan<float> before = default)
    {
        _context.AsSpan().Clear(); // nothing of another row stands behind the end of this one
        StateSpans states = new(before, _states);
        RowBlocks.Run(Model.Sequence, Parameters, _workspace, input, _context, [steps], states);
    }
}
