namespace RnnCompiler;

/// <summary>
/// Base class of optimizers that users write, in which the update of a parameter depends on its own value, gradient and moments alone. A trainer may call it for
/// several ranges of parameters in one update, and calls it in one thread.
/// </summary>
/// <example><code>
/// // SignSGD (Bernstein et al. 2018): p ← p − η sign(g).
/// sealed class SignSgd(float learningRate) : ElementwiseOptimizer(learningRate)
/// {
///     public override int MomentCount => 0;
///
///     public override void Update(Span&lt;float&gt; parameters, ReadOnlySpan&lt;float&gt; gradients, Span&lt;float&gt; moments, long update, float learningRate)
///     {
///         for (int i = 0; i &lt; parameters.Length; i++)
///             parameters[i] -= learningRate * MathF.Sign(gradients[i]);
///     }
/// }
/// </code></example>
public abstract class ElementwiseOptimizer : Optimizer
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The learning rate η, before the schedule; at least 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative, infinite or not a number.</exception>
    protected ElementwiseOptimizer(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>Updates a range of parameters in place.</summary>
    /// <param name="parameters">The parameters, in the packed order of the model. They may include padding, which is set to 0 after the call.</param>
    /// <param name="gradients">A gradient for each parameter, after clipping.</param>
    /// <param name="moments">
    /// <see cref="Optimizer.MomentCount"/> floats for each parameter, 0 before the first update: the first moment of all parameters of the range, then the second one.
    /// </param>
    /// <param name="update">Number of the update, from 1.</param>
    /// <param name="learningRate">The learning rate of this range: with the factors of the schedule and of <see cref="TrainerOptions.LearningRateFactors"/>.</param>
    public abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long update, float learningRate);

    /// <summary>Updates a range of parameters in double precision, for interpreted models of doubles.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">A gradient for each parameter.</param>
    /// <param name="moments"><see cref="Optimizer.MomentCount"/> numbers for each parameter.</param>
    /// <param name="update">Number of the update, from 1.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <exception cref="NotSupportedException">The class does not override this method.</exception>
    public virtual void Update(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long update, double learningRate) =>
        throw new NotSupportedException($"Expected {GetType().Name} to override Update for doubles, since an interpreted model of doubles is trained with it, but it does not.");

    private protected sealed override void UpdateRange(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long step, float learningRate) =>
        Update(parameters, gradients, moments, step, learningRate);

    private protected sealed override void UpdateRange(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long step, double learningRate) =>
        Update(parameters, gradients, moments, step, learningRate);
}
