namespace RnnCompiler;

/// <summary>Results of one epoch of <see cref="ModelTrainer.Fit"/>.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Loss">The mean of the loss over the epoch, each batch before its update; batches whose update was skipped do not count.</param>
/// <param name="ValidationLoss">The mean of the loss over the validation rows, after the epoch; null without validation rows.</param>
/// <param name="Metrics">The metrics of the validation rows.</param>
/// <param name="LearningRate">The learning rate of the optimizer in the epoch, without the schedule.</param>
/// <param name="Seconds">Time of the epoch in seconds, validation included; of a resumed epoch, the time of all its parts.</param>
/// <param name="RowsPerSecond">Training rows a second, validation excluded.</param>
public sealed record FitEpoch(
    int Epoch, float Loss, float? ValidationLoss, IReadOnlyDictionary<Metric, double> Metrics, float LearningRate, double Seconds, double RowsPerSecond);
