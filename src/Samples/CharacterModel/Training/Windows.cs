namespace CharacterModel.Training;

/// <summary>
/// The windows of a text that is cut into segments, one for each row of a batch: a row continues from window to window. The target of a character is the one after it.
/// </summary>
internal sealed class Windows
{
    private readonly int[] _text;
    private readonly int _rows;
    private readonly int _steps;

    /// <summary>Cuts a text; what is left at its end is not used.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rows">Number of segments.</param>
    /// <param name="steps">Characters of a window.</param>
    public Windows(int[] text, int rows, int steps)
    {
        _text = text;
        _rows = rows;
        _steps = steps;
        Count = (text.Length - 1) / rows / steps;
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        Inputs = new int[rows * steps];
        Targets = new int[rows * steps];
    }

    /// <summary>Windows of a segment.</summary>
    public int Count { get; }

    /// <summary>[rows, steps], of the window that was read last.</summary>
    public int[] Inputs { get; }

    /// <summary>[rows, steps].</summary>
    public int[] Targets { get; }

    /// <summary>Copies a window of each segment.</summary>
    /// <param name="window">The window, from 0 to <see cref="Count"/> − 1.</param>
    public void Read(int window)
    {
        for (int row = 0; row < _rows; row++)
        {
            int from = (row * Count + window) * _steps;
            _text.AsSpan(from, _steps).CopyTo(Inputs.AsSpan(row * _steps));
            _text.AsSpan(from + 1, _steps).CopyTo(Targets.AsSpan(row * _steps));
        }
    }
}
