using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Diagnostics;
using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Diagnostics;

/// <summary>Diagnostics of the project around a model, and what generated code and the tables of names and versions must agree on.</summary>
public class ProjectDiagnosticTests
{
    private const string Model = "[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(3)] public sealed partial class Model { }";

    [Fact]
    public void An_old_language_version_is_reported()
    {
        CSharpParseOptions old = GeneratorRun.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp11);
        CSharpCompilation compilation = GeneratorRun.Compile(GeneratorRun.Options, old, Model, AnalyzerRun.Usings);
        AssertSingle(compilation, "RNN0015: The generated code of Model needs C# 12 or later; the project is set to C# 11.0");
        Assert.Empty(GeneratorRun.Run(compilation).GeneratedSources);
    }

    [Fact]
    public void A_missing_runtime_is_reported()
    {
        CSharpCompilation compilation = WithoutRuntime(Model);
        AssertSingle(compilation, "RNN0016: The generated code of Model calls RnnCompiler.Runtime, which the project should reference");
        Assert.Empty(GeneratorRun.Run(compilation).GeneratedSources);
    }

    [Fact]
    public void Another_contract_is_reported_and_is_an_error_of_generated_code()
    {
        CSharpCompilation compilation = WithoutRuntime(
            Model,
            """
            namespace RnnCompiler.CompilerServices
            {
                public static class RuntimeContract { public const int Version = 5; public static RuntimeOfContract5 Current => default; }
                public readonly struct RuntimeOfContract5;
            }
            """);
        AssertSingle(compilation, "RNN0017: The generated code of Model is for a runtime of contract 4; the referenced runtime keeps contract 5");
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        SyntaxTree surface = output.SyntaxTrees.Single(static t => t.FilePath.EndsWith("Model.g.cs", StringComparison.Ordinal));
        string error = output.GetSemanticModel(surface).GetDiagnostics().Single(static d => d.Id == "CS1061").GetMessage(CultureInfo.InvariantCulture);
        Assert.Contains("'RuntimeOfContract5'", error, StringComparison.Ordinal);
        Assert.Contains("'GeneratedForContract4'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_a_later_version_is_reported()
    {
        CSharpCompilation compilation = GeneratorRun.Compile(
            "[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(3)] [Attention(4)] public sealed partial class Model { }",
            "namespace RnnCompiler { public abstract class LayerAttribute : System.Attribute; public sealed class AttentionAttribute(int heads) : LayerAttribute; public "
            + "sealed class GruAttribute(int units) : LayerAttribute; }",
            AnalyzerRun.Usings);
        AssertSingle(compilation, "RNN0014: This version of the generator does not know [Attention], a layer of Model; the generator and the runtime should be of one version");
    }

    [Fact]
    public void An_internal_error_names_the_pass_and_the_model()
    {
        Diagnostic diagnostic = InternalErrors.Diagnostic(new CompilationFailure("step: dead code", "Weather.Model", "InvalidOperationException: no value"));
        Assert.Equal("RNN9000", diagnostic.Id);
        Assert.Equal(
            "The pass 'step: dead code' failed on Weather.Model: InvalidOperationException: no value. This is a fault of the compiler, not of the model; please report it.",
            diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_generator_knows_the_contract_of_the_runtime()
    {
        Assert.Equal(RuntimeContract.Version, CompilerServices.RuntimeContract.Version);
        Assert.Equal(RuntimeContract.TypeName, typeof(CompilerServices.RuntimeContract).FullName);
        Assert.Equal(RuntimeContract.VersionField, nameof(CompilerServices.RuntimeContract.Version));
        Assert.Equal(SurfaceNames.Generator, typeof(RnnGenerator).FullName);
    }

    [Theory]
    [InlineData(false, "[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(3)]")]
    [InlineData(true, "[RnnModel(SequenceLength = 3)] [Embedding(5, 2)] [Gru(3)]")]
    public void The_table_of_names_is_what_is_generated(bool tokens, string attributes)
    {
        CSharpCompilation compilation = GeneratorRun.Compile($"{attributes} public sealed partial class Model;", AnalyzerRun.Usings);
        GeneratorRun.Driver(properties: ("RnnTargets", "16,8,4,scalar")).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        ISymbol[] members =
        [
            .. output.GetTypeByMetadataName("Model")!.GetMembers().Where(static m => !m.IsImplicitlyDeclared && m.CanBeReferencedByName),
        ];
        Assert.Equal(SurfaceNames.Signatures(tokens).Order(), members.OfType<IMethodSymbol>().Select(Parsing.MemberRules.Signature).Order());
        Assert.Equal(SurfaceNames.Accessors.Select(static a => a[4..a.IndexOf('(', StringComparison.Ordinal)]).Distinct().Order(), members.OfType<IPropertySymbol>()
            .Where(static p => !p.IsIndexer && p.ExplicitInterfaceImplementations.IsEmpty).Select(static p => p.Name).Order());
        // With kernels made at run time a field takes the place of their classes.
        Assert.Equal(SurfaceNames.Others.Where(static n => n != SurfaceNames.Streams).Order(), members.Where(static m => m is not IMethodSymbol).Select(static m => m.Name)
            .Order());
    }

    private static void AssertSingle(CSharpCompilation compilation, string text)
    {
        Diagnostic diagnostic = Assert.Single(AnalyzerRun.Diagnostics(compilation));
        Assert.Equal(text, AnalyzerRun.Describe(diagnostic).Text);
        Assert.Contains(compilation.SyntaxTrees[0].ToString().Substring(diagnostic.Location.SourceSpan.Start, 4), (string[])["RnnM", "Atte"]);
    }

    private static CSharpCompilation WithoutRuntime(params string[] sources)
    {
        CSharpCompilation compilation = GeneratorRun.Compile([.. sources, AnalyzerRun.Usings]);
        return compilation.RemoveReferences(compilation.References.Where(static r => r.Display!.EndsWith("RnnCompiler.Runtime.dll", StringComparison.Ordinal)));
    }
}
