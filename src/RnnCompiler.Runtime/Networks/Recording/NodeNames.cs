namespace RnnCompiler.Networks;

/// <summary>
/// Names of layers in the order of recording: given ones, and by default the kind, then <c>kind_1</c>, <c>kind_2</c>, … as in a chain of attributes. The default name of a
/// layer does not depend on given names.
/// </summary>
internal sealed class NodeNames
{
    /// <summary>The name of a single input; no layer may have it.</summary>
    public const string Input = "input";

    /// <summary>The name of a single output in a loss function.</summary>
    public const string Output = "output";

    private readonly HashSet<string> _defaults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _isGiven = new(StringComparer.Ordinal);

    /// <summary>Returns the name of the next layer.</summary>
    /// <param name="kind">The default name of the first layer of its kind.</param>
    /// <param name="given">The name that was given; null for the default.</param>
    /// <exception cref="ArgumentException">The name is malformed or reserved, or an earlier layer has it.</exception>
    public string Next(string kind, string? given)
    {
        if (given is not null)
        {
            CheckLegal(given, "name");
            if (given == Input)
                throw new ArgumentException($"Expected another name than \"{Input}\", which is that of the network's input.", "name");
            if (_isGiven.TryGetValue(given, out bool isGiven))
                throw new ArgumentException($"Expected a name of its own, but \"{given}\" is {(isGiven ? "the name" : "the default name")} of an earlier layer.", "name");
            _isGiven.Add(given, true);
            return given;
        }

        string name = kind;
        for (int number = 1; _defaults.Contains(name); number++)
            name = FormattableString.Invariant($"{kind}_{number}");
        if (!_isGiven.TryAdd(name, false))
            throw new ArgumentException($"Expected a name, since the default name of this layer, \"{name}\", was given to an earlier one.", "name");
        _defaults.Add(name);
        return name;
    }

    /// <summary>Checks that a name is made of letters, digits and underscores, and does not start with a digit.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void CheckLegal(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (name.Length == 0 || char.IsDigit(name[0]) || !name.All(static c => c == '_' || char.IsLetterOrDigit(c)))
            throw new ArgumentException($"Expected a name of letters, digits and underscores that does not start with a digit, found \"{name}\".", parameter);
    }
}
