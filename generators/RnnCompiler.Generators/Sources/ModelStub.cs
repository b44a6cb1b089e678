using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Sources;

/// <summary>
/// Stub of a faulty model: the facts that the signatures of its members need; their bodies throw. Code that uses the model compiles, so that only the
/// fault itself is reported.
/// </summary>
/// <param name="Identity">The class.</param>
/// <param name="Input">The type of an element of the input: <c>float</c> or <c>int</c>.</param>
/// <param name="Target">The type of an element of the target.</param>
/// <param name="HasStep">Whether the model can be fed step by step.</param>
/// <param name="CanGenerate">Whether the model may predict the next token, as far as that is known.</param>
/// <param name="HasTraining">Whether training is emitted.</param>
/// <param name="InputSize">The elements of one step's input, or 1 if they are unknown.</param>
/// <param name="SequenceLength">The steps of a sequence, or 1 if they are unknown.</param>
/// <param name="Taken">
/// The names of members that the class itself declares and that would also be generated. If there are any, the class implements no interface.
/// </param>
internal sealed record ModelStub(
    ModelIdentity Identity,
    string Input,
    string Target,
    bool HasStep,
    bool CanGenerate,
    bool HasTraining,
    int InputSize,
    int SequenceLength,
    EquatableArray<string> Taken)
{
    /// <summary>Gets what the signatures of a network with several inputs or outputs depend on; null if it has one of each.</summary>
    public NetworkSurface? Network { get; init; }

    /// <summary>Returns the stub of a model for which the compiler had an internal error.</summary>
    public static ModelStub Of(ModelSource source) => new(
        source.Identity,
        source.Declaration.HasTokenInput ? "int" : "float",
        source.Declaration.HasClassTargets ? "int" : "float",
        source.Declaration.IsStreaming,
        source.Declaration is { HasTokenInput: true, IsStreaming: true } && source.Declaration.Applies(Loss.CrossEntropy)
            && new NetworkGraph(source.Declaration).IsOverTime(source.Declaration.Layers.Count),
        source.Options.Training,
        Math.Max(1, source.Declaration.InputSize),
        Math.Max(1, source.Declaration.SequenceLength),
        default)
    {
        Network = NetworkSurface.Of(source.Declaration),
    };
}

/// <summary>Result of the parser for a class with [RnnModel].</summary>
/// <param name="Identity">The class.</param>
/// <param name="Source">The model, or null if it cannot be compiled.</param>
/// <param name="Stub">The stub of the model if it cannot be compiled, or null.</param>
internal sealed record ModelOutcome(ModelIdentity Identity, ModelSource? Source, ModelStub? Stub)
{
    /// <summary>Gets whether any file is generated.</summary>
    public bool HasFiles => Source is not null || Stub is not null;
}
