namespace RnnCompiler;

/// <summary>Finds the name that was probably meant: the one with the fewest characters inserted, removed or replaced.</summary>
internal static class NearNames
{
    /// <summary>Returns the most similar of some names; null if none is similar.</summary>
    /// <param name="name">The name that is missing.</param>
    /// <param name="candidates">What it may have been.</param>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = Math.Max(2, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < least && Distance(name, candidate) is int distance && distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>The edit distance of Levenshtein.</summary>
    public static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 0; i < a.Length; i++)
        {
            current[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = previous[j] + (a[i] == b[j] ? 0 : 1);
                current[j + 1] = Math.Min(replaced, 1 + Math.Min(previous[j + 1], current[j]));
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
