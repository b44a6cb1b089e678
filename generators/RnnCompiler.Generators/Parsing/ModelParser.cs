using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Parses a class and its attributes to a declaration and all its problems. The generator and the analyzer share it.</summary>
internal static class ModelParser
{
    /// <summary>Parses a model.</summary>
    /// <param name="type">The class.</param>
    /// <param name="part">The part that has [RnnModel].</param>
    /// <param name="compilation">The project.</param>
    /// <param name="cancellationToken">Cancels parsing between rules.</param>
    public static ParsedModel Parse(INamedTypeSymbol type, TypeDeclarationSyntax part, Compilation compilation, CancellationToken cancellationToken)
    {
        ModelAttributes attributes = ModelAttributes.Of(type, part);
        ModelIdentity identity = Identify(type);
        ParsedNetwork? network = identity.IsComplete ? NetworkReader.Read(type, SequenceLength(attributes), FindCell, compilation, cancellationToken) : null;
        ParsedLoss? loss = identity.IsComplete ? LossReader.Read(type, compilation, cancellationToken) : null;
        ModelDeclaration? declaration = identity.IsComplete ? ParseDeclaration(type.Name, attributes, network, loss, cell => FindCell(cell).Program) : null;
        NetworkSurface? surface = SurfaceReader.Read(type, network, loss, declaration, attributes);
        MemberNames names = surface is null
            ? MemberNames.OfChain(declaration?.HasTokenInput ?? false)
            : MemberNames.OfNetwork(surface.Signatures(), surface is { HasStep: true, IsDecoder: false }, HasTraining(attributes));
        cancellationToken.ThrowIfCancellationRequested();

        List<ModelProblem> problems =
        [
            .. ProjectRules.Check(part.SyntaxTree, compilation, attributes.Models.Select(ModelAttributes.Place).FirstOrDefault() ?? part.Identifier.GetLocation()),
            .. ClassRules.Check(type, part, compilation, cancellationToken),
            .. NameHidingRules.Check(type, part, compilation),
            .. MemberRules.Check(type, part.Identifier.GetLocation(), names),
            .. AttributeRules.Check(attributes),
            .. CellSources.Check(attributes, compilation, cancellationToken),
            .. NetworkRules.Check(network, attributes, cancellationToken),
            .. NetworkRules.Check(loss, network, attributes),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        if (declaration is not null)
        {
            IReadOnlyList<DeclarationProblem> broken = Check(declaration, network?.Sources.Titles, loss);
            problems.AddRange((network is null ? broken : NetworkRules.InTermsOfMethods(broken, network)).Select(static p => new RuleProblem(p)));
        }

        EmissionOptions? options = ParseOptions(attributes);
        if (options is null)
        {
            problems.Add(new ClassProblem(ClassProblemKind.UnknownTarget, TargetNames.All,
                AttributeLocations.Find(attributes, part, null, nameof(RnnModelAttribute.Targets), cancellationToken)));
        }

        return new ParsedModel(identity, attributes, declaration, problems, [.. NoEffectRules.Check(attributes, declaration, loss is not null, cancellationToken)])
        {
            Options = options ?? EmissionOptions.Default,
            Network = network,
            Loss = loss,
            Stub = StubParser.Parse(type, identity, attributes, network, loss, surface, problems),
        };

        (CellProgram? Program, (ClassProblemKind Kind, string Detail)? Problem) FindCell(INamedTypeSymbol cell) => CellSources.Find(cell, compilation, cancellationToken);
    }

    /// <summary>Returns the emission options, or null if a target has an unknown name.</summary>
    private static EmissionOptions? ParseOptions(ModelAttributes attributes)
    {
        if (attributes.Models.Count == 0)
            return EmissionOptions.Default;
        AttributeArguments arguments = new(attributes.Models[0]);
        return TargetNames.Parse(arguments.Text(nameof(RnnModelAttribute.Targets))) is { } targets
            ? new EmissionOptions(KernelOrigin.Generated, HasTraining(attributes), targets)
            : null;
    }

    private static bool HasTraining(ModelAttributes attributes) =>
        attributes.Models.Count == 0 || new AttributeArguments(attributes.Models[0]).Property(nameof(RnnModelAttribute.Training), true);

    private static int SequenceLength(ModelAttributes attributes) =>
        attributes.Models.Count == 0 ? 0 : new AttributeArguments(attributes.Models[0]).Property(nameof(RnnModelAttribute.SequenceLength), 0);

    private static ModelDeclaration? ParseDeclaration(
        string name, ModelAttributes attributes, ParsedNetwork? network, ParsedLoss? loss, Func<INamedTypeSymbol, CellProgram?> cells)
    {
        if (attributes.Models.Count == 0 || network is { IsComplete: false } || loss is { IsComplete: false })
            return null;
        AttributeArguments arguments = new(attributes.Models[0]);
        List<LayerDeclaration> layers = [];
        foreach (AttributeData attribute in attributes.Layers)
        {
            if (LayerParser.Parse(attribute, cells) is not { } layer)
                return null;
            layers.Add(layer);
        }

        ModelDeclaration declaration = new(
            name,
            network?.InputSize ?? arguments.Property(nameof(RnnModelAttribute.InputSize), 0),
            arguments.Property(nameof(RnnModelAttribute.SequenceLength), 0),
            loss is null ? arguments.Member(nameof(RnnModelAttribute.Loss), Loss.MeanSquaredError) : Loss.MeanSquaredError,
            loss is null ? arguments.Property(nameof(RnnModelAttribute.HuberDelta), 1f) : 1f,
            network?.Layers ?? new EquatableArray<LayerDeclaration>(layers),
            arguments.Member(nameof(RnnModelAttribute.Weights), WeightFormat.Float32))
        {
            IntegerProducts = arguments.Property(nameof(RnnModelAttribute.IntegerProducts), false),
            Activations = arguments.Member(nameof(RnnModelAttribute.Activations), ActivationAccuracy.Standard),
            Unroll = arguments.Member(nameof(RnnModelAttribute.Unroll), Unroll.Auto),
            UnrollFactor = arguments.Property(nameof(RnnModelAttribute.UnrollFactor), 0),
            Outputs = network?.Outputs ?? default,
        };
        return arguments.IsReadable ? WithLoss(declaration, loss) : null;
    }

    /// <summary>Adds the loss function to a declaration that is valid without it; the problems of another one come first.</summary>
    private static ModelDeclaration WithLoss(ModelDeclaration declaration, ParsedLoss? loss)
    {
        if (loss is null || DeclarationRules.CheckNetwork(declaration).Count > 0)
            return declaration;
        return declaration with { LossFunction = loss.Complete(declaration) };
    }

    private static IReadOnlyList<DeclarationProblem> Check(ModelDeclaration declaration, LayerTitles? titles, ParsedLoss? loss) =>
        loss is not null && declaration.LossFunction is null ? DeclarationRules.CheckNetwork(declaration, titles)
            : DeclarationRules.Check(declaration, titles, loss?.Sources.Titles);

    /// <summary>Returns the identity of a type: its namespace, containing types and name.</summary>
    public static ModelIdentity Identify(INamedTypeSymbol type)
    {
        List<ContainingType> containers = [];
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containers.Insert(0, new ContainingType(Keyword(outer), outer.Name));
        return new ModelIdentity(Namespace(type.ContainingNamespace), new EquatableArray<ContainingType>(containers), type.Name);
    }

    private static string Namespace(INamespaceSymbol? space)
    {
        List<string> names = [];
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            names.Insert(0, space.Name);
        return string.Join(".", names);
    }

    private static string Keyword(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => "interface",
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        _ => type.IsRecord ? "record" : "class",
    };
}
