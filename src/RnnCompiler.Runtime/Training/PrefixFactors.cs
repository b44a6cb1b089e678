using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>
/// Factors of the learning rate by prefix of parameter names: the longest prefix of a name applies, and without one the factor is 1. That of frozen parameters is 0.
/// </summary>
internal static class PrefixFactors
{
    /// <summary>Finds the factor of each parameter.</summary>
    /// <param name="layout">The parameters.</param>
    /// <param name="factors">Factors by prefix.</param>
    /// <exception cref="ArgumentException">No parameter has one of the prefixes.</exception>
    public static float[] Of(ModelLayout layout, IEnumerable<KeyValuePair<string, float>> factors)
    {
        IReadOnlyList<ModelParameter> parameters = layout.Parameters;
        KeyValuePair<string, float>[] pairs = [.. factors];
        foreach ((string prefix, _) in pairs)
        {
            if (!parameters.Any(parameter => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                throw new ArgumentException(
                    $"Expected prefixes of the parameters {string.Join(", ", parameters.Select(p => p.Name))}, but '{prefix}' was given.", nameof(factors));
            }
        }

        return [.. layout.Layouts.Select(parameter => parameter.IsFrozen ? 0 : Factor(parameter.Name, pairs))];
    }

    private static float Factor(string name, KeyValuePair<string, float>[] factors)
    {
        float factor = 1;
        int longest = -1;
        foreach ((string prefix, float value) in factors)
        {
            if (prefix.Length > longest && name.StartsWith(prefix, StringComparison.Ordinal))
                (longest, factor) = (prefix.Length, value);
        }

        return factor;
    }
}
