namespace RnnCompiler;

/// <summary>
/// Reduction of the optimizer's learning rate if the validation loss no longer improves, as <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c> in its default mode: an
/// epoch improves if its loss is below best · (1 − threshold).
/// </summary>
public sealed record ReduceOnPlateau
{
    /// <summary>Factor of each reduction, above 0 and below 1; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and below 1.</exception>
    public float Factor
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected a factor above 0 and below 1, but {value} was given.");
    } = 0.1f;

    /// <summary>Epochs without improvement that are tolerated; the next one reduces the learning rate. 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10;

    /// <summary>Relative improvement that counts as one; 1e-4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or not a number.</exception>
    public double Threshold
    {
        get;
        init => field = Hyperparameter.NonNegative(value, nameof(Threshold));
    } = 1e-4;

    /// <summary>The lowest learning rate; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or not a number.</exception>
    public float MinimumLearningRate
    {
        get;
        init => field = Hyperparameter.NonNegative(value, nameof(MinimumLearningRate));
    }
}
