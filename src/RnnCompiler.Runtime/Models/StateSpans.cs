namespace RnnCompiler.CompilerServices;

/// <summary>States that a caller gives and takes for the rows of a call, each row without padding.</summary>
/// <param name="before">The states before the first step of each row; empty for the initial values.</param>
/// <param name="after">Receives the states after the last step of each row; empty if they are not wanted.</param>
internal readonly ref struct StateSpans(ReadOnlySpan<float> before, Span<float> after)
{
    public ReadOnlySpan<float> Before { get; } = before;

    public Span<float> After { get; } = after;

    public bool AreEmpty => Before.IsEmpty && After.IsEmpty;

    /// <summary>Returns the states of consecutive rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="length">Floats of a row.</param>
    public StateSpans Slice(int first, int count, int length) => new(
        Before.IsEmpty ? Before : Before.Slice(first * length, count * length),
        After.IsEmpty ? After : After.Slice(first * length, count * length));
}
