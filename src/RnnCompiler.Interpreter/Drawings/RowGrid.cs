namespace RnnCompiler.Interpreter.Drawings;

/// <summary>The vertical positions of rows and of the channels below them, in which edges cross over.</summary>
internal sealed class RowGrid
{
    private readonly double[] _bottom, _top;

    /// <summary>Stacks rows.</summary>
    /// <param name="heights">The height of each row.</param>
    /// <param name="channels">The height of the channel below each row.</param>
    public RowGrid(IReadOnlyList<double> heights, IReadOnlyList<double> channels)
    {
        (_bottom, _top) = (new double[heights.Count], new double[heights.Count]);
        double y = 0;
        for (int row = 0; row < heights.Count; row++)
        {
            _bottom[row] = y + (row == 0 ? 0 : channels[row]);
            y = _top[row] = _bottom[row] + heights[row];
        }
    }

    /// <summary>Returns the lower end of the boxes of a row.</summary>
    public double Bottom(int row) => _bottom[row];

    /// <summary>Returns the upper end of the boxes of a row.</summary>
    public double Top(int row) => _top[row];

    /// <summary>Returns the middle of a row.</summary>
    public double Middle(int row) => (_bottom[row] + _top[row]) / 2;
}
