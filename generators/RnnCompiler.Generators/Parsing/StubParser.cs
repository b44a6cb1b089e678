using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads the facts that determine the signatures of a faulty model's members.</summary>
internal static class StubParser
{
    // With these problems, a second part of the class would itself be an error or could not refer to the types that it needs.
    private static readonly ClassProblemKind[] s_preventing =
        [NotPartial, ContainingTypeNotPartial, NotClass, Generic, FileLocal, NotInstantiable, NameTaken, DeclaredTwice, LanguageTooOld, RuntimeMissing];

    private static readonly string[] s_reductions =
        [nameof(LastStepAttribute), nameof(BothEndsAttribute), nameof(MeanOverTimeAttribute), nameof(MaxOverTimeAttribute)];

    /// <summary>Returns the stub of a model, or null if no other part of the class can be generated.</summary>
    public static ModelStub? Parse(
        INamedTypeSymbol type,
        ModelIdentity identity,
        ModelAttributes attributes,
        ParsedNetwork? network,
        ParsedLoss? loss,
        NetworkSurface? surface,
        IReadOnlyList<ModelProblem> problems)
    {
        IReadOnlyList<ClassProblem> ofClass = [.. problems.OfType<ClassProblem>()];
        if (!identity.IsComplete || attributes.Models.Count == 0 || ofClass.Any(static p => s_preventing.Contains(p.Kind) || HidesTypeOfStub(p)))
            return null;
        AttributeArguments model = new(attributes.Models[0]);
        IReadOnlyList<AttributeData> layers = [.. attributes.Layers.Concat(attributes.Elsewhere)];
        bool tokens = network is null
            ? layers.Count > 0 && layers[0].AttributeClass!.Name == nameof(EmbeddingAttribute)
            : network.Inputs is [{ Declaration.Kind: InputKind.Tokens }, ..];
        int inputs = network is null ? model.Property(nameof(RnnModelAttribute.InputSize), 1) : network.Inputs?[0].Declaration.Size ?? 1;
        bool classes = loss?.HasClassTargets ?? model.Member(nameof(RnnModelAttribute.Loss), Loss.MeanSquaredError) == Loss.CrossEntropy;
        bool forwards = !layers.Any(static l => new AttributeArguments(l).Property(nameof(RecurrentLayerAttribute.Bidirectional), false));
        return new ModelStub(
            identity,
            tokens ? "int" : "float",
            classes ? "int" : "float",
            forwards,
            tokens && classes && forwards && !layers.Any(static l => s_reductions.Contains(l.AttributeClass!.Name)),
            model.Property(nameof(RnnModelAttribute.Training), true),
            tokens ? 1 : Math.Max(1, inputs),
            Math.Max(1, model.Property(nameof(RnnModelAttribute.SequenceLength), 1)),
            ofClass.Any(static p => p.Kind == MemberTaken) ? Taken(type) : default)
        {
            Network = surface,
        };
    }

    private static bool HidesTypeOfStub(ClassProblem problem) =>
        problem.Kind == NameHidden && FrameworkTypes.OfSurfaces.Any(t => problem.Detail.StartsWith(t.Split('`')[0], StringComparison.Ordinal));

    // The analyzer also sees the generated members.
    private static EquatableArray<string> Taken(INamedTypeSymbol type) => new(type.GetMembers()
        .Where(static m => !m.IsImplicitlyDeclared && m.Locations.Any(static l => l.SourceTree is { } tree && !SurfaceNames.IsGenerated(tree)))
        .Select(static m => m.Name.StartsWith("get_", StringComparison.Ordinal) || m.Name.StartsWith("set_", StringComparison.Ordinal) ? m.Name.Substring(4) : m.Name)
        .Distinct()
        .OrderBy(static n => n, StringComparer.Ordinal));
}
