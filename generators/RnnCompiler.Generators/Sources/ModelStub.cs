using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Generators.Sources;

/// <summary>
/// What is known of a model with a fault: enough for members with the right signatures, whose bodies throw. Code that calls the model compiles, so that
/// the fault itself is all that is reported.
/// </summary>
/// <param name="Identity">The class.</param>
/// <param name="Input">The type of an element of the input: <c>float</c> or <c>int</c>.</param>
/// <param name="Target">The type of an element of the target.</param>
/// <param name="HasStep">Whether the model can be fed step by step.</param>
/// <param name="HasTraining">Whether training is emitted.</param>
/// <param name="InputSize">Elements of one step's input, as far as they are known, else 1.</param>
/// <param name="SequenceLength">Steps of a sequence, as far as they are known, else 1.</param>
/// <param name="Taken">The names of members that the class itself declares where one would be generated; without them no interface can be kept.</param>
internal sealed record ModelStub(
    ModelIdentity Identity, string Input, string Target, bool HasStep, bool HasTraining, int InputSize, int SequenceLength, EquatableArray<string> Taken)
{
    /// <summary>The stub of a model that the compiler itself failed on.</summary>
    public static ModelStub Of(ModelSource source) => new(
        source.Identity,
        source.Declaration.HasTokenInput ? "int" : "float",
        source.Declaration.HasClassTargets ? "int" : "float",
        !source.Declaration.IsBidirectional,
        source.Options.Training,
        Math.Max(1, source.Declaration.InputSize),
        Math.Max(1, source.Declaration.SequenceLength),
        default);
}

/// <summary>What leaves the parser for a class with [RnnModel].</summary>
/// <param name="Identity">The class.</param>
/// <param name="Source">The model, if it can be compiled.</param>
/// <param name="Stub">What stands for it if it cannot, or null.</param>
internal sealed record ModelOutcome(ModelIdentity Identity, ModelSource? Source, ModelStub? Stub)
{
    /// <summary>Whether anything is generated.</summary>
    public bool HasFiles => Source is not null || Stub is not null;
}
