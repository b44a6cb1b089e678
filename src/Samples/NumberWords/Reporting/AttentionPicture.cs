using NumberWords.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace NumberWords.Reporting;

/// <summary>Draws attention matrices below one another: a row for each digit, a column for each character.</summary>
internal static class AttentionPicture
{
    private const int Width = 1400;
    private const int HeightOfOne = 300;

    /// <summary>Draws.</summary>
    /// <param name="matrices">The matrices.</param>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(IReadOnlyList<AttentionMatrix> matrices)
    {
        Multiplot figure = new();
        figure.AddPlots(matrices.Count);
        for (int i = 0; i < matrices.Count; i++)
            Draw(figure.GetPlot(i), matrices[i]);
        return figure.Render(Width, HeightOfOne * matrices.Count).GetImageBytes(ImageFormat.Png, 100);
    }

    private static void Draw(Plot plot, AttentionMatrix matrix)
    {
        Heatmap map = plot.Add.Heatmap(matrix.Weights);
        map.Colormap = new ScottPlot.Colormaps.Blues().Reversed();
        map.ManualRange = new ScottPlot.Range(0, matrix.Weights.Cast<double>().Max());
        int rows = matrix.Weights.GetLength(0);
        plot.Axes.SetLimits(-0.5, matrix.Words.Length - 0.5, -0.5, rows - 0.5);
        plot.Axes.Bottom.TickGenerator = Labels(matrix.Words.Select(Name));
        // The first row of a heat map is the highest one.
        plot.Axes.Left.TickGenerator = Labels(matrix.Digits.Select(Name).Append("stop").Reverse());
        plot.Font.Set(Fonts.Sans);
        plot.Title($"Attention weights of {matrix.Digits}");
        plot.HideGrid();
    }

    private static string Name(char character) => character == ' ' ? "␣" : character.ToString();

    private static NumericManual Labels(IEnumerable<string> labels) => new([.. labels.Select(static (text, position) => new Tick(position, text))]);
}
