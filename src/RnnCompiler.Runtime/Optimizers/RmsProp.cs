using System.Numerics;

namespace RnnCompiler;

/// <summary>
/// RMSprop, as <c>torch.optim.RMSprop</c> without momentum: g ← g + λp; v ← αv + (1 − α)g²; p ← p − ηg / (√v + ε) (Tieleman, Hinton 2012).
/// </summary>
/// <param name="learningRate">η; PyTorch's default is 0.01.</param>
public sealed class RmsProp(float learningRate) : Optimizer(learningRate)
{
    /// <summary>α; 0.99 by default.</summary>
    public double Alpha
    {
        get;
        init => field = Hyperparameter.Fraction(value, nameof(Alpha));
    } = 0.99;

    /// <summary>ε; 1e-8 by default.</summary>
    public double Epsilon
    {
        get;
        init => field = Hyperparameter.Positive((float)value, nameof(Epsilon));
    } = 1e-8;

    /// <summary>λ, added to the gradient; 0 by default.</summary>
    public double WeightDecay
    {
        get;
        init => field = Hyperparameter.NonNegative(value, nameof(WeightDecay));
    }

    /// <inheritdoc/>
    public override int MomentCount => 1;

    private protected override void UpdateRange(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long step, float learningRate) =>
        Run(parameters, gradients, moments, learningRate);

    private protected override void UpdateRange(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long step, double learningRate) =>
        Run(parameters, gradients, moments, learningRate);

    private void Run<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moments, T learningRate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ElementwiseUpdate.WithOneMoment(
            parameters,
            gradients,
            moments,
            new Rule<T>(learningRate, T.CreateChecked(Alpha), T.CreateChecked(1 - Alpha), T.CreateChecked(Epsilon), T.CreateChecked(WeightDecay)));

    private readonly struct Rule<T>(T rate, T alpha, T rest, T epsilon, T decay) : IOneMomentRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Vector<T> Apply(Vector<T> p, Vector<T> g, ref Vector<T> v)
        {
            g += new Vector<T>(decay) * p;
            v = new Vector<T>(alpha) * v + new Vector<T>(rest) * g * g;
            return p - new Vector<T>(rate) * g / (Vector.SquareRoot(v) + new Vector<T>(epsilon));
        }

        public T Apply(T p, T g, ref T v)
        {
            g += decay * p;
            v = alpha * v + rest * g * g;
            return p - rate * g / (T.Sqrt(v) + epsilon);
        }
    }
}
