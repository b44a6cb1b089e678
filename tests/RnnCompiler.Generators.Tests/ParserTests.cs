using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Sources;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>From attributes to declarations, and to what is wrong with them.</summary>
public class ParserTests
{
    private const string Model = "[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(3)] ";

    [Fact]
    public void Every_attribute_and_property_is_read()
    {
        ParsedModel parsed = Parse("""
            [RnnModel(SequenceLength = 7, Loss = Loss.Huber, HuberDelta = 0.5f, Weights = WeightFormat.Int8, IntegerProducts = true)]
            [Embedding(vocabulary: 10, dimension: 4, Name = "words")]
            [Rnn(1, Activation = Activation.Relu), Lstm(1 + 1, Layers = 3, UseBias = false)]
            [Gru(hiddenSize: 3, Bidirectional = true, Merge = Merge.Average, ResetAfter = false)]
            [Dropout(0.25)]
            [MaxOverTime(Name = "max")]
            [Dense(Model.Outputs, Activation = Activation.Tanh, UseBias = false)]
            partial class Model { public const int Outputs = 6; }
            """);
        Assert.Empty(parsed.Problems);
        Assert.Equal(new ModelIdentity("", default, "Model"), parsed.Identity);
        Assert.Equal(
            """
            model name="Model" steps=7 loss=Huber delta=0.5 weights=Int8 integerProducts=true
            embedding vocabulary=10 dimension=4 name="words"
            rnn activation=Relu units=1
            lstm units=2 layers=3 bias=false
            gru resetAfter=false units=3 bidirectional=true merge=Average
            dropout rate=0.25
            maxovertime name="max"
            dense units=6 activation=Tanh bias=false

            """.ReplaceLineEndings("\n"),
            DeclarationText.Write(parsed.Declaration!));
    }

    [Theory]
    [InlineData("class M;", nameof(ClassProblemKind.NotPartial))]
    [InlineData("partial class M<T>;", nameof(ClassProblemKind.Generic))]
    [InlineData("static partial class M;", nameof(ClassProblemKind.NotInstantiable))]
    [InlineData("abstract partial class M;", nameof(ClassProblemKind.NotInstantiable))]
    [InlineData("partial record M;", nameof(ClassProblemKind.NotClass))]
    [InlineData("file partial class M;", nameof(ClassProblemKind.FileLocal))]
    [InlineData("partial class M(int x) { int X => x; }", nameof(ClassProblemKind.Constructor))]
    [InlineData("partial class M : Base; class Base(int x) { int X => x; }", nameof(ClassProblemKind.BaseConstructor))]
    [InlineData("partial class Trainer;", nameof(ClassProblemKind.NameTaken))]
    [InlineData("partial class M { int InputSize; }", nameof(ClassProblemKind.MemberTaken))]
    [InlineData("partial class M { class State; }", nameof(ClassProblemKind.MemberTaken))]
    [InlineData("partial class M; [RnnModel] partial class M;", nameof(ClassProblemKind.DeclaredTwice))]
    [InlineData("partial class M; [Dense(1)] partial class M;", nameof(ClassProblemKind.LayerOnAnotherPart))]
    public void A_class_that_is_unfit_is_said_to_be(string source, string kind)
    {
        ParsedModel parsed = Parse(Model + source);
        ClassProblem problem = Assert.IsType<ClassProblem>(Assert.Single(parsed.Problems));
        Assert.Equal(kind, problem.Kind.ToString());
        Assert.Null(parsed.Source);
        Assert.DoesNotContain(GeneratorRun.Run(GeneratorRun.Compile("using RnnCompiler;\n" + Model + source)).GeneratedSources, static s => s.HintName != "M.g.cs");
    }

