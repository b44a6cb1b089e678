using System.Globalization;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>List of problems, with the checks that several rules share.</summary>
/// <param name="titles">What messages call the layers.</param>
/// <param name="isOfLoss">Whether layers are those of the loss function.</param>
internal sealed class ProblemList(LayerTitles titles, bool isOfLoss = false)
{
    private readonly List<DeclarationProblem> _problems = [];

    /// <summary>Gets what messages call the layers.</summary>
    public LayerTitles Titles { get; } = titles;

    /// <summary>Gets whether layers are those of the loss function.</summary>
    public bool IsOfLoss { get; } = isOfLoss;

    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Returns the problems of the model, then those of the layers in order; each one once, also if it concerns several outputs.</summary>
    public IReadOnlyList<DeclarationProblem> Sorted() => [.. _problems.Distinct().OrderBy(static p => p.IsOfLoss).ThenBy(static p => p.LayerIndex ?? -1)];

    /// <summary>Adds a problem; details are formatted in the invariant culture.</summary>
    public void Add(DeclarationProblemKind kind, int? layer, string? argument, params object[] details) =>
        _problems.Add(new(kind, layer, argument, new(details.Select(static d => Convert.ToString(d, CultureInfo.InvariantCulture)!))) { IsOfLoss = IsOfLoss && layer is not null });

    /// <summary>Adds all problems of another list.</summary>
    public void Add(ProblemList other) => _problems.AddRange(other._problems);

    /// <summary>Checks that a size is within 1 … greatest.</summary>
    public void Size(int size, int greatest, int? layer, string argument)
    {
        if (size < 1 || size > greatest)
            Add(SizeOutOfRange, layer, argument, 1, greatest, size);
    }

    /// <summary>Checks that a number is a probability below 1; NaN is not.</summary>
    public void Rate(double rate, int? layer, string argument)
    {
        if (!(rate >= 0 && rate < 1))
            Add(RateOutOfRange, layer, argument, rate);
    }

    /// <summary>Checks that a value is a member of its enum; returns whether it is.</summary>
    public bool Defined<TEnum>(TEnum value, int? layer, string argument)
        where TEnum : struct, Enum
    {
        if (Enum.IsDefined(typeof(TEnum), value))
            return true;
        Add(UndefinedValue, layer, argument, typeof(TEnum).Name, string.Join(", ", Enum.GetNames(typeof(TEnum))), value.ToString());
        return false;
    }
}
