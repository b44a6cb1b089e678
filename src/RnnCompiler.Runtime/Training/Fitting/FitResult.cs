namespace RnnCompiler;

/// <summary>Reason for the end of <see cref="ModelTrainer.Fit"/>.</summary>
public enum FitStop
{
    /// <summary>All epochs were made.</summary>
    Completed,

    /// <summary>The validation loss did not improve in as many epochs as <see cref="FitOptions.Patience"/> says.</summary>
    Patience,

    /// <summary>The token was cancelled.</summary>
    Cancelled,
}

/// <summary>Result of <see cref="ModelTrainer.Fit"/>.</summary>
/// <param name="Epochs">The epochs that ended, those before a resumption included.</param>
/// <param name="BestEpoch">
/// Index in <paramref name="Epochs"/> of the lowest validation loss, or of the lowest loss without validation rows; the first one of equals. −1 if there is none.
/// </param>
/// <param name="StoppedBecause">The reason for the end.</param>
public sealed record FitResult(IReadOnlyList<FitEpoch> Epochs, int BestEpoch, FitStop StoppedBecause);
