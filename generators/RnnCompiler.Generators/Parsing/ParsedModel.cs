using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Result of parsing a class. It holds symbols and locations, so later steps use only <see cref="Source"/>.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Attributes">Its attributes, sorted by kind.</param>
/// <param name="Declaration">The network, or null if an attribute is incomplete; then the C# compiler reports the error.</param>
/// <param name="Problems">All problems: those of the class first, then those of the layers in order.</param>
/// <param name="Warnings">Problems that do not prevent compilation.</param>
internal sealed record ParsedModel(
    ModelIdentity Identity, ModelAttributes Attributes, ModelDeclaration? Declaration, IReadOnlyList<ModelProblem> Problems, IReadOnlyList<ClassProblem> Warnings)
{
    /// <summary>Gets the emission options that the model declares.</summary>
    public EmissionOptions Options { get; init; } = EmissionOptions.Default;

    /// <summary>Gets the network that a method is; null for a chain of attributes.</summary>
    public ParsedNetwork? Network { get; init; }

    /// <summary>Gets the loss function that a method is; null for a loss by name.</summary>
    public ParsedLoss? Loss { get; init; }

    /// <summary>Gets the stub of a faulty model, so that code which uses the model compiles; null if no other part of the class can be generated.</summary>
    public ModelStub? Stub { get; init; }

    /// <summary>Gets the result that later steps use.</summary>
    public ModelOutcome Outcome => new(Identity, Source, Source is null ? Stub : null);

    /// <summary>Gets the model, or null if it cannot be compiled.</summary>
    public ModelSource? Source => Declaration is not null && Problems.Count == 0 ? new ModelSource(Identity, Declaration) { Options = Options } : null;
}
