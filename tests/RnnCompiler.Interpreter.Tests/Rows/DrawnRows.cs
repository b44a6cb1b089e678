namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>Values of rows of different lengths.</summary>
internal static class DrawnRows
{
    /// <summary>Draws values from −1 to 1 for the steps of each row: [rows, steps, size]. Values behind the end of a row are NaN.</summary>
    public static double[] Draw(Random random, int steps, int size, IReadOnlyList<int> lengths) =>
        [.. Enumerable.Range(0, lengths.Count * steps * size).Select(i => i / size % steps < lengths[i / (steps * size)] ? (2 * random.NextDouble()) - 1 : double.NaN)];
}
