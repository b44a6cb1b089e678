namespace RnnCompiler;

/// <summary>Mean loss of a batch.</summary>
/// <param name="Loss">The mean over all elements that count; 0 if none does.</param>
/// <param name="Weight">The sum of the weights of these elements.</param>
/// <param name="Rows">The rows of the batch.</param>
internal readonly record struct BatchLoss(double Loss, double Weight, int Rows);
