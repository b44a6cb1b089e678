using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>States of the rows of a kernel call, before the first step and after the last one.</summary>
/// <remarks>Rows that are not set start from the initial values, which are written once, and again only after other states were set.</remarks>
internal sealed class StateRows
{
    private readonly StateLayout _layout;
    private readonly AlignedBuffer _before;
    private readonly AlignedBuffer _after;
    private bool _isInitial;

    /// <summary>Allocates the states of rows, all of them initial.</summary>
    /// <param name="layout">The states of a row.</param>
    /// <param name="rows">The most rows of a call.</param>
    public StateRows(StateLayout layout, int rows)
    {
        _layout = layout;
        _before = new AlignedBuffer(checked(rows * layout.StorageLength));
        _after = new AlignedBuffer(_before.Length);
        SetInitial();
    }

    /// <summary>The states before the first step, row by row.</summary>
    public ref float Before => ref _before.Reference;

    /// <summary>The states after the last step, row by row.</summary>
    public ref float After => ref _after.Reference;

    /// <summary>Sets the states of all rows to the initial values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetInitial()
    {
        if (!_isInitial)
            WriteInitial();
    }

    /// <summary>Sets the states of a row before its first step.</summary>
    /// <param name="row">The row.</param>
    /// <param name="states">The states, without padding.</param>
    public void Set(int row, ReadOnlySpan<float> states)
    {
        _isInitial = false;
        _layout.Write(states, Row(_before, row));
    }

    /// <summary>Sets the states of a row before its first step to the initial values.</summary>
    /// <param name="row">The row.</param>
    public void SetInitial(int row)
    {
        if (!_isInitial)
            _layout.WriteInitial(Row(_before, row));
    }

    /// <summary>Reads the states of a row after its last step.</summary>
    /// <param name="row">The row.</param>
    /// <param name="states">The states, without padding.</param>
    public void Read(int row, Span<float> states) => _layout.Read(Row(_after, row), states);

    private void WriteInitial()
    {
        for (int row = 0; row * _layout.StorageLength < _before.Length; row++)
            _layout.WriteInitial(Row(_before, row));
        _isInitial = true;
    }

    private Span<float> Row(AlignedBuffer buffer, int row) => buffer.Span.Slice(row * _layout.StorageLength, _layout.StorageLength);
}
