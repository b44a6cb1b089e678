using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Names;

/// <summary>The names of generated members; what is private has a prefix, so that the user's own members rarely meet it.</summary>
internal static class SurfaceNames
{
    public const string Parameters = "_rnnParameters";
    public const string Sequences = "_rnnSequences";
    public const string Streams = "_rnnStreams";
    public const string Layouts = "RnnLayouts";
    public const string Kernels = "RnnKernels";
    public const string Describe = "RnnDescribe";
    public const string Step = "RnnStep";

    /// <summary>The full name of the generator.</summary>
    public const string Generator = "RnnCompiler.Generators.RnnGenerator";

    // {0} stands for the type of an element of the input, self for the class.
    private static readonly string[] s_methods =
    [
        "Create(ulong)",
        "Load(string)",
        "Load(string, LoadOptions)",
        "Load(Stream, LoadOptions)",
        "Load(ReadOnlySpan<byte>, LoadOptions)",
        "LoadParameters(string, LoadOptions)",
        "LoadParameters(Stream, LoadOptions)",
        "LoadParameters(ReadOnlySpan<byte>, LoadOptions)",
        "CopyParametersFrom(self)",
        "Forward(ReadOnlySpan<{0}>, Span<float>)",
        "Forward(ReadOnlySpan<{0}>, Span<float>, int)",
        "Reserve(int)",
        "CreateState()",
        "Step(State, ReadOnlySpan<{0}>, Span<float>)",
        "Step(State, ReadOnlySpan<{0}>, Span<float>, int)",
        "CreateTrainer(Optimizer, int, TrainerOptions)",
        "ReadParameter(string, Span<float>)",
        "WriteParameter(string, ReadOnlySpan<float>)",
        "Save(string)",
        "Prepare()",
        Describe + "(ref CompiledModel)",
        Step + "(ref KernelFrame)",
        "Dispose()",
        "Save(Stream)",
    ];

    /// <summary>The names of members that are no methods and so can be there only once.</summary>
    public static IReadOnlyCollection<string> Others { get; } = new HashSet<string>(
        [
            "InputSize", "OutputSize", "SequenceLength", "OutputSteps", "ParameterCount", "Parameters", "State", "Trainer", "Threads",
            Parameters, Sequences, Streams, Layouts, Kernels, .. Target.All.Select(static t => t.Name),
        ],
        StringComparer.Ordinal);

    /// <summary>
    /// The accessors that C# reserves for the generated properties, a setter also where there is none: no method of the class may have their names and parameters.
    /// </summary>
    public static IReadOnlyCollection<string> Accessors { get; } = ["get_Threads()", "set_Threads(int)", "get_Parameters()", "set_Parameters(IReadOnlyList<ModelParameter>)"];

    /// <summary>All names; the class itself may have none of them.</summary>
    public static IReadOnlyCollection<string> All { get; } = new HashSet<string>([.. s_methods.Select(static m => m.Substring(0, m.IndexOf('('))), .. Others],
        StringComparer.Ordinal);

    /// <summary>The methods with the simple names of the types of their parameters.</summary>
    /// <param name="hasTokenInput">Whether they read token ids instead of features.</param>
    public static IEnumerable<string> Signatures(bool hasTokenInput) => s_methods.Select(m => m.Replace("{0}", hasTokenInput ? "int" : "float"));

    /// <summary>Whether a file is of this generator; the C# compiler puts its full name into their paths.</summary>
    public static bool IsGenerated(SyntaxTree tree) => tree.FilePath.IndexOf(Generator, StringComparison.Ordinal) >= 0;
}
