using CharacterModel.Evaluation;
using CharacterModel.Training;
using ScottPlot;
using ScottPlot.Plottables;

namespace CharacterModel.Reporting;

/// <summary>Draws the perplexity on training text by the characters that were read, and those on held-out text as levels.</summary>
internal static class PerplexityPicture
{
    private const int Width = 1000;
    private const int Height = 560;
    private const double MostShown = 1.2;
    private const double Million = 1e6;
    private static readonly Color[] s_colors = [Color.FromHex("#777777"), Color.FromHex("#D55E00"), Color.FromHex("#0072B2")];

    /// <summary>Draws.</summary>
    /// <param name="curve">The training loss.</param>
    /// <param name="scores">The scores on held-out text; the network's is the last one.</param>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(LossCurve curve, IReadOnlyList<Score> scores)
    {
        Plot plot = new();
        Scatter line = plot.Add.ScatterLine(
            curve.Points.Select(static p => p.Characters / Million).ToArray(), curve.Points.Select(static p => Math.Exp(p.Loss)).ToArray(), s_colors[^1]);
        line.LegendText = $"{scores[^1].Name}, training text";
        line.LineWidth = 2;
        for (int i = 0; i < scores.Count; i++)
        {
            HorizontalLine level = plot.Add.HorizontalLine(scores[i].Perplexity, 1.5f, s_colors[i % s_colors.Length], LinePattern.Dashed);
            level.LegendText = $"{scores[i].Name}, held-out text: {scores[i].Perplexity:F2}";
        }

        plot.Axes.SetLimits(0, curve.AllCharacters / Million, 1, MostShown * scores.Max(static s => s.Perplexity));
        plot.Title("Perplexity for a character");
        plot.XLabel("millions of characters read in training");
        Style(plot);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private static void Style(Plot plot)
    {
        plot.Font.Set(Fonts.Sans);
        plot.Axes.Title.Label.FontSize = 18;
        plot.Axes.Bottom.Label.FontSize = 14;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        plot.ShowLegend(Alignment.UpperRight);
        plot.Legend.FontSize = 13;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
    }
}
