using System.Numerics;

namespace RnnCompiler;

/// <summary>
/// Stochastic gradient descent, as <c>torch.optim.SGD</c> with dampening 0: g ← g + λp; b ← μb + g; g ← g + μb (Nesterov) or b;
/// p ← p − ηg (Sutskever et al. 2013).
/// </summary>
/// <param name="learningRate">η.</param>
public sealed class Sgd(float learningRate) : Optimizer(learningRate)
{
    /// <summary>μ; 0 by default.</summary>
    public double Momentum
    {
        get;
        init => field = Hyperparameter.NonNegative(value, nameof(Momentum));
    }

    /// <summary>Whether the momentum is Nesterov's; without momentum it has no effect.</summary>
    public bool Nesterov { get; init; }

    /// <summary>λ, added to the gradient; 0 by default.</summary>
    public double WeightDecay
    {
        get;
        init => field = Hyperparameter.NonNegative(value, nameof(WeightDecay));
    }

    /// <inheritdoc/>
    public override int MomentCount => Momentum > 0 ? 1 : 0;

    private protected override void UpdateRange(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long step, float learningRate) =>
        Run(parameters, gradients, moments, learningRate);

    private protected override void UpdateRange(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long step, double learningRate) =>
        Run(parameters, gradients, moments, learningRate);

    private void Run<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moments, T learningRate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T decay = T.CreateChecked(WeightDecay);
        if (Momentum > 0)
        {
            MomentumRule<T> rule = new(learningRate, T.CreateChecked(Momentum), Nesterov, decay);
            ElementwiseUpdate.WithOneMoment(parameters, gradients, moments, rule);
        }
        else
        {
            ElementwiseUpdate.WithoutMoments(parameters, gradients, new PlainRule<T>(learningRate, decay));
        }
    }

    private readonly struct PlainRule<T>(T rate, T decay) : IStatelessRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Vector<T> Apply(Vector<T> p, Vector<T> g) => p - new Vector<T>(rate) * (g + new Vector<T>(decay) * p);

        public T Apply(T p, T g) => p - rate * (g + decay * p);
    }

    private readonly struct MomentumRule<T>(T rate, T momentum, bool nesterov, T decay) : IOneMomentRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Vector<T> Apply(Vector<T> p, Vector<T> g, ref Vector<T> b)
        {
            g += new Vector<T>(decay) * p;
            b = new Vector<T>(momentum) * b + g;
            return p - new Vector<T>(rate) * (nesterov ? g + new Vector<T>(momentum) * b : b);
        }

        public T Apply(T p, T g, ref T b)
        {
            g += decay * p;
            b = momentum * b + g;
            return p - rate * (nesterov ? g + momentum * b : b);
        }
    }
}
