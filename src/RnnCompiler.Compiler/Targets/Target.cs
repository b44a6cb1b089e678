using System.Globalization;
using RnnCompiler.Compiler.Layout;

namespace RnnCompiler.Compiler.Targets;

/// <summary>Target of a kernel program: a vector width and a number of registers. Storage does not depend on it.</summary>
/// <param name="Name">The name of the nested class that holds the kernels.</param>
/// <param name="Lanes">The number of floats in a vector: 16, 8, 4, or 1 for scalar code.</param>
/// <param name="Registers">The number of vector registers that a tile may use.</param>
public sealed record Target(string Name, int Lanes, int Registers)
{
    /// <summary>Storage block in floats, for all targets: sizes of padded storage are multiples of it.</summary>
    public const int Block = Padding.Block;

    /// <summary>Vector512&lt;float&gt;.</summary>
    public static Target Lanes16 { get; } = new("Lanes16", 16, 32);

    /// <summary>Vector256&lt;float&gt; (AVX2).</summary>
    public static Target Lanes8 { get; } = new("Lanes8", 8, 16);

    /// <summary>Vector128&lt;float&gt; (NEON, SSE).</summary>
    public static Target Lanes4 { get; } = new("Lanes4", 4, 16);

    /// <summary>Plain loops over float.</summary>
    public static Target Scalar { get; } = new("Scalar", 1, 16);

    /// <summary>All targets, widest first.</summary>
    public static IReadOnlyList<Target> All { get; } = [Lanes16, Lanes8, Lanes4, Scalar];

    /// <summary>
    /// The targets that have kernels by default: those of AVX-512, of AVX2, and of four lanes, which run in hardware on NEON and SSE and in software elsewhere.
    /// </summary>
    public static IReadOnlyList<Target> Default { get; } = [Lanes16, Lanes8, Lanes4];

    /// <summary>Whether all machines run kernels of the target correctly, because vectors of four lanes have a software fallback.</summary>
    public bool RunsEverywhere => Lanes <= Lanes4.Lanes;

    /// <summary>The name of the target in settings and attributes: <c>16</c>, <c>8</c>, <c>4</c> or <c>scalar</c>.</summary>
    public string Setting => Lanes == 1 ? "scalar" : Lanes.ToString(CultureInfo.InvariantCulture);

    /// <summary>Number of vectors in a storage block.</summary>
    public int VectorsPerBlock => Block / Lanes;

    /// <summary>
    /// Number of vectors that a reduction adds into: 16 logical lanes, so that all vector targets add in the same order. The scalar target has no fused
    /// multiply-add, so its bits differ in any case, and uses one.
    /// </summary>
    public int ReductionVectors => Lanes == 1 ? 1 : VectorsPerBlock;

    /// <summary>Parses a list of targets, such as <c>16,8</c>: settings, separated by commas and optional spaces.</summary>
    /// <param name="list">The list.</param>
    /// <returns>The distinct targets, widest first.</returns>
    /// <exception cref="FormatException">The list is empty or contains an unknown setting.</exception>
    public static IReadOnlyList<Target> ParseList(string list)
    {
        string[] settings = [.. list.Split(',').Select(static s => s.Trim())];
        foreach (string setting in settings)
        {
            if (!All.Any(t => t.Setting == setting))
                throw new FormatException($"Expected some of {string.Join(", ", All.Select(static t => t.Setting))}, separated by commas, but found '{setting}' in '{list}'.");
        }

        return [.. All.Where(t => settings.Contains(t.Setting))];
    }

    /// <summary>
    /// Completes the requested targets, so that every machine can run one of them: an empty list becomes <see cref="Default"/>, and the scalar target is added
    /// if no target runs everywhere.
    /// </summary>
    /// <param name="asked">The requested targets.</param>
    public static IReadOnlyList<Target> Complete(IReadOnlyList<Target> asked)
    {
        if (asked.Count == 0)
            return Default;
        return asked.Any(static t => t.RunsEverywhere) ? asked : [.. asked, Scalar];
    }

    /// <summary>Gets the order in which a machine tries targets: the widest profitable one, then wider ones, then narrower ones.</summary>
    /// <param name="widest">The widest profitable target.</param>
    /// <param name="targets">The targets that have kernels, widest first.</param>
    public static IReadOnlyList<Target> InOrderOfUse(Target widest, IReadOnlyList<Target> targets) => targets.Contains(widest)
        ? [widest, .. targets.Where(t => t.Lanes > widest.Lanes), .. targets.Where(t => t.Lanes < widest.Lanes)]
        : targets;

    /// <summary>A length rounded up to whole blocks.</summary>
    public static int Pad(int length) => Padding.Pad(length);
}
