using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Cells;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>Models and cells with markers about their use: generated code uses them without a word.</summary>
public sealed class MarkerTests
{
    private const string Obsolete = "[System.Obsolete]";
    private const string Warned = "[System.Obsolete(\"Use another.\")]";
    private const string Forbidden = "[System.Obsolete(\"Use another.\", true)]";
    private const string Experimental = "[System.Diagnostics.CodeAnalysis.Experimental(\"X1\")]";

    public static TheoryData<string> Markers => [Obsolete, Warned, Forbidden, Experimental];

    [Theory]
    [MemberData(nameof(Markers))]
    public void A_marked_model_builds(string marker) => AssertSilent(
        $"#pragma warning disable CS1591\n{marker} [RnnModel(InputSize = 2, SequenceLength = 3), Gru(3), LastStep] public sealed partial class Model;\n"
        + $"{marker} public static partial class Outer {{ [RnnModel(InputSize = 2, SequenceLength = 3), Gru(3, Bidirectional = true)] public sealed partial class Inner; }}");

    [Theory]
    [MemberData(nameof(Markers))]
    public void A_marked_cell_builds_and_can_be_read_by_other_assemblies(string marker)
    {
        string cell = CellSourceTests.Usings + $"{marker} [Cell] public static class Leaky {{ public static Vector Step(Vector x, Vector h, Matrix W) => 0.9 * h + W * x; }}\n"
            + $"{marker} public static class Outer {{ [Cell] public static class Leaky {{ public static Vector Step(Vector x, Vector h, Matrix W) => 0.5 * h + W * x; }} }}";
        Compilation library = AssertSilent(cell).WithAssemblyName("Library");
        using MemoryStream stream = new();
        Assert.True(library.Emit(stream).Success);

        // In an obsolete or experimental class the use of such a cell is no error of C#.
        string model = CellSourceTests.Usings
            + $"{marker} [RnnModel(InputSize = 2, SequenceLength = 3), Recurrent(typeof(Leaky), 3), Recurrent(typeof(Outer.Leaky), 3)] public sealed partial class Model;";
        CSharpCompilation user = GeneratorRun.Compile(model).AddReferences(MetadataReference.CreateFromImage(stream.ToArray()));
        Assert.Empty(AnalyzerRun.Diagnostics(user));
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(user, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics()
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Types_that_another_assembly_shows_too_give_no_warning_in_generated_files()
    {
        string cell = CellSourceTests.Usings + """
            [Cell] internal static class Leaky { public static Vector Step(Vector x, Vector h, Matrix W) => 0.9 * h + W * x; }
            [RnnModel(InputSize = 2, SequenceLength = 3), Gru(3)] internal sealed partial class Model;
            """;
        Compilation library = GeneratorRun.Compile("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Consumer\")]", cell).WithAssemblyName("Library");
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(library, out library, out _);
        using MemoryStream stream = new();
        Assert.True(library.Emit(stream).Success);
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(
            GeneratorRun.Compile(cell).AddReferences(MetadataReference.CreateFromImage(stream.ToArray())), out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics()
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true));
    }

    private static Compilation AssertSilent(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(GeneratorRun.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error), GeneratorRun.ParseOptions, source,
            AnalyzerRun.Usings);
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.Empty(output.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning).Take(3));
        return output;
    }
}
