using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Parsing;

/// <summary>What the parser makes of a class. It holds symbols and places: only <see cref="Source"/> goes on from there.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Attributes">Its attributes, told apart.</param>
/// <param name="Declaration">The network, or null while an attribute is half-typed: the C# compiler says what is wrong with it.</param>
/// <param name="Problems">All that is wrong, the class first, then by layer.</param>
/// <param name="Warnings">What the model does not mean as it is written, though it can be compiled.</param>
internal sealed record ParsedModel(
    ModelIdentity Identity, ModelAttributes Attributes, ModelDeclaration? Declaration, IReadOnlyList<ModelProblem> Problems, IReadOnlyList<ClassProblem> Warnings)
{
    /// <summary>How much of it is emitted, as the model says it.</summary>
    public EmissionOptions Options { get; init; } = EmissionOptions.Default;

    /// <summary>What stands for a faulty model, so that its callers compile; null if nothing can stand beside the class.</summary>
    public ModelStub? Stub { get; init; }

    /// <summary>What leaves the parser.</summary>
    public ModelOutcome Outcome => new(Identity, Source, Source is null ? Stub : null);

    /// <summary>The model, if it can be compiled.</summary>
    public ModelSource? Source => Declaration is not null && Problems.Count == 0 ? new ModelSource(Identity, Declaration) { Options = Options } : null;
}
