using RnnCompiler.Benchmarks.Engines;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace RnnCompiler.Benchmarks.Results;

/// <summary>Draws how many times as fast generated code is as each peer, on a logarithmic scale.</summary>
internal static class Chart
{
    private const int Width = 1200;
    private const int HeightOfRow = 46;
    private const int HeightOfRest = 160;
    private const double Thickness = 0.24;
    private static readonly Color[] s_colors = [Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#999999")];

    /// <summary>Draws.</summary>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(RunResult run)
    {
        RowResult[] rows = [.. run.Rows.Where(static row => !row.IsOwn)];
        using Plot plot = new();
        double largest = 1;
        for (int i = 0; i < EngineTable.Peers.Count; i++)
        {
            string peer = EngineTable.Peers[i];
            List<Bar> bars = [];
            for (int row = 0; row < rows.Length; row++)
            {
                if (rows[row].Ratio(peer, EngineTable.Generated) is not { } ratio)
                    continue;
                largest = Math.Max(largest, ratio);
                bars.Add(new Bar { Position = -row - ((i - 1) * Thickness), Value = Math.Log10(ratio), Size = Thickness, FillColor = s_colors[i], LineWidth = 0 });
            }

            if (bars.Count > 0)
                plot.Add.Bars(bars).LegendText = peer == EngineTable.Interpreted ? "as the interpreted runtime" : $"as {peer}";
        }

        foreach (ScottPlot.Plottables.BarPlot bars in plot.GetPlottables<ScottPlot.Plottables.BarPlot>())
            bars.Horizontal = true;
        plot.Add.VerticalLine(0, 1, Colors.Black);
        plot.Axes.Left.TickGenerator = new NumericManual([.. rows.Select(static (row, i) => new Tick(-i, row.Workload))]);
        double[] ratios = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. ratios.Select(static ratio => new Tick(Math.Log10(ratio), $"{ratio}×"))]);
        plot.Axes.SetLimits(Math.Log10(0.7), Math.Log10(largest * 1.3), -rows.Length + 0.4, 0.6);
        Style(plot, run);
        return plot.GetImage(Width, (HeightOfRow * rows.Length) + HeightOfRest).GetImageBytes(ImageFormat.Png);
    }

    private static void Style(Plot plot, RunResult run)
    {
        plot.Font.Set(Fonts.Sans);
        plot.Title("Generated code: how many times as fast …");
        plot.XLabel($"{run.Machine.Processor}, {run.Machine.VectorBits}-bit vectors, {run.Machine.Runtime}, one thread, {run.Date:yyyy-MM-dd}");
        plot.Axes.Title.Label.FontSize = 20;
        plot.Axes.Bottom.Label.FontSize = 13;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.TickLabelStyle.FontSize = 14;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 14;
        plot.Axes.Right.MinimumSize = 25;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.ShowLegend(Alignment.LowerRight);
        plot.Legend.FontSize = 15;
        plot.Legend.ShadowColor = Colors.Transparent;
    }
}
