using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Masks of inverted dropout from a counter: each element is a function of its position, so each engine computes the same masks in any order.
/// With mix the finalizer of SplitMix64 and φ = 0x9E3779B97F4A7C15, all modulo 2⁶⁴, the key of a row is
/// mix(mix(mix(mix(seed + φ) + step) + stream) + row), and element e is dropped where the upper 24 bits of mix(key + (e + 1) · φ) are less
/// than round(rate · 2²⁴); else it is mean / (1 − rate): the mean is 1 for dropout and 1 − rate for zoneout, whose masks are 0 and 1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NoiseGenerator
{
    private const double Range = 1 << 24;

    /// <summary>Draws the mask of one row: element (t, j) has index t · length + j.</summary>
    /// <param name="row">Where the mask begins; element (t, j) goes to t · stride + j, and nothing else is written.</param>
    /// <param name="seed">The trainer's seed.</param>
    /// <param name="step">Updates made so far.</param>
    /// <param name="stream">Which mask of the model.</param>
    /// <param name="rowIndex">Which row of the batch.</param>
    /// <param name="steps">Steps of the mask.</param>
    /// <param name="length">Elements of a step.</param>
    /// <param name="stride">From one step to the next.</param>
    /// <param name="rate">The probability of 0, from 0 to less than 1.</param>
    /// <param name="mean">The mean of an element.</param>
    public static void Fill(Span<float> row, ulong seed, long step, int stream, int rowIndex, int steps, int length, int stride, double rate, double mean = 1)
    {
        ulong key = Key(seed, step, stream, rowIndex);
        uint threshold = Threshold(rate);
        float kept = Kept(rate, mean);
        ulong counter = key;
        for (int t = 0; t < steps; t++)
        {
            Span<float> mask = row.Slice(t * stride, length);
            for (int j = 0; j < mask.Length; j++)
            {
                counter += SplitMix.Increment;
                mask[j] = SplitMix.Mix(counter) >> 40 < threshold ? 0 : kept;
            }
        }
    }

    /// <summary>One element of a mask.</summary>
    /// <param name="seed">The trainer's seed.</param>
    /// <param name="step">Updates made so far.</param>
    /// <param name="stream">Which mask of the model.</param>
    /// <param name="row">Which row of the batch.</param>
    /// <param name="element">Which element of the row's mask.</param>
    /// <param name="rate">The probability of 0, from 0 to less than 1.</param>
    /// <param name="mean">The mean of an element.</param>
    /// <returns>0, or mean / (1 − rate).</returns>
    public static float Mask(ulong seed, long step, int stream, int row, int element, double rate, double mean = 1)
    {
        ulong counter = Key(seed, step, stream, row) + ((ulong)element + 1) * SplitMix.Increment;
        return SplitMix.Mix(counter) >> 40 < Threshold(rate) ? 0 : Kept(rate, mean);
    }

    /// <summary>Writes the mean of a mask to all its elements.</summary>
    /// <param name="row">Where the mask begins; element (t, j) goes to t · stride + j, and nothing else is written.</param>
    /// <param name="steps">Steps of the mask.</param>
    /// <param name="length">Elements of a step.</param>
    /// <param name="stride">From one step to the next.</param>
    /// <param name="mean">The mean of an element.</param>
    public static void FillMean(Span<float> row, int steps, int length, int stride, double mean)
    {
        for (int t = 0; t < steps; t++)
            row.Slice(t * stride, length).Fill((float)mean);
    }

    private static ulong Key(ulong seed, long step, int stream, int row)
    {
        ulong key = SplitMix.Mix(unchecked(seed + SplitMix.Increment));
        key = SplitMix.Mix(unchecked(key + (ulong)step));
        key = SplitMix.Mix(unchecked(key + (ulong)stream));
        return SplitMix.Mix(unchecked(key + (ulong)row));
    }

    private static uint Threshold(double rate) => (uint)Math.Round(rate * Range);

    private static float Kept(double rate, double mean) => (float)(mean / (1 - rate));
}
