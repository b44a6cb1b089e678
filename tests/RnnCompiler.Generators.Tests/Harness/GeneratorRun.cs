using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnCompiler.Generators.Tests.Harness;

/// <summary>Runs the generator as the C# compiler does, over sources in memory.</summary>
internal static class GeneratorRun
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(typeof(RnnModelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Optimizer).Assembly.Location),
    ];

    /// <summary>What consumers may set; by default nothing that helps generated code.</summary>
    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999, optimizationLevel: OptimizationLevel.Release);

    // Compilations made from this one share what it knows of the references, which takes longer to read than all of the sources.
    private static readonly Lazy<CSharpCompilation> s_empty = new(static () =>
    {
        CSharpCompilation empty = CSharpCompilation.Create("Consumer", [], s_references, Options);
        _ = empty.GetTypeByMetadataName(typeof(RnnModelAttribute).FullName!);
        return empty;
    });

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    public static CSharpCompilation Compile(params string[] sources) => Compile(Options, ParseOptions, sources);

    public static CSharpCompilation Compile(CSharpCompilationOptions options, CSharpParseOptions parseOptions, params string[] sources) => s_empty.Value
        .WithOptions(options)
        .AddSyntaxTrees([.. sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, parseOptions, $"Source{i}.cs", System.Text.Encoding.UTF8))]);

    public static GeneratorDriver Driver(
        CSharpParseOptions? parseOptions = null,
        IncrementalGeneratorOutputKind without = IncrementalGeneratorOutputKind.None,
        bool tracksSteps = true,
        params (string Name, string Value)[] properties) =>
            CSharpGeneratorDriver.Create(
        [new RnnGenerator().AsSourceGenerator()],
        parseOptions: parseOptions ?? ParseOptions,
        optionsProvider: new ProjectProperties(properties),
        driverOptions: new GeneratorDriverOptions(without, trackIncrementalGeneratorSteps: tracksSteps));

    /// <summary>The generated files of a compilation.</summary>
    public static GeneratorRunResult Run(CSharpCompilation compilation) =>
        Driver((CSharpParseOptions)compilation.SyntaxTrees[0].Options).RunGenerators(compilation).GetRunResult().Results[0];

    /// <summary>All that the compiler has to say of sources and what is generated for them, as text; hidden remarks are left out.</summary>
    public static IReadOnlyList<string> Diagnostics(CSharpCompilation compilation, out GeneratorRunResult result)
    {
        GeneratorDriver driver = Driver((CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> ofGenerator);
        result = driver.GetRunResult().Results[0];
        return [.. ofGenerator.Concat(output.GetDiagnostics()).Where(static d => d.Severity > DiagnosticSeverity.Hidden).Select(static d => d.ToString())];
    }
}