    [Theory]
    [InlineData("class Outer { {0} partial class M; }", nameof(ClassProblemKind.ContainingTypeNotPartial))]
    [InlineData("partial class Outer<T> { {0} partial class M; }", nameof(ClassProblemKind.Generic))]
    [InlineData("file partial class Outer { {0} partial class M; }", nameof(ClassProblemKind.FileLocal))]
    public void A_type_around_it_that_is_unfit_is_named(string source, string kind)
    {
        ClassProblem problem = Assert.IsType<ClassProblem>(Assert.Single(Parse(source.Replace("{0}", Model, StringComparison.Ordinal)).Problems));
        Assert.Equal((kind, "Outer"), (problem.Kind.ToString(), problem.Detail));
    }

    [Fact]
    public void An_old_language_version_is_refused()
    {
        CSharpParseOptions old = GeneratorRun.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp11);
        ParsedModel parsed = Parse(GeneratorRun.Compile(GeneratorRun.Options, old, $"using RnnCompiler;\n{Model} partial class M {{ }}"));
        ClassProblem problem = Assert.IsType<ClassProblem>(Assert.Single(parsed.Problems));
        Assert.Equal((ClassProblemKind.LanguageTooOld, "11.0"), (problem.Kind, problem.Detail));
    }

    [Theory]
    [InlineData("[Gru]")]
    [InlineData("[Gru()]")]
    [InlineData("[Gru(\"3\")]")]
    [InlineData("[Gru(3, 4)]")]
    [InlineData("[Gru(Unknown)]")]
    [InlineData("[Gru(99999999999)]")]
    [InlineData("[Gru(3, Layers = \"two\")]")]
    [InlineData("[Gru(3, Name = 7)]")]
    [InlineData("[Dropout(\"\")]")]
    [InlineData("[Dense(typeof(int))]")]
    [InlineData("[Embedding(4)]")]
    public void What_is_half_typed_is_no_declaration(string layer)
    {
        ParsedModel parsed = Parse($"[RnnModel(InputSize = 2, SequenceLength = 3)] {layer} partial class M;");
        Assert.Null(parsed.Declaration);
        Assert.Empty(parsed.Problems);
    }

    [Theory]
    [InlineData("[RnnModel(InputSize = 2, SequenceLength = -1)] [Gru(3)]", "-1")]
    [InlineData("[RnnModel(InputSize = 2)] [Gru(3)]", "RnnModel(InputSize = 2)")]
    [InlineData("[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(1 - 1)]", "1 - 1")]
    [InlineData("[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(Layers = 0, hiddenSize: 3)]", "0")]
    [InlineData("[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(3), Dropout(rate: 1.5), Dense(1)]", "1.5")]
    [InlineData("[RnnModel(InputSize = 2, SequenceLength = 3)] [Gru(3, Merge = (Merge)9)]", "(Merge)9")]
    public void A_broken_rule_is_found_at_its_argument(string attributes, string place)
    {
        CSharpCompilation compilation = GeneratorRun.Compile($"using RnnCompiler;\n{attributes} partial class M;");
        (INamedTypeSymbol type, TypeDeclarationSyntax part) = Find(compilation);
        DeclarationProblem problem = Assert.IsType<RuleProblem>(ModelParser.Parse(type, part, compilation, default).Problems[0]).Problem;
        Location location = AttributeLocations.Find(ModelAttributes.Of(type, part), part, problem.LayerIndex, problem.Argument, default);
        Assert.Equal(place, location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length));
    }

    private static ParsedModel Parse(string source) => Parse(GeneratorRun.Compile("using RnnCompiler;\n" + source));

    private static ParsedModel Parse(CSharpCompilation compilation)
    {
        (INamedTypeSymbol type, TypeDeclarationSyntax part) = Find(compilation);
        return ModelParser.Parse(type, part, compilation, default);
    }

    private static (INamedTypeSymbol Type, TypeDeclarationSyntax Part) Find(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[0];
        TypeDeclarationSyntax part = tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .First(static t => t.AttributeLists.Any(static l => l.ToString().Contains("RnnModel", StringComparison.Ordinal)));
        return ((INamedTypeSymbol)compilation.GetSemanticModel(tree).GetDeclaredSymbol(part)!, part);
    }
}
