namespace RnnCompiler;

/// <summary>Progress of <see cref="ModelTrainer.Fit"/>, reported after each batch and after each epoch.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">The most epochs of the run.</param>
/// <param name="Batch">Number of batches of this epoch so far.</param>
/// <param name="Rows">Number of rows of this epoch so far.</param>
/// <param name="TotalRows">Number of rows of an epoch; null if it is not known.</param>
/// <param name="Updates">Number of updates of the trainer so far.</param>
/// <param name="Loss">The mean of the loss over this epoch so far.</param>
/// <param name="Completed">The results of the epoch if it has ended; else null.</param>
public readonly record struct FitProgress(int Epoch, int Epochs, int Batch, long Rows, int? TotalRows, long Updates, float Loss, FitEpoch? Completed);
