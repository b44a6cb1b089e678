using RnnCompiler;

namespace WeatherForecast.Training;

/// <summary>One choice of settings, trained on the training years and evaluated on the validation year.</summary>
/// <param name="Settings">The choice.</param>
/// <param name="Curves">The errors of each network after each of its epochs.</param>
/// <param name="Error">The error of the ensemble on the validation year, each network with the weights of its best epoch.</param>
/// <param name="SequencesPerSecond">Sequences that a network learnt from in a second, the mean over epochs.</param>
internal sealed record Trial(TrainingSettings Settings, IReadOnlyList<ErrorCurve> Curves, double Error, double SequencesPerSecond)
{
    /// <summary>The number of epochs that the best epochs of the networks recommend: their mean.</summary>
    public int BestEpochs => (int)Math.Round(Curves.Average(static curve => curve.BestEpochs));
}

/// <summary>Errors of one network in the unit of its task, after each epoch.</summary>
/// <param name="Training">Of the training years, with dropout.</param>
/// <param name="Validation">Of the validation year.</param>
/// <param name="BestEpochs">The number of epochs with the lowest error on the validation year.</param>
internal sealed record ErrorCurve(double[] Training, double[] Validation, int BestEpochs)
{
    /// <summary>Makes the curve of a run of <c>Fit</c> with validation.</summary>
    /// <param name="fit">The result of the run.</param>
    /// <param name="inUnit">Converts a loss.</param>
    public static ErrorCurve Of(FitResult fit, Func<double, double> inUnit) => new(
        [.. fit.Epochs.Select(epoch => inUnit(epoch.Loss))],
        [.. fit.Epochs.Select(epoch => inUnit(epoch.ValidationLoss!.Value))],
        fit.BestEpoch + 1);
}
