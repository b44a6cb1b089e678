using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads what the signatures of a network with several inputs or outputs depend on, of a faulty one too.</summary>
internal static class SurfaceReader
{
    /// <summary>Returns the surface; null if the model has one input and one output without names, or if its inputs cannot be read.</summary>
    /// <param name="type">The class.</param>
    /// <param name="network">Its network, if it is a method.</param>
    /// <param name="loss">Its loss function, if there is one.</param>
    /// <param name="declaration">The declaration, if the network is complete.</param>
    /// <param name="attributes">The attributes of the class.</param>
    public static NetworkSurface? Read(INamedTypeSymbol type, ParsedNetwork? network, ParsedLoss? loss, ModelDeclaration? declaration, ModelAttributes attributes)
    {
        if (network?.Inputs is not { } inputs || attributes.Models.Count == 0)
            return null;
        if (declaration is not null && DeclarationRules.HasNodes(declaration) && (loss is null || declaration.LossFunction is not null))
            return NetworkSurface.Of(declaration);
        IMethodSymbol method = NetworkReader.Methods(type)[0];
        INamedTypeSymbol? tuple = method.ReturnType as INamedTypeSymbol is { IsTupleType: true } several ? several : null;
        if (tuple is null && inputs is [{ CanBePlain: true }])
            return null;
        AttributeArguments model = new(attributes.Models[0]);
        bool isOwn = inputs.Any(static input => input.Declaration is { IsOverTime: true, Length: null });
        IReadOnlyList<NetworkPort> outputs = tuple is null ? [Output("", method.ReturnType)] : [.. tuple.TupleElements.Select(e => Output(e.Name, e.Type))];
        IReadOnlyList<LossParameter> parameters = loss?.Parameters ?? [];
        return NetworkSurface.Of(
            model.Property(nameof(RnnModelAttribute.SequenceLength), 1),
            inputs is [{ CanBePlain: true } plain] ? [plain.Declaration with { Name = null }] : [.. inputs.Select(static input => input.Declaration)],
            outputs,
            [.. parameters.Skip(parameters.Count / 2).Select(static parameter => new InputDeclaration(Kind(parameter), 1, null, null))],
            model.Member(nameof(RnnModelAttribute.Loss), Loss.MeanSquaredError) == Loss.CrossEntropy);

        // Which inputs give an output its steps is known only if the body is read.
        NetworkPort Output(string name, ITypeSymbol kind) => new(name, 0, NetworkTypes.Kind(kind) == NetworkTypes.Sequence ? 1 : 0, 1, 0, isOwn ? 0 : 1);
    }

    private static InputKind Kind(LossParameter parameter) => parameter.Kind switch
    {
        NetworkTypes.Sequence => InputKind.Sequence,
        NetworkTypes.Features => InputKind.Features,
        _ => InputKind.Tokens,
    };
}
