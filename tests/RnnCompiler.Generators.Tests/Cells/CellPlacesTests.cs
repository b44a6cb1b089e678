using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Cells;

/// <summary>Where cells may stand: other files, parts, containers and assemblies.</summary>
public sealed class CellPlacesTests
{
    private const string Model = CellSourceTests.Usings + """
        [RnnModel(InputSize = 3, SequenceLength = 4)]
        [Recurrent(typeof(%CELL%), 5)]
        [Dense(1)]
        public sealed partial class Model;

        """;

    private const string Leaky = """
        [Cell]
        %MODIFIERS% class Leaky
        {
            public static Vector Step(Vector x, Vector h, Matrix W) => 0.9 * h + Tanh(W * x);
        }

        """;

    [Theory]
    [InlineData("Leaky", "public static", "", "")]
    [InlineData("Leaky", "internal sealed", "", "")]
    [InlineData("@class.Leaky", "public static", "namespace @class {", "}")]
    [InlineData("A.B.Leaky", "internal static", "namespace A { public partial struct B {", "} }")]
    [InlineData("Box.Leaky", "protected internal static", "public class Box {", "}")]
    [InlineData("Leaky", "file static", "", "")]
    public void A_cell_may_stand_anywhere_that_its_model_can_name(string name, string modifiers, string before, string after)
    {
        string cell = $"{before}\n{Leaky.Replace("%MODIFIERS%", modifiers, StringComparison.Ordinal)}\n{after}";
        AssertCompiles(GeneratorRun.Compile(Model.Replace("%CELL%", name, StringComparison.Ordinal) + cell));
        if (!modifiers.StartsWith("file", StringComparison.Ordinal))
            AssertCompiles(GeneratorRun.Compile(Model.Replace("%CELL%", name, StringComparison.Ordinal), CellSourceTests.Usings + cell));
    }

    [Fact]
    public void A_private_cell_serves_a_model_beside_it()
    {
        string model = Model.Replace("%CELL%", "Leaky", StringComparison.Ordinal);
        int at = model.IndexOf("[RnnModel", StringComparison.Ordinal);
        AssertCompiles(
            GeneratorRun.Compile($"{model[..at]}public static partial class Box {{ {model[at..]} {Leaky.Replace("%MODIFIERS%", "private static", StringComparison.Ordinal)} }}"));
    }

    [Fact]
    public void Parts_of_a_cell_and_its_helpers_may_stand_in_several_files() => AssertCompiles(GeneratorRun.Compile(
        Model.Replace("%CELL%", "Leaky", StringComparison.Ordinal),
        "#pragma warning disable CS1591\n[RnnCompiler.Cell] public static partial class Leaky { private const double Keep = 0.9; }",
        CellSourceTests.Usings + "public static partial class Leaky { public static Vector Step(Vector x, Vector h, Matrix W) => Keep * h + Helper.Squash(W * x); }",
        CellSourceTests.Usings + "internal static class Helper { internal static Vector Squash(Vector v) => Tanh(v); }"));

    [Fact]
    public void A_cell_of_a_referenced_assembly_is_its_compiled_form()
    {
        MetadataReference library = Library(Leaky.Replace("%MODIFIERS%", "public static", StringComparison.Ordinal), generated: true);
        CSharpCompilation compilation = GeneratorRun.Compile(Model.Replace("%CELL%", "Leaky", StringComparison.Ordinal)).AddReferences(library);
        GeneratorRunResult result = AssertCompiles(compilation);
        Assert.Contains("constant[0.9]", result.GeneratedSources.First(static s => s.HintName == "Model.g.cs").SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_that_was_not_compiled_is_reported_where_it_is_named()
    {
        MetadataReference library = Library(Leaky.Replace("%MODIFIERS%", "public static", StringComparison.Ordinal), generated: false);
        AssertUnreadable(library, "a layer of Model needs the compiled form of a cell; Leaky: Library was built without this generator, or the cell has an error there");
    }

    [Theory]
    [InlineData("3, \"\"", "Library holds it in version 3, this generator reads versions up to 2")]
    [InlineData("1, \"cell Leaky {\"", "Leaky of Library: Line 1, column")]
    [InlineData("1, null", "Library was built without this generator")]
    public void A_compiled_form_that_cannot_be_read_says_why(string arguments, string message)
    {
        string attribute = $"[assembly: RnnCompiler.CompilerServices.CompiledCell(typeof(Leaky), {arguments})]\n";
        AssertUnreadable(Library(Leaky.Replace("%MODIFIERS%", "public static", StringComparison.Ordinal), generated: false, attribute), message);
    }

    [Fact]
    public void A_helper_without_source_is_reported_where_it_is_called()
    {
        MetadataReference library = Library("public static class Outside { public static Vector Twice(Vector v) => 2 * v; }", generated: false);
        string cell = CellSourceTests.Usings + "[Cell] public static class Cell { public static Vector Step(Vector x, Vector h, Matrix W) => Outside.Twice(h) + W * x; }";
        Diagnostic found = Assert.Single(AnalyzerRun.Diagnostics(GeneratorRun.Compile(cell).AddReferences(library)));
        Assert.Contains("Outside.Twice cannot be called in a cell. Its source is not in this project", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
        Assert.Equal("Outside.Twice(h)", cell[found.Location.SourceSpan.Start..found.Location.SourceSpan.End]);
    }

    private static void AssertUnreadable(MetadataReference library, string message)
    {
        string source = Model.Replace("%CELL%", "Leaky", StringComparison.Ordinal);
        Diagnostic found = Assert.Single(AnalyzerRun.Diagnostics(GeneratorRun.Compile(source).AddReferences(library)));
        Assert.Equal("RNN0020", found.Id);
        Assert.Contains(message, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("typeof(Leaky)", source[found.Location.SourceSpan.Start..found.Location.SourceSpan.End]);
    }

    private static GeneratorRunResult AssertCompiles(CSharpCompilation compilation)
    {
        Assert.Empty(GeneratorRun.Diagnostics(compilation, out GeneratorRunResult result));
        Assert.Contains(result.GeneratedSources, static s => s.HintName.EndsWith("Model.g.cs", StringComparison.Ordinal));
        Assert.Empty(AnalyzerRun.Diagnostics(compilation));
        return result;
    }

    private static MetadataReference Library(string source, bool generated, string before = "")
    {
        int usings = CellSourceTests.Usings.IndexOf("#pragma", StringComparison.Ordinal);
        Compilation compilation = GeneratorRun.Compile(CellSourceTests.Usings[..usings] + before + CellSourceTests.Usings[usings..] + source).WithAssemblyName("Library");
        if (generated)
            GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        using MemoryStream stream = new();
        Assert.True(compilation.Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
