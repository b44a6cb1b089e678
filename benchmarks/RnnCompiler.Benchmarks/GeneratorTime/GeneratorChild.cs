using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Benchmarks.Results;

namespace RnnCompiler.Benchmarks.GeneratorTime;

/// <summary>Runs the generator in a separate process and times it, since a process has only one cold run.</summary>
internal static class GeneratorChild
{
    // An editor's process lives for hours: its code is compiled for speed, as it is here after some hundred edits.
    private const int UnrelatedEdits = 300;
    private const int ModelEdits = 20;

    private const string Model = """
        using RnnCompiler;

        [RnnModel(InputSize = 128, SequenceLength = 100), Lstm(256), Lstm(256), LastStep, Dense(10)]
        public sealed partial class Model;
        """;

    private const string Other = "public static class Other { public static int M() => 1; }";

    /// <summary>Measures, and writes results as JSON to the standard output.</summary>
    /// <param name="warm">Whether Roslyn has worked in this process before.</param>
    public static void Run(bool warm)
    {
        if (warm)
            WarmRoslyn();
        CSharpCompilation compilation = Compilation(Model, Other);
        Stopwatch watch = Stopwatch.StartNew();
        IIncrementalGenerator generator = GeneratorFiles.Create();
        GeneratorDriver driver = Driver(generator).RunGenerators(compilation);
        List<GeneratorResult> results =
        [
            new(
                warm ? "first run, Roslyn warm" : "first run, everything cold",
                watch.Elapsed.TotalMilliseconds,
                $"{driver.GetRunResult().GeneratedTrees.Length} files, {driver.GetRunResult().GeneratedTrees.Sum(static tree => tree.Length) / 1024} Ki characters"),
        ];
        if (driver.GetRunResult().GeneratedTrees.IsEmpty)
            throw new InvalidOperationException($"The generator wrote no file. {string.Join(' ', driver.GetRunResult().Diagnostics)}");
        if (warm)
        {
            results.Add(Edit(driver, generator, compilation, "unrelated edit", 1, static i =>
                Other.Replace("1", $"{i + 2}", StringComparison.Ordinal), mustBeCached: true, UnrelatedEdits));
            results.Add(
                Edit(driver, generator, compilation, "model edit", 0, static i => Model.Replace("128", $"{129 + i}", StringComparison.Ordinal), mustBeCached: false, ModelEdits));
        }

        Console.WriteLine(JsonSerializer.Serialize(results));
    }

    private static GeneratorResult Edit(
        GeneratorDriver driver, IIncrementalGenerator generator, CSharpCompilation compilation, string name, int tree, Func<int, string> text, bool mustBeCached, int edits)
    {
        // Which steps were computed again is asked of a driver that tracks them; compilers and editors do not, so another one is timed.
        GeneratorDriver timed = Driver(generator, tracks: false).RunGenerators(compilation);
        double best = double.MaxValue;
        string remark = "";
        for (int i = 0; i < edits; i++)
        {
            SyntaxTree before = compilation.SyntaxTrees[tree];
            compilation = compilation.ReplaceSyntaxTree(before, CSharpSyntaxTree.ParseText(text(i), (CSharpParseOptions)before.Options, before.FilePath));
            // Work that follows an edit in any case: the declarations of the new tree.
            _ = compilation.GetTypeByMetadataName("Model");
            Stopwatch watch = Stopwatch.StartNew();
            timed = timed.RunGenerators(compilation);
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            driver = driver.RunGenerators(compilation);
            int computed = Computed(driver, generator);
            if (mustBeCached == computed > 0)
                throw new InvalidOperationException($"After the {name}, {computed} steps after parsing were computed again.");
            remark = mustBeCached ? "every step after parsing is cached" : $"{computed} steps after parsing are computed again";
        }

        return new GeneratorResult(name, best, remark);
    }

    private static int Computed(GeneratorDriver driver, IIncrementalGenerator generator)
    {
        ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> steps = driver.GetRunResult().Results[0].TrackedSteps;
        // Steps for what the project does not have, such as cells, have not run at all.
        return GeneratorFiles.StepNames(generator).Skip(1).Where(steps.ContainsKey)
            .SelectMany(name => steps[name])
            .Count(static step => step.Outputs.Any(static output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)));
    }

    // Everything that a compiler has done before it runs the generator a second time, except the generator: reading references, parsing, binding,
    // emitting, and running another generator of the same kind.
    private static void WarmRoslyn()
    {
        for (int i = 0; i < 3; i++)
        {
            CSharpCompilation compilation = Compilation(Other, Model);
            Driver(new NullGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
            output.Emit(Stream.Null);
        }
    }

    private static GeneratorDriver Driver(IIncrementalGenerator generator, bool tracks = true) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracks));

    private static CSharpCompilation Compilation(params string[] sources)
    {
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        IEnumerable<string> references = platform
            .Where(static file => Path.GetFileName(file) is "netstandard.dll" || Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(RnnModelAttribute).Assembly.Location)
            .Append(typeof(Optimizer).Assembly.Location)
            .Distinct();
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Consumer",
            sources.Select(static (text, i) => CSharpSyntaxTree.ParseText(text, path: $"Source{i}.cs")),
            references.Select(static file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _ = compilation.GetTypeByMetadataName("RnnCompiler.RnnModelAttribute");
        return compilation;
    }

    private sealed class NullGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName("RnnCompiler.RnnModelAttribute", static (_, _) => true, static (found, _) => found.TargetSymbol.Name),
            static (output, name) => output.AddSource($"{name}.g.cs", "// Nothing."));
    }
}
