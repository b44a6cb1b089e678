using System.Globalization;
using System.Reflection;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Networks;

/// <summary>Text of a custom cell, from the assembly that defines it, and what a network has to know of it: its name, its named sizes and the size of its output.</summary>
internal sealed class CellSource
{
    /// <summary>The latest version of the text that is read.</summary>
    public const int Version = 2;

    private readonly Dictionary<string, string[]> _shapes = new(StringComparer.Ordinal);
    private readonly string _output;

    private CellSource(string text, Type cell)
    {
        Text = text;
        string[] lines = text.Split('\n');
        string name = lines[0].StartsWith("cell ", StringComparison.Ordinal) && lines[0].EndsWith(" {", StringComparison.Ordinal) ? lines[0][5..^2].Trim('"') : "";
        string? output = null;
        foreach (string[] words in lines.Skip(1).Select(static line => line.Trim().Split(' ')))
            Read(words, ref output);
        if (name.Length == 0 || output is null || !_shapes.TryGetValue(output, out string[]? sizes) || sizes.Length != 1)
            throw new ArgumentException($"Expected the compiled form of a cell whose output is a vector, found a malformed one of {cell}.", nameof(cell));
        Kind = char.ToLowerInvariant(name[0]) + name[1..];
        _output = sizes[0];
        IEnumerable<string> all = _shapes.Values.SelectMany(static shape => shape);
        NamedSizes = [.. all.Where(static size => size.StartsWith('"')).Select(static size => size.Trim('"')).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The default name of the first layer of the cell.</summary>
    public string Kind { get; }

    /// <summary>The sizes that the cell names.</summary>
    public IReadOnlyList<string> NamedSizes { get; }

    /// <summary>Reads the text of a cell.</summary>
    /// <param name="cell">The type with [Cell].</param>
    /// <exception cref="ArgumentException">The assembly has no equations of the type, or has them in a version that is not known.</exception>
    public static CellSource Of(Type cell) => new(TextOf(cell), cell);

    /// <summary>Returns the text of a cell.</summary>
    /// <inheritdoc cref="Of" path="/param|/exception"/>
    public static string TextOf(Type cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CompiledCellAttribute compiled = cell.Assembly.GetCustomAttributes<CompiledCellAttribute>().FirstOrDefault(a => a.CellName == cell.FullName)
            ?? throw new ArgumentException($"Expected a cell that its assembly, {cell.Assembly.GetName().Name}, has in compiled form; found {cell}.", nameof(cell));
        if (compiled.Version is < 1 or > Version)
            throw new ArgumentException($"Expected the compiled form of {cell} in a version up to {Version}, found version {compiled.Version}.", nameof(cell));
        return compiled.Ir;
    }

    /// <summary>Returns the size of the output of one direction.</summary>
    public int OutputSize(int inputs, int units, IReadOnlyDictionary<string, int> dimensions) => _output switch
    {
        "input" => inputs,
        "hidden" => units,
        _ when _output.StartsWith('"') => dimensions[_output.Trim('"')],
        _ => int.Parse(_output, CultureInfo.InvariantCulture),
    };

    // A line is "input %0.x: f[input]", "%3 = matvec %2.W, %0.x", "output %4.a" or "next %1.h = %4.a". The output is the first next state unless there is a line "output".
    private void Read(string[] words, ref string? output)
    {
        if (words is ["input" or "state" or "weight", _, _, ..])
            _shapes[Reference(words[1])] = words[2][2..words[2].IndexOf(']', StringComparison.Ordinal)].Split(',', StringSplitOptions.RemoveEmptyEntries);
        else if (words is ["output", _])
            output = Reference(words[1]);
        else if (words is ["next", _, "=", _])
            output ??= Reference(words[1]);
        else if (words is [_, "=", _, ..])
            _shapes[Reference(words[0])] = Shape(words[2], [.. words[3..].Select(word => _shapes.GetValueOrDefault(Reference(word), []))]);
    }

    private static string[] Shape(string operation, string[][] operands) => operation switch
    {
        "matvec" => operands[0][..1],
        "sum" or "mean" or "reduce_max" => [],
        _ => operands.FirstOrDefault(static shape => shape.Length == 1, []),
    };

    // "%4.a," and "%4.a:" are value 4.
    private static string Reference(string word) => word.TrimEnd(',', ':').Split('.')[0];
}

/// <summary>Use of a custom cell: its text with the sizes that it names.</summary>
internal sealed class CellUse
{
    private readonly Dictionary<string, int> _sizes = new(StringComparer.Ordinal);

    /// <summary>Parses sizes such as <c>rank=8</c>, one for each name of the cell.</summary>
    /// <exception cref="ArgumentException">A size is malformed or out of range, or a name is missing, unknown or given twice.</exception>
    public CellUse(CellSource source, string[]? dimensions)
    {
        Source = source;
        string names = source.NamedSizes.Count == 0 ? "none" : string.Join(", ", source.NamedSizes);
        foreach (string text in dimensions ?? [])
        {
            string[] parts = (text ?? "").Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int size) || size is < 1 or > Expect.LargestSize)
                throw new ArgumentException(FormattableString.Invariant($"Expected a size as name=size, from 1 to {Expect.LargestSize}, found \"{text}\"."), nameof(dimensions));
            if (!source.NamedSizes.Contains(parts[0]))
                throw new ArgumentException($"Expected a size that the cell names ({names}), found \"{parts[0]}\".", nameof(dimensions));
            if (!_sizes.TryAdd(parts[0], size))
                throw new ArgumentException($"Expected each size once, found \"{parts[0]}\" twice.", nameof(dimensions));
        }

        if (source.NamedSizes.FirstOrDefault(name => !_sizes.ContainsKey(name)) is { } missing)
            throw new ArgumentException($"Expected a size for each name of the cell ({names}), found none for \"{missing}\".", nameof(dimensions));
        Dimensions = _sizes.Count == 0 ? null : string.Join(' ', _sizes.Select(static pair => FormattableString.Invariant($"{pair.Key}={pair.Value}")));
    }

    public CellSource Source { get; }

    /// <summary>The sizes as the text of a declaration has them; null if there are none.</summary>
    public string? Dimensions { get; }

    /// <summary>Returns the size of the output of one direction.</summary>
    public int OutputSize(int inputs, int units) => Source.OutputSize(inputs, units, _sizes);
}
