using System.Numerics;

namespace RnnCompiler;

/// <summary>Base class of <see cref="Adam"/> and <see cref="AdamW"/>, which differ in weight decay.</summary>
public abstract class AdamOptimizer : Optimizer
{
    private protected AdamOptimizer(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>β₁, the decay of the mean; 0.9 by default.</summary>
    public double Beta1
    {
        get;
        init => field = Hyperparameter.Fraction(value, nameof(Beta1));
    } = 0.9;

    /// <summary>β₂, the decay of the mean square; 0.999 by default.</summary>
    public double Beta2
    {
        get;
        init => field = Hyperparameter.Fraction(value, nameof(Beta2));
    } = 0.999;

    /// <summary>ε; 1e-8 by default.</summary>
    public double Epsilon
    {
        get;
        init => field = Hyperparameter.Positive((float)value, nameof(Epsilon));
    } = 1e-8;

    /// <summary>λ; 0 by default for <see cref="Adam"/>, 0.01 for <see cref="AdamW"/>.</summary>
    public double WeightDecay
    {
        get;
        init => field = Hyperparameter.NonNegative(value, nameof(WeightDecay));
    }

    private protected abstract bool DecoupledDecay { get; }

    /// <inheritdoc/>
    public override int MomentCount => 2;

    private protected override void UpdateRange(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> moments, long step, float learningRate) =>
        Run(parameters, gradients, moments, step, learningRate);

    private protected override void UpdateRange(Span<double> parameters, ReadOnlySpan<double> gradients, Span<double> moments, long step, double learningRate) =>
        Run(parameters, gradients, moments, step, learningRate);

    private void Run<T>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moments, long step, T learningRate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double rate = double.CreateChecked(learningRate);
        ElementwiseUpdate.WithTwoMoments(
            parameters,
            gradients,
            moments,
            new Rule<T>
            {
                Decay = T.CreateChecked(DecoupledDecay ? 0 : WeightDecay),
                Shrink = T.CreateChecked(DecoupledDecay ? 1 - rate * WeightDecay : 1),
                Beta1 = T.CreateChecked(Beta1),
                Rest1 = T.CreateChecked(1 - Beta1),
                Beta2 = T.CreateChecked(Beta2),
                Rest2 = T.CreateChecked(1 - Beta2),
                Rate = T.CreateChecked(rate / (1 - Power(Beta1, step))),
                Root = T.CreateChecked(Math.Sqrt(1 - Power(Beta2, step))),
                Epsilon = T.CreateChecked(Epsilon),
            });
    }

    // By squaring, since Math.Pow may differ from machine to machine.
    private static double Power(double value, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            if ((exponent & 1) != 0)
                power *= value;
        }

        return power;
    }

    private readonly struct Rule<T> : ITwoMomentRule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T Decay { get; init; }

        public T Shrink { get; init; }

        public T Beta1 { get; init; }

        public T Rest1 { get; init; }

        public T Beta2 { get; init; }

        public T Rest2 { get; init; }

        public T Rate { get; init; }

        public T Root { get; init; }

        public T Epsilon { get; init; }

        public Vector<T> Apply(Vector<T> p, Vector<T> g, ref Vector<T> m, ref Vector<T> v)
        {
            p *= new Vector<T>(Shrink);
            g += new Vector<T>(Decay) * p;
            m = new Vector<T>(Beta1) * m + new Vector<T>(Rest1) * g;
            v = new Vector<T>(Beta2) * v + new Vector<T>(Rest2) * g * g;
            return p - new Vector<T>(Rate) * m / (Vector.SquareRoot(v) / new Vector<T>(Root) + new Vector<T>(Epsilon));
        }

        public T Apply(T p, T g, ref T m, ref T v)
        {
            p *= Shrink;
            g += Decay * p;
            m = Beta1 * m + Rest1 * g;
            v = Beta2 * v + Rest2 * g * g;
            return p - Rate * m / (T.Sqrt(v) / Root + Epsilon);
        }
    }
}
