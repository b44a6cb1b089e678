namespace RnnCompiler.Interpreter.Drawings;

/// <summary>Orders vertices within rows by sweeps that sort each row by the mean position of what its vertices are linked with in the row before.</summary>
internal static class RowOrdering
{
    private const int Sweeps = 12;

    /// <summary>Orders the rows; of all orders that the sweeps find, the first with the fewest crossings.</summary>
    public static void Run(List<List<Vertex>> rows)
    {
        Vertex[][] best = Copy(rows);
        long fewest = Crossings(rows);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool isUpward = sweep % 2 == 0;
            for (int i = 0; i < rows.Count; i++)
                Sort(rows[isUpward ? i : rows.Count - 1 - i], isUpward);
            long crossings = Crossings(rows);
            if (crossings < fewest)
                (best, fewest) = (Copy(rows), crossings);
        }

        for (int row = 0; row < rows.Count; row++)
            Assign(rows[row], best[row]);
    }

    private static void Sort(List<Vertex> row, bool isUpward)
    {
        Vertex[] sorted = [.. row.OrderBy(v => Barycentre(v, isUpward)).ThenBy(static v => v.Index)];
        Assign(row, sorted);
    }

    /// <summary>Returns the mean position of the linked vertices; a vertex without links stays where it is.</summary>
    private static double Barycentre(Vertex vertex, bool isUpward) => isUpward
        ? vertex.Below.Select(static link => (double)link.Lower.Index).DefaultIfEmpty(vertex.Index).Average()
        : vertex.Above.Select(static link => (double)link.Upper.Index).DefaultIfEmpty(vertex.Index).Average();

    private static void Assign(List<Vertex> row, Vertex[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            row[i] = order[i];
            order[i].Index = i;
        }
    }

    private static long Crossings(List<List<Vertex>> rows) => rows.Sum(Crossings);

    /// <summary>Counts the pairs of links to the row below that cross.</summary>
    private static long Crossings(List<Vertex> row)
    {
        int[] lower = [.. row.SelectMany(static v => v.Below.Select(static link => link.Lower.Index).Order())];
        long count = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            for (int j = i + 1; j < lower.Length; j++)
                count += lower[i] > lower[j] ? 1 : 0;
        }

        return count;
    }

    private static Vertex[][] Copy(List<List<Vertex>> rows) => [.. rows.Select(static row => row.ToArray())];
}
