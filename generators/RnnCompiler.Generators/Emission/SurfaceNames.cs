using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Generators.Emission;

/// <summary>The names of generated members; what is private has a prefix, so that the user's own members rarely meet it.</summary>
internal static class SurfaceNames
{
    public const string Parameters = "_rnnParameters";
    public const string Workspaces = "_rnnWorkspaces";
    public const string Layouts = "RnnLayouts";
    public const string Kernels = "RnnKernels";

    private static readonly string[] s_methods =
        ["Create", "Load", "Forward", "Reserve", "CreateState", "Step", "CreateTrainer", "ReadParameter", "WriteParameter", "Save"];

    private static readonly string[] s_others =
    [
        "InputSize", "OutputSize", "SequenceLength", "OutputSteps", "ParameterCount", "Parameters", "State", "Trainer",
        Parameters, Workspaces, Layouts, Kernels, .. Target.All.Select(static t => t.Name),
    ];

    /// <summary>All names; the class itself may have none of them.</summary>
    public static IReadOnlyCollection<string> All { get; } = new HashSet<string>([.. s_methods, .. s_others], StringComparer.Ordinal);

    /// <summary>Whether a user's member cannot stand beside the generated ones; overloads of generated methods can.</summary>
    public static bool Clashes(ISymbol member) => member.Kind == SymbolKind.Method ? s_others.Contains(member.Name) : All.Contains(member.Name);

    /// <summary>A reference into a span: the first element of an item.</summary>
    /// <param name="span">The span.</param>
    /// <param name="index">The item.</param>
    /// <param name="length">Elements of an item.</param>
    public static string At(string span, string index, int length) =>
        $"global::System.Runtime.CompilerServices.Unsafe.Add(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span}), (nint){index} * {CSharpLiteral.Integer(length)})";

    /// <summary>Whether a file is generated.</summary>
    public static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);
}
