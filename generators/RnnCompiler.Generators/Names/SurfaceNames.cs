using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Names;

/// <summary>Names of generated members. Private members have a prefix, so that they rarely clash with the user's members.</summary>
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

    // Models that predict the next token have it.
    private const string Generate = "Generate(ReadOnlySpan<int>, Span<int>, GenerationOptions)";

    private const string CreateTrainer = "CreateTrainer(Optimizer, int, TrainerOptions)";

    // Self is the class.
    private static readonly string[] s_common =
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
        "Reserve(int)",
        "ReadParameter(string, Span<float>)",
        "WriteParameter(string, ReadOnlySpan<float>)",
        "Save(string)",
        "Prepare()",
        Describe + "(ref CompiledModel)",
        "Dispose()",
        "Save(Stream)",
    ];

    // {0} is the element type of the input.
    private static readonly string[] s_methods =
    [
        .. s_common,
        CreateTrainer,
        "Forward(ReadOnlySpan<{0}>, Span<float>)",
        "Forward(ReadOnlySpan<{0}>, Span<float>, int)",
        "Forward(ReadOnlySpan<{0}>, Span<float>, int, ReadOnlySpan<int>)",
        "Forward(ReadOnlySpan<{0}>, Span<float>, int, ReadOnlySpan<int>, ReadOnlySpan<float>, Span<float>)",
        "CreateState()",
        Step + "(ref {0}, ref float, ref float, ref float, ref sbyte, ref float, ref float, ref float)",
        "Step(State, ReadOnlySpan<{0}>, Span<float>)",
        "Step(State, ReadOnlySpan<{0}>, Span<float>, int)",
        "CreateStates(int)",
        "Step(StateBatch, ReadOnlySpan<{0}>, Span<float>, ReadOnlySpan<bool>)",
    ];

    /// <summary>Gets the names of members that are not methods, which cannot be overloaded.</summary>
    public static IReadOnlyCollection<string> Others { get; } = new HashSet<string>(
        [
            "InputSize", "OutputSize", "SequenceLength", "OutputSteps", "ParameterCount", "StateLength", "Parameters", "States", "State", "Trainer",
            "Threads",
            Parameters, Sequences, Streams, Layouts, Kernels, .. Target.All.Select(static t => t.Name),
        ],
        StringComparer.Ordinal);

    /// <summary>
    /// Gets the accessors that C# reserves for the generated properties, setters of read-only properties too: a method of the class with such a name
    /// and parameters is an error.
    /// </summary>
    public static IReadOnlyCollection<string> Accessors { get; } =
    [
        "get_Threads()", "set_Threads(int)", "get_Parameters()", "set_Parameters(IReadOnlyList<ModelParameter>)", "get_States()",
        "set_States(IReadOnlyList<ModelParameter>)",
    ];

    /// <summary>Gets all names; the class itself must not have any of them.</summary>
    public static IReadOnlyCollection<string> All { get; } = new HashSet<string>([.. s_methods.Append(Generate).Select(static m => m.Substring(0, m.IndexOf('('))), .. Others],
        StringComparer.Ordinal);

    /// <summary>Returns the signatures of the methods, with the simple names of their parameters' types.</summary>
    /// <param name="hasTokenInput">Whether the methods take token ids instead of features.</param>
    public static IEnumerable<string> Signatures(bool hasTokenInput) =>
        s_methods.Select(m => m.Replace("{0}", hasTokenInput ? "int" : "float")).Concat(hasTokenInput ? [Generate] : []);

    /// <summary>Returns the signatures of the methods of a network with several inputs or outputs.</summary>
    /// <param name="own">Those that depend on its inputs and outputs.</param>
    /// <param name="hasTraining">Whether training is emitted.</param>
    public static IEnumerable<string> SignaturesOfNetwork(IEnumerable<string> own, bool hasTraining) => s_common.Concat(own).Concat(hasTraining ? [CreateTrainer] : []);

    /// <summary>Returns the names of members of such a network that are not methods.</summary>
    /// <param name="hasState">Whether the network can be fed step by step.</param>
    /// <param name="hasTraining">Whether training is emitted.</param>
    public static IEnumerable<string> OthersOfNetwork(bool hasState, bool hasTraining) => Others
        .Except(["InputSize", "OutputSize", "OutputSteps", .. hasState ? Array.Empty<string>() : ["State"], .. hasTraining ? Array.Empty<string>() : ["Trainer"]]);

    /// <summary>Returns whether this generator produced a file; the C# compiler puts the generator's full name into the path.</summary>
    public static bool IsGenerated(SyntaxTree tree) => tree.FilePath.IndexOf(Generator, StringComparison.Ordinal) >= 0;
}
