using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Sum of the gradients of several calls: Σ Wᵢ gᵢ / Σ Wᵢ, where gᵢ is the gradient of the mean loss of call i and Wᵢ the sum of the weights of its elements. This is
/// the gradient of the mean loss of all rows of these calls together.
/// </summary>
/// <param name="length">Floats of packed storage.</param>
internal sealed class GradientAccumulator(int length)
{
    private AlignedBuffer? _sum;
    private double _loss;

    /// <summary>Number of calls since the last update.</summary>
    public int Calls { get; private set; }

    /// <summary>Number of rows since the last update.</summary>
    public int Rows { get; private set; }

    /// <summary>Sum of the weights of all elements since the last update.</summary>
    public double Total { get; private set; }

    /// <summary>The mean loss of all elements since the last update; 0 if none counts.</summary>
    public float Loss => Total == 0 ? 0 : (float)(_loss / Total);

    /// <summary>Adds the gradients of a call. The first call allocates the sum.</summary>
    /// <param name="gradients">The gradients of the mean loss of the call.</param>
    /// <param name="rows">The rows of the call.</param>
    /// <param name="loss">The mean loss of the call.</param>
    /// <param name="total">The sum of the weights of its elements.</param>
    public void Add(ReadOnlySpan<float> gradients, int rows, float loss, double total)
    {
        _sum ??= new AlignedBuffer(length);
        Calls++;
        Rows = checked(Rows + rows);
        if (total == 0)
            return;
        Total += total;
        _loss += total * loss;
        AddScaled(_sum.Span, gradients, (float)total);
    }

    /// <summary>Writes the gradient of the mean loss.</summary>
    /// <param name="gradients">The destination; <see cref="Total"/> is above 0.</param>
    public void Write(Span<float> gradients)
    {
        gradients.Clear();
        AddScaled(gradients, _sum!.Span, (float)(1 / Total));
    }

    /// <summary>Discards everything since the last update.</summary>
    public void Clear()
    {
        _sum?.Span.Clear();
        (Calls, Rows, Total, _loss) = (0, 0, 0, 0);
    }

    /// <summary>Copies the state out, for a checkpoint; <see cref="Calls"/> is above 0.</summary>
    /// <param name="sum">The destination of Σ Wᵢ gᵢ.</param>
    /// <returns>Calls, rows, Σ Wᵢ and the sum of losses.</returns>
    public (int Calls, int Rows, double Total, double Loss) Read(Span<float> sum)
    {
        _sum!.Span.CopyTo(sum);
        return (Calls, Rows, Total, _loss);
    }

    /// <summary>Replaces the state by that of a checkpoint.</summary>
    /// <param name="sum">Σ Wᵢ gᵢ.</param>
    /// <param name="state">Calls, rows, Σ Wᵢ and the sum of losses.</param>
    public void Restore(ReadOnlySpan<float> sum, (int Calls, int Rows, double Total, double Loss) state)
    {
        _sum ??= new AlignedBuffer(length);
        sum.CopyTo(_sum.Span);
        (Calls, Rows, Total, _loss) = state;
    }

    // Products and sums are not fused, so the bits do not depend on the machine.
    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        Span<Vector<float>> sums = Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<float, Vector<float>>(sum) : [];
        ReadOnlySpan<Vector<float>> vectors = Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<float, Vector<float>>(values) : [];
        for (int i = 0; i < sums.Length; i++)
            sums[i] += vectors[i] * factor;
        for (int i = sums.Length * Vector<float>.Count; i < sum.Length; i++)
            sum[i] += values[i] * factor;
    }
}
