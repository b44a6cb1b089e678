using ActivityTagging.Data;
using ActivityTagging.Evaluation;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace ActivityTagging.Reporting;

/// <summary>Draws a confusion matrix: true activities downwards, predicted ones across, each row in percent of its steps.</summary>
internal static class ConfusionPicture
{
    private const int Width = 820;
    private const int Height = 700;
    private const double Dark = 0.5;

    /// <summary>Draws.</summary>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(TaggerScore score)
    {
        Activity[] activities = Enum.GetValues<Activity>();
        double[,] fractions = new double[Activities.Count, Activities.Count];
        Plot plot = new();
        foreach (Activity actual in activities)
        {
            foreach (Activity predicted in activities)
                fractions[(int)actual, (int)predicted] = (double)score.All[actual, predicted] / Math.Max(1, score.All.StepsOf(actual));
        }

        Heatmap map = plot.Add.Heatmap(fractions);
        map.Colormap = new ScottPlot.Colormaps.Blues().Reversed();
        map.ManualRange = new ScottPlot.Range(0, 1);
        foreach (Activity actual in activities)
        {
            foreach (Activity predicted in activities)
                Label(plot, actual, predicted, fractions[(int)actual, (int)predicted]);
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual([.. activities.Select(static activity => new Tick((int)activity, Name(activity)))]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. activities.Select(static activity => new Tick(Y(activity), Name(activity)))]);
        plot.Axes.Margins(0, 0);
        plot.HideGrid();
        plot.Title($"{score.Name}: {score.All.Accuracy:P1} of {score.All.Steps:N0} steps are right");
        plot.XLabel("predicted");
        plot.YLabel("true; percent of its steps");
        Style(plot);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    // The first row of a heat map is the highest one.
    private static int Y(Activity actual) => Activities.Count - 1 - (int)actual;

    private static string Name(Activity activity) => $"{activity}".ToLowerInvariant();

    private static void Label(Plot plot, Activity actual, Activity predicted, double fraction)
    {
        Text text = plot.Add.Text(fraction == 0 ? "0" : (100 * fraction).ToString("0.0"), (int)predicted, Y(actual));
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontSize = 15;
        text.LabelFontColor = fraction > Dark ? Colors.White : Colors.Black;
    }

    private static void Style(Plot plot)
    {
        plot.Font.Set(Fonts.Sans);
        plot.Axes.Title.Label.FontSize = 18;
        foreach (IAxis axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.Label.FontSize = 14;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 13;
        }
    }
}
