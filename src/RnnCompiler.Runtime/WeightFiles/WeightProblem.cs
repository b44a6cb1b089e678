namespace RnnCompiler;

/// <summary>One way in which a weight file does not fit a model.</summary>
/// <param name="Subject">What is wrong, as <c>tensor 'gru.weight_ih_l0'</c> or <c>layer 'gru' (2 of 3)</c>.</param>
/// <param name="Tensor">The tensor, if one is at fault.</param>
/// <param name="Expected">What the model expects.</param>
/// <param name="Found">What the file has.</param>
/// <param name="Hint">What may be meant, as a sentence without its end; null for nothing.</param>
internal sealed record WeightProblem(string Subject, string? Tensor, string Expected, string Found, string? Hint = null)
{
    public static WeightProblem OfTensor(string name, string expected, string found, string? hint = null) => new($"tensor '{name}'", name, expected, found, hint);

    public override string ToString() => $"{Subject}: expected {Expected}, found {Found}{(Hint is null ? "" : $"; {Hint}")}";
}
