using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Tables of the rows of one kernel call: the steps of each row in descending order, and for each step the number of rows that have it.</summary>
internal sealed class RowTables
{
    private readonly int[] _lengths;
    private readonly int[] _activeRows;
    private (int Rows, int Steps) _full;

    /// <summary>Allocates tables.</summary>
    /// <param name="rows">The most rows of a call.</param>
    /// <param name="steps">The most steps of a row.</param>
    public RowTables(int rows, int steps)
    {
        _lengths = new int[Math.Max(1, rows)];
        _activeRows = new int[Math.Max(1, steps)];
    }

    /// <summary>Sets the tables of a frame to rows that all have the same number of steps.</summary>
    /// <param name="frame">The frame, whose rows are set.</param>
    /// <param name="steps">The steps of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetFull(ref KernelFrame frame, int steps)
    {
        if (_full != (frame.Rows, steps))
            FillTables(frame.Rows, steps);
        PointAt(ref frame, steps);
    }

    /// <summary>Sets the tables of a frame, and its rows.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="lengths">The steps of each row, of at least one row, at least 1, in descending order.</param>
    /// <param name="steps">Steps of the call: those of the longest row of all threads that divide it, so that all find final carries at the same place.</param>
    public void Set(ref KernelFrame frame, ReadOnlySpan<int> lengths, int steps)
    {
        frame.Rows = lengths.Length;
        if (lengths[^1] == steps)
        {
            SetFull(ref frame, steps);
            return;
        }

        _full = default;
        lengths.CopyTo(_lengths);
        int active = lengths.Length;
        for (int t = 0; t < steps; t++)
        {
            while (active > 0 && lengths[active - 1] <= t)
                active--;
            _activeRows[t] = active;
        }

        PointAt(ref frame, steps);
    }

    // Calls mostly have the rows of the call before. Loops, not Span.Fill, which the JIT compiler would compile in the first call.
    private void FillTables(int rows, int steps)
    {
        for (int row = 0; row < rows; row++)
            _lengths[row] = steps;
        for (int t = 0; t < steps; t++)
            _activeRows[t] = rows;
        _full = (rows, steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PointAt(ref KernelFrame frame, int steps)
    {
        frame.Steps = steps;
        frame.Lengths = ref MemoryMarshal.GetArrayDataReference(_lengths);
        frame.ActiveRows = ref MemoryMarshal.GetArrayDataReference(_activeRows);
    }
}
