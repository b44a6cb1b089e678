using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>
/// Identifiers that the text of kernels contains: locals that kernels declare for themselves, and operations of the runtime that they inherit, which a local
/// of the same name would hide.
/// </summary>
internal static class KernelNames
{
    /// <summary>The parameter of each kernel: memories and numbers of a call.</summary>
    public const string Frame = "frame";

    /// <summary>The number of rows of a call.</summary>
    public const string Rows = "rows";

    /// <summary>The number of steps of a call.</summary>
    public const string Steps = "steps";

    /// <summary>The index of the work items of this thread.</summary>
    public const string Part = "part";

    /// <summary>The number of threads that share the work items.</summary>
    public const string Parts = "parts";

    /// <summary>One of two references while they are exchanged.</summary>
    public const string Swapped = "swapped";

    public const string At = "At";
    public const string IdAt = "IdAt";
    public const string ByteAt = "ByteAt";
    public const string Copy = "Copy";
    public const string Clear = "Clear";
    public const string Load = "Load";
    public const string LoadPartial = "LoadPartial";
    public const string LoadBytes = "LoadBytes";
    public const string Store = "Store";
    public const string StorePartial = "StorePartial";
    public const string Splat = "Splat";
    public const string SplatAt = "SplatAt";
    public const string SplatLane = "SplatLane";
    public const string MultiplyAdd = "Fma";
    public const string MultiplyAddAt = "FmaAt";
    public const string Quantize = "Quantize";
    public const string Precedes = "Precedes";
    public const string MaskTail = "MaskTail";
    public const string OneHot = "OneHot";
    public const string LowerHalves = "LowerHalves";
    public const string UpperHalves = "UpperHalves";
    public const string SumLanes = "SumLanes";
    public const string MaxLanes = "MaxLanes";

    /// <summary>The greatest number of statements that one operation combines; the runtime has these operations for 1 or 2 up to 4.</summary>
    public const int LargestGroup = 4;

    /// <summary>All locals.</summary>
    public static IReadOnlyList<string> Locals { get; } =
    [
        .. Enum.GetValues(typeof(MemorySpace)).Cast<MemorySpace>().Select(Local),
        Frame, Rows, Steps, Part, Parts, Swapped,
    ];

    /// <summary>All operations.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        At, IdAt, ByteAt, Copy, Quantize, Precedes, Clear, Load, LoadPartial, LoadBytes, Store, StorePartial, Splat, SplatAt, SplatLane, MultiplyAdd, MaskTail,
        OneHot, LowerHalves, UpperHalves, SumLanes, MaxLanes,
        .. Enum.GetValues(typeof(VectorFunction)).Cast<VectorFunction>().Select(static f => VectorFunctionTraits.Of(f).Method).OfType<string>(),
        .. Enumerable.Range(2, LargestGroup - 1).SelectMany(static n => new[] { Group(MultiplyAdd, n), Group(MultiplyAddAt, n), Group(Load, n), Group(Store, n) }),
        .. Enumerable.Range(1, LargestGroup).SelectMany(static n => new[] { Group(Splat + MultiplyAdd, n), Group(Splat + MultiplyAddAt, n), Group(SplatLane + MultiplyAddAt, n) }),
    ];

    /// <summary>The local that refers to the start of a memory.</summary>
    public static string Local(MemorySpace space)
    {
        string field = RuntimeNames.Field(space);
        return char.ToLowerInvariant(field[0]) + field.Substring(1);
    }

    /// <summary>The local of a run-time number.</summary>
    public static string Local(RuntimeNumber number) => number switch
    {
        RuntimeNumber.Rows => Rows,
        RuntimeNumber.Steps => Steps,
        _ => throw new InvalidOperationException($"The run-time number {number} has no local."),
    };

    /// <summary>The operation that reduces the lanes of vectors to one float.</summary>
    public static string Of(Reduction reduction) => reduction switch
    {
        Reduction.Sum => SumLanes,
        Reduction.Max => MaxLanes,
        _ => throw new InvalidOperationException($"The reduction {reduction} has no operation."),
    };

    /// <summary>The operation that combines some statements of a kind.</summary>
    /// <param name="operation">The operation of one statement.</param>
    /// <param name="statements">The number of statements.</param>
    public static string Group(string operation, int statements) => operation + CSharpLiteral.Integer(statements);
}
