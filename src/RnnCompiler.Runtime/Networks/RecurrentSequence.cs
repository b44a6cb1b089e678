namespace RnnCompiler.Networks;

/// <summary>Output of a recurrent layer at each step: [steps, units], or [steps, 2 · units] of a bidirectional layer with <see cref="Merge.Concat"/>.</summary>
public sealed class RecurrentSequence : Sequence
{
    internal RecurrentSequence(NetworkNode node)
        : base(node)
    {
    }

    /// <summary>Returns the output and the state after the last step, from which another layer can start: an encoder and a decoder in one network.</summary>
    /// <example><code>
    /// var (_, final) = Gru(question, 64).WithState();
    /// var answer = Gru(words, 64, initial: final);
    /// </code></example>
    public (Sequence Outputs, LayerState Final) WithState() => (this, new LayerState(Node));
}
