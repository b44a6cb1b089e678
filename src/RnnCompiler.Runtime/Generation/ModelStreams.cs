namespace RnnCompiler.CompilerServices;

/// <summary>One stream of a model, advanced by the kernel of a streaming step: its outputs are the bits of <c>Step</c>.</summary>
/// <param name="model">The model.</param>
/// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
internal sealed class SingleStream(SequenceRunner<int> model, bool areProbabilities) : TokenStreams(model.Model.Sequence.Vocabulary, areProbabilities)
{
    private readonly StreamRunner<int> _runner = new(model.Parameters, model.Model, 1, model.Model.Sequence.StepOutput);
    private readonly State _state = new(model.Model, model.Parameters);

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active) => _runner.Step(_state, tokens, outputs);

    /// <inheritdoc/>
    public override void Copy(int source, int destination) => throw new NotSupportedException("Expected several streams, but there is one.");

    private sealed class State(CompiledModel model, ParameterStore parameters) : ModelState(model, parameters);
}

/// <summary>Several streams of a model, advanced together on the model's threads.</summary>
/// <param name="model">The model.</param>
/// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
/// <param name="streams">Number of streams.</param>
internal sealed class BatchedStreams(SequenceRunner<int> model, bool areProbabilities, int streams) : TokenStreams(model.Model.Sequence.Vocabulary, areProbabilities)
{
    private readonly StateBatch _states = model.CreateStates(streams);
    private readonly float[] _copied = new float[model.Model.Sequence.States.Length];

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active) => model.Step(_states, tokens, outputs, active);

    /// <inheritdoc/>
    public override void Copy(int source, int destination)
    {
        _states.CopyTo(source, _copied);
        _states.CopyFrom(destination, _copied);
    }
}
