using CustomCell.Data;
using CustomCell.Training;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace CustomCell.Reporting;

/// <summary>Draws learning curves, error by updates, and above them the norms of gradients over time; both on a scale of powers of ten.</summary>
internal static class CurvePicture
{
    private const int Width = 1100;
    private const int Height = 1000;
    private static readonly Color[] s_colors = [Color.FromHex("#D55E00"), Color.FromHex("#0072B2"), Color.FromHex("#777777")];

    /// <summary>Draws.</summary>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(IReadOnlyList<LearningCurve> curves)
    {
        Multiplot panels = new();
        panels.AddPlots(2);
        DrawGradients(panels.GetPlot(0), curves);
        DrawErrors(panels.GetPlot(1), curves);
        return panels.Render(Width, Height).GetImageBytes(ImageFormat.Png, 100);
    }

    /// <summary>Draws how much of the gradient arrives at each step.</summary>
    private static void DrawGradients(Plot plot, IReadOnlyList<LearningCurve> curves)
    {
        for (int i = 0; i < curves.Count; i++)
        {
            double[] norms = [.. curves[i].GradientNorms.Select(static n => Math.Log10(Math.Max(n, 1e-30)))];
            Scatter line = plot.Add.ScatterLine(Enumerable.Range(1, norms.Length).Select(static t => (double)t).ToArray(), norms, s_colors[i % s_colors.Length]);
            line.LegendText = curves[i].Network;
            line.LineWidth = 2.5f;
        }

        PowersOfTen(plot);
        plot.Axes.SetLimitsX(1, AddingProblem.Steps);
        plot.Title("Gradient of the loss by the state after each step, before training");
        plot.XLabel("step of the sequence; the loss is at the last one");
        plot.YLabel("norm over a batch");
        Style(plot, Alignment.LowerRight);
    }

    private static void DrawErrors(Plot plot, IReadOnlyList<LearningCurve> curves)
    {
        for (int i = 0; i < curves.Count; i++)
        {
            Scatter line = plot.Add.ScatterLine(
                curves[i].Points.Select(static p => (double)p.Updates).ToArray(), curves[i].Points.Select(static p => Math.Log10(p.Error)).ToArray(),
                s_colors[i % s_colors.Length]);
            line.LegendText = FormattableString.Invariant($"{curves[i].Network}: {curves[i].Final:F5} on test sequences");
            line.LineWidth = 2.5f;
        }

        Level(plot, AddingProblem.ErrorOfTheMean, "always answering 1");
        Level(plot, AddingProblem.Solved, "solved");
        PowersOfTen(plot);
        plot.Axes.SetLimitsX(0, curves.Max(static c => c.Points[^1].Updates));
        plot.Title($"The adding problem over {AddingProblem.Steps} steps");
        plot.XLabel(FormattableString.Invariant($"updates, each of {Learner.BatchSize} new sequences"));
        plot.YLabel("mean squared error on validation sequences");
        Style(plot, Alignment.LowerLeft);
    }

    private static void PowersOfTen(Plot plot) => plot.Axes.Left.TickGenerator = new NumericAutomatic
    {
        IntegerTicksOnly = true,
        LabelFormatter = static exponent => Math.Pow(10, exponent).ToString(exponent < -5 ? "0e+0" : "0.#####", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static void Level(Plot plot, double error, string name)
    {
        HorizontalLine line = plot.Add.HorizontalLine(Math.Log10(error), 1.2f, Colors.Black, LinePattern.Dashed);
        line.LegendText = FormattableString.Invariant($"{name}: {error:0.###}");
    }

    private static void Style(Plot plot, Alignment legend)
    {
        plot.Font.Set(Fonts.Sans);
        plot.Axes.Title.Label.FontSize = 18;
        plot.Axes.Left.Label.FontSize = 14;
        plot.Axes.Bottom.Label.FontSize = 14;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Right.MinimumSize = 25;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        plot.ShowLegend(legend);
        plot.Legend.FontSize = 13;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(.8);
    }
}
