using ScottPlot;
using ScottPlot.TickGenerators;
using WeatherForecast.Data;
using WeatherForecast.Training;

namespace WeatherForecast.Reporting;

/// <summary>Draws the held-out year, measured and forecast, above the curves of the networks from which the number of epochs was chosen.</summary>
internal static class ForecastPicture
{
    private const int Width = 1400;
    private const int Height = 900;
    private static readonly Color Measured = Color.FromHex("#333333");
    private static readonly Color Forecast = Color.FromHex("#D55E00");
    private static readonly Color Training = Color.FromHex("#0072B2");

    /// <summary>Draws.</summary>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(YearSplit split, int[] judged, DayForecast[] forecasts, Trial temperature, Trial weather)
    {
        Multiplot picture = new();
        picture.AddPlots(3);
        Year(picture.GetPlot(0), split, judged, forecasts);
        Curves(picture.GetPlot(1), "Temperature: error of each network by epoch", "mean absolute error, °C", split, temperature, Alignment.LowerLeft);
        Curves(picture.GetPlot(2), "Weather: error of each network by epoch", "cross entropy, nats", split, weather, Alignment.UpperRight);

        ScottPlot.MultiplotLayouts.CustomGrid grid = new();
        grid.Set(picture.GetPlot(0), new GridCell(0, 0, 2, 1));
        grid.Set(picture.GetPlot(1), new GridCell(1, 0, 2, 2));
        grid.Set(picture.GetPlot(2), new GridCell(1, 1, 2, 2));
        picture.Layout = grid;
        return picture.Render(Width, Height).GetImageBytes(ImageFormat.Png);
    }

    private static void Year(Plot plot, YearSplit split, int[] judged, DayForecast[] forecasts)
    {
        DateTime[] dates = Array.ConvertAll(judged, day => split.Days[day].Date.ToDateTime(TimeOnly.MinValue));
        double[] measured = Array.ConvertAll(judged, day => split.Days[day].TempMax);
        Line(plot.Add.ScatterLine(dates, measured), "measured", Measured, 1.5f);
        Line(plot.Add.ScatterLine(dates, Array.ConvertAll(forecasts, forecast => forecast.TempMax)), "forecast on the day before", Forecast, 1.5f);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. dates.Where(date => date.Day == 1).Select(date => new Tick(date.ToOADate(), $"{date:MMM}"))]);
        plot.Axes.SetLimitsX(dates[0].ToOADate(), dates[^1].ToOADate() + 1);
        plot.Title($"Maximum temperature at Seattle in {split.Years(split.Test)}, a year that no network has seen");
        plot.YLabel("temp_max, °C");
        Style(plot, Alignment.UpperLeft);
    }

    private static void Curves(Plot plot, string title, string unit, YearSplit split, Trial trial, Alignment legend)
    {
        for (int member = 0; member < trial.Curves.Count; member++)
        {
            ErrorCurve curve = trial.Curves[member];
            double[] epochs = [.. Enumerable.Range(1, curve.Validation.Length).Select(epoch => (double)epoch)];
            Line(plot.Add.ScatterLine(epochs, curve.Training), member > 0 ? "" : $"learning {split.Years(split.Training)}, with dropout", Training.WithAlpha(.6), 1.2f);
            Line(plot.Add.ScatterLine(epochs, curve.Validation), member > 0 ? "" : $"judging {split.Years(split.Validation)}", Forecast.WithAlpha(.6), 1.2f);
            ScottPlot.Plottables.Marker best = plot.Add.Marker(curve.BestEpochs, curve.Validation[curve.BestEpochs - 1], MarkerShape.FilledCircle, 7, Forecast);
            best.LegendText = member > 0 ? "" : "best epoch of a network";
        }

        ScottPlot.Plottables.VerticalLine chosen = plot.Add.VerticalLine(trial.BestEpochs, 1.5f, Measured, LinePattern.Dashed);
        chosen.LegendText = $"their mean: {trial.BestEpochs} epochs";
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 8 };
        plot.Axes.SetLimitsX(1, Math.Max(2, trial.Curves.Max(curve => curve.Validation.Length)));
        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel(unit);
        Style(plot, legend);
    }

    private static void Line(ScottPlot.Plottables.Scatter scatter, string legend, Color color, float width)
    {
        scatter.LegendText = legend;
        scatter.Color = color;
        scatter.LineWidth = width;
    }

    private static void Style(Plot plot, Alignment legend)
    {
        plot.Font.Set(Fonts.Sans);
        plot.Axes.Left.MinimumSize = 65;
        plot.Axes.Right.MinimumSize = 25;
        plot.Axes.Title.Label.FontSize = 18;
        plot.Axes.Left.Label.FontSize = 14;
        plot.Axes.Bottom.Label.FontSize = 14;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(.08);
        plot.ShowLegend(legend);
        plot.Legend.FontSize = 13;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(.8);
    }
}
