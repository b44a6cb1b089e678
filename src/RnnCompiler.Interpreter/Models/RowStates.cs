namespace RnnCompiler.Interpreter.Models;

/// <summary>States before the first step of the rows of a call.</summary>
/// <param name="before">The states of each row; empty for the initial values.</param>
/// <param name="starts">Whether each row starts from the initial values nevertheless; empty if none does.</param>
internal readonly ref struct RowStates<T>(ReadOnlySpan<T> before, ReadOnlySpan<bool> starts)
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _before = before;
    private readonly ReadOnlySpan<bool> _starts = starts;

    /// <summary>Whether a row starts from the initial values.</summary>
    public bool Starts(int row) => _before.IsEmpty || (!_starts.IsEmpty && _starts[row]);

    /// <summary>The states of a row that does not start from the initial values.</summary>
    public ReadOnlySpan<T> Of(int row, int length) => _before.Slice(row * length, length);
}
