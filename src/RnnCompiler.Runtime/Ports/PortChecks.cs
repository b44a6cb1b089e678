namespace RnnCompiler.CompilerServices;

/// <summary>Checks of the spans of networks with several inputs or outputs: each message names what was expected and what was given.</summary>
internal static class PortChecks
{
    /// <summary>Checks that a span has rows of a port.</summary>
    /// <exception cref="ArgumentException">Its length is wrong.</exception>
    public static void Length(NetworkPort port, int given, int rows)
    {
        if (given != (long)rows * port.Length)
            throw new ArgumentException($"Expected {(long)rows * port.Length} elements ({rows} rows of {port.Length}), but {given} were given.", port.Name);
    }

    /// <summary>Checks the ids of rows, as far as the rows have steps.</summary>
    /// <param name="port">The port.</param>
    /// <param name="ids">The ids of all rows.</param>
    /// <param name="lengths">The steps of each row; empty if all are full.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="least">The least id: 0, or that of a class that does not count.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public static void Ids(NetworkPort port, ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths, int rows, int least)
    {
        for (int row = 0; row < rows; row++)
        {
            foreach (int id in ids.Slice(row * port.Length, port.StepsOf(lengths, row) * port.Size))
            {
                if (id < least || id >= port.Ids)
                    throw new ArgumentOutOfRangeException(port.Name, id, $"Expected ids from {least} to {port.Ids - 1}, but {id} was given in row {row}.");
            }
        }
    }

    /// <summary>Checks the lengths of rows in a group.</summary>
    /// <exception cref="ArgumentException">There is not one for each row, or one is out of range.</exception>
    public static void Lengths(ReadOnlySpan<int> lengths, int rows, int steps)
    {
        if (!lengths.IsEmpty)
            Guard.Lengths(lengths, rows, steps);
    }
}
