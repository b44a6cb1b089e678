using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnCompiler;

/// <summary>Clipping of gradients before an update.</summary>
public abstract class GradientClipping
{
    private protected GradientClipping()
    {
    }

    /// <summary>
    /// Scales all gradients by min(1, maximum / (‖g‖₂ + 1e-6)), as <c>torch.nn.utils.clip_grad_norm_</c> does over all parameters.
    /// </summary>
    /// <param name="maximum">The largest norm; above 0.</param>
    public static GradientClipping ByNorm(float maximum) => new NormClipping(Hyperparameter.Positive(maximum, nameof(maximum)));

    /// <summary>Limits each gradient to [−limit, limit], as <c>torch.nn.utils.clip_grad_value_</c>.</summary>
    /// <param name="limit">The largest magnitude; above 0.</param>
    public static GradientClipping ByValue(float limit) => new ValueClipping(Hyperparameter.Positive(limit, nameof(limit)));

    /// <summary>Clips gradients in place; zeros, and so all padding, stay zeros.</summary>
    /// <typeparam name="T">float, or double for the oracle.</typeparam>
    /// <param name="gradients">The gradients of all parameters.</param>
    internal void Apply<T>(Span<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            Apply(MemoryMarshal.Cast<T, float>(gradients));
        else
            Apply(MemoryMarshal.Cast<T, double>(gradients));
    }

    // Two methods and not a generic virtual one, which would be looked up at run time.
    private protected abstract void Apply(Span<float> gradients);

    private protected abstract void Apply(Span<double> gradients);

    private sealed class ValueClipping(float limit) : GradientClipping
    {
        private protected override void Apply(Span<float> gradients) => Run(gradients);

        private protected override void Apply(Span<double> gradients) => Run(gradients);

        private void Run<T>(Span<T> gradients)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T high = T.CreateChecked(limit);
            T low = -high;
            Span<Vector<T>> vectors = Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<T, Vector<T>>(gradients) : [];
            foreach (ref Vector<T> vector in vectors)
                vector = Vector.Min(Vector.Max(vector, new Vector<T>(low)), new Vector<T>(high));

            foreach (ref T gradient in gradients[(vectors.Length * Vector<T>.Count)..])
                gradient = T.Min(T.Max(gradient, low), high);
        }
    }

    private sealed class NormClipping : GradientClipping
    {
        private readonly float _maximum;

        public NormClipping(float maximum)
        {
            _maximum = maximum;

        }

        private protected override void Apply(Span<float> gradients) => Run(gradients, GradientNorm.Of(gradients));

        private protected override void Apply(Span<double> gradients) => Run(gradients, GradientNorm.Of(gradients));

        private void Run<T>(Span<T> gradients, double norm)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            double factor = _maximum / (norm + 1e-6);
            if (factor >= 1)
                return;

            // If the norm is NaN, so is the factor; a zero must stay zero, since padding is zero.
            T scale = T.CreateChecked(factor);
            Span<Vector<T>> vectors = Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<T, Vector<T>>(gradients) : [];
            foreach (ref Vector<T> vector in vectors)
                vector = Vector.ConditionalSelect(Vector.Equals(vector, Vector<T>.Zero), vector, vector * new Vector<T>(scale));

            foreach (ref T gradient in gradients[(vectors.Length * Vector<T>.Count)..])
                gradient = T.IsZero(gradient) ? gradient : gradient * scale;
        }
    }
}
