using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>What the parser makes of a class.</summary>
/// <param name="Identity">The class.</param>
/// <param name="Declaration">The network, or null while an attribute is half-typed: the C# compiler says what is wrong with it.</param>
/// <param name="Problems">All that is wrong, by layer.</param>
internal sealed record ParsedModel(ModelIdentity Identity, ModelDeclaration? Declaration, EquatableArray<ModelProblem> Problems)
{
    /// <summary>The model, if it can be compiled.</summary>
    public ModelSource? Source => Declaration is not null && Problems.Count == 0 ? new ModelSource(Identity, Declaration) : null;
}
