using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>Consecutive floats of packed storage.</summary>
/// <param name="Start">The first float.</param>
/// <param name="Length">The number of floats.</param>
/// <param name="Factor">Factor of the learning rate; 0 for frozen parameters and for padding.</param>
/// <param name="IsPadding">Whether the floats belong to no parameter.</param>
internal readonly record struct ParameterRange(int Start, int Length, float Factor, bool IsPadding)
{
    /// <summary>The offset behind the last float.</summary>
    public int End => Start + Length;
}

/// <summary>Division of packed storage into ranges whose parameters have one factor of the learning rate.</summary>
internal static class ParameterRanges
{
    private const int Padding = -1;

    /// <summary>Divides packed storage; padding joins the range before it, so that a model without factors is one range.</summary>
    /// <param name="layout">The parameters.</param>
    /// <param name="factors">Factors by prefix of parameter names; the longest prefix applies.</param>
    /// <exception cref="ArgumentException">No parameter has one of the prefixes.</exception>
    public static ParameterRange[] WithFactors(ModelLayout layout, IEnumerable<KeyValuePair<string, float>> factors)
    {
        float[] factorOf = PrefixFactors.Of(layout, factors);
        if (factorOf.All(static factor => factor == 1))
            return layout.StorageLength == 0 ? [] : [new ParameterRange(0, layout.StorageLength, 1, IsPadding: false)];

        int[] owners = Owners(layout);
        List<ParameterRange> ranges = [];
        int start = 0;
        float? current = null;
        for (int i = 0; i < owners.Length; i++)
        {
            if (owners[i] == Padding)
                continue;
            float factor = factorOf[owners[i]];
            if (current is { } last && last != factor)
            {
                ranges.Add(new ParameterRange(start, i - start, last, IsPadding: false));
                start = i;
            }

            current = factor;
        }

        if (owners.Length > 0)
            ranges.Add(new ParameterRange(start, owners.Length - start, current ?? 0, IsPadding: current is null));
        return [.. ranges];
    }

    /// <summary>Finds the floats of packed storage that belong to no parameter.</summary>
    /// <param name="layout">The parameters.</param>
    public static ParameterRange[] OfPadding(ModelLayout layout)
    {
        int[] owners = Owners(layout);
        List<ParameterRange> ranges = [];
        for (int i = 0; i < owners.Length; i++)
        {
            if (owners[i] != Padding)
                continue;
            int start = i;
            while (i + 1 < owners.Length && owners[i + 1] == Padding)
                i++;
            ranges.Add(new ParameterRange(start, i + 1 - start, 0, IsPadding: true));
        }

        return [.. ranges];
    }

    private static int[] Owners(ModelLayout layout)
    {
        int[] owners = new int[layout.StorageLength];
        Array.Fill(owners, Padding);
        for (int parameter = 0; parameter < layout.Layouts.Length; parameter++)
        {
            foreach (PackedSlice slice in layout.Layouts[parameter].Slices)
            {
                for (int row = 0; row < slice.Rows; row++)
                {
                    for (int column = 0; column < slice.Columns; column++)
                        owners[slice.IndexOf(row, column)] = parameter;
                }
            }
        }

        return owners;
    }
}
