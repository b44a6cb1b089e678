namespace RnnCompiler.Interpreter.Rows;

/// <summary>
/// Values at steps that a row does not have. A row executes all steps of a length group other than that of the model: its last step is repeated there, so that all values
/// stay finite, and a row without steps gets zeros.
/// </summary>
internal static class RowPadding
{
    /// <summary>Copies the steps that a row has, and repeats the last one.</summary>
    /// <param name="steps">The steps that the row has.</param>
    /// <param name="stepLength">The number of elements of a step.</param>
    /// <param name="destination">All steps.</param>
    public static void Repeat<TElement>(ReadOnlySpan<TElement> steps, int stepLength, Span<TElement> destination)
        where TElement : unmanaged
    {
        steps.CopyTo(destination);
        Span<TElement> rest = destination[steps.Length..];
        if (steps.IsEmpty)
            rest.Clear();
        for (; !rest.IsEmpty && !steps.IsEmpty; rest = rest[stepLength..])
            steps[^stepLength..].CopyTo(rest);
    }

    /// <summary>Writes a padding mask: 1 for each step that a row has, then 0.</summary>
    public static void Mask<TElement>(int steps, Span<TElement> mask)
        where TElement : unmanaged, System.Numerics.INumberBase<TElement>
    {
        mask[..steps].Fill(TElement.One);
        mask[steps..].Clear();
    }
}
