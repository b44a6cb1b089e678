namespace RnnCompiler.Interpreter.Drawings;

/// <summary>
/// Sets horizontal positions: each vertex goes to the weighted median of what it is linked with, as near as the distances within its row allow (weighted isotonic
/// regression by pooling adjacent violators). Then edges over several rows are made straight where there is room.
/// </summary>
internal static class RowPlacement
{
    private const double Gap = 22;
    private const int Sweeps = 16;

    /// <summary>Places all vertices of a graph whose rows are ordered.</summary>
    public static void Run(LayeredGraph graph)
    {
        foreach (IReadOnlyList<Vertex> row in graph.Rows)
            Place(row, static _ => 0);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool isUpward = sweep % 2 == 0;
            foreach (IReadOnlyList<Vertex> row in isUpward ? graph.Rows : graph.Rows.Reverse())
                Place(row, vertex => Desired(vertex, isUpward));
        }

        foreach (IReadOnlyList<Vertex> row in graph.Rows)
        {
            foreach (Vertex vertex in row)
                vertex.X = Math.Floor(vertex.X + 0.501); // half a pixel goes up, in spite of rounding errors
        }

        foreach (Trunk trunk in graph.Trunks)
            Straighten(graph, trunk);
    }

    private static double Desired(Vertex vertex, bool isUpward)
    {
        (double X, double Weight)[] wishes = isUpward
            ? [.. vertex.Below.Select(static link => (link.Lower.X + link.LowerOffset - link.UpperOffset, link.Weight))]
            : [.. vertex.Above.Select(static link => (link.Upper.X + link.UpperOffset - link.LowerOffset, link.Weight))];
        return wishes.Length == 0 ? vertex.X : Median(wishes);
    }

    /// <summary>Returns the weighted median: the middle of the two middle ones if they weigh the same.</summary>
    private static double Median((double X, double Weight)[] wishes)
    {
        Array.Sort(wishes, static (a, b) => a.X.CompareTo(b.X));
        double half = wishes.Sum(static w => w.Weight) / 2;
        double sum = 0;
        for (int i = 0; ; i++)
        {
            sum += wishes[i].Weight;
            if (sum > half || i == wishes.Length - 1)
                return wishes[i].X;
            if (sum == half)
                return (wishes[i].X + wishes[i + 1].X) / 2;
        }
    }

    /// <summary>Moves each vertex of a row as near to where it wants to be as the distances allow: the least sum of weighted squares.</summary>
    private static void Place(IReadOnlyList<Vertex> row, Func<Vertex, double> desired)
    {
        List<(double Mean, double Weight, int Count)> blocks = [];
        double[] offsets = new double[row.Count];
        for (int i = 0; i < row.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + Distance(row[i - 1], row[i]);
            (double Mean, double Weight, int Count) block = (desired(row[i]) - offsets[i], Weight(row[i]), 1);
            while (blocks.Count > 0 && blocks[^1].Mean >= block.Mean)
            {
                (double mean, double weight, int count) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = (((mean * weight) + (block.Mean * block.Weight)) / (weight + block.Weight), weight + block.Weight, count + block.Count);
            }

            blocks.Add(block);
        }

        int index = 0;
        foreach ((double mean, _, int count) in blocks)
        {
            for (int i = 0; i < count; i++, index++)
                row[index].X = mean + offsets[index];
        }
    }

    private static double Weight(Vertex vertex) => 1e-3 + vertex.Below.Concat(vertex.Above).Sum(static link => link.Weight);

    private static double Distance(Vertex left, Vertex right) => left.Right + Gap + right.Left;

    /// <summary>Gives all bends of an edge one position if there is one that all rows allow.</summary>
    private static void Straighten(LayeredGraph graph, Trunk trunk)
    {
        if (trunk.Bends.Count == 0)
            return;
        double least = double.NegativeInfinity, greatest = double.PositiveInfinity;
        foreach (Vertex bend in trunk.Bends)
        {
            IReadOnlyList<Vertex> row = graph.Rows[bend.Row];
            if (bend.Index > 0)
                least = Math.Max(least, row[bend.Index - 1].X + Distance(row[bend.Index - 1], bend));
            if (bend.Index < row.Count - 1)
                greatest = Math.Min(greatest, row[bend.Index + 1].X - Distance(bend, row[bend.Index + 1]));
        }

        if (least > greatest)
            return;
        double middle = trunk.Bends.Select(static bend => bend.X).Order().ElementAt(trunk.Bends.Count / 2);
        foreach (Vertex bend in trunk.Bends)
            bend.X = Math.Clamp(middle, least, greatest);
    }
}
