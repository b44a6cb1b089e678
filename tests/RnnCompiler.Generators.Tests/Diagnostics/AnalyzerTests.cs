using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Diagnostics;

/// <summary>Places and exceptions that the pages of diagnostics have no room for. What is reported stands between « and ».</summary>
public class AnalyzerTests
{
    private const string Head = "[RnnModel(InputSize = 2, SequenceLength = 3)]";
    private const string Cell = "[Cell] public static class Decay { public static RnnCompiler.Cells.Vector Step(RnnCompiler.Cells.Vector x, RnnCompiler.Cells.Vector h, "
        + "RnnCompiler.Cells.Vector a) => a * h + RnnCompiler.Cells.CellMath.Sum(x); }";
    private const string Model = Head + " [Gru(3)] public sealed partial class Model";

    public static TheoryData<string, string> Cases => new()
    {
        // Arguments, however they are written.
        { $"{Model};", "" },
        { $"{Head} [Gru(Layers = 2, hiddenSize: 3)] public partial class Model;", "" },
        { $"{Head} [Gru(hiddenSize: «-3», Layers = 2)] public partial class Model;", "RNN0105" },
        { $"{Head} [RnnCompiler.GruAttribute(3, Layers = «1 - 1»)] public partial class Model;", "RNN0105" },
        { "[RnnModel(SequenceLength = 3), Embedding(dimension: «0», vocabulary: 3), Gru(2)] public partial class Model;", "RNN0105" },
        { "[«RnnModel(InputSize = 2)»] [Gru(3)] public partial class Model;", "RNN0105" },
        { "[RnnModel(InputSize = «0», SequenceLength = «-1»)] [Gru(«0»)] [Dense(«0»)] public partial class Model;", "RNN0103 RNN0105 RNN0105 RNN0105" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Weights = «(WeightFormat)7»)] [Gru(3)] public partial class Model;", "RNN0108" },
        { "using M = RnnCompiler.RnnModelAttribute; [M(InputSize = 2, SequenceLength = 3)] [Gru(«0»)] public partial class Model;", "RNN0105" },
        { $"[System.CodeDom.Compiler.GeneratedCode(\"me\", \"1\")] {Head} [Gru(«0»)] public partial class Model;", "RNN0105" },

        // Names of layers without a name.
        { $"{Head} [Gru(3), Gru(3, Name = «\"gru\"»)] public partial class Model;", "RNN0140" },
        { $"{Head} [Gru(3, Name = «\"gru\"»), Gru(3)] public partial class Model;", "RNN0140" },
        { $"{Head} [Gru(3), Gru(3), Dense(2, Name = «\"gru_1\"»)] public partial class Model;", "RNN0140" },
        { $"{Head} [Gru(3), Gru(3, Name = \"gru_1\")] public partial class Model;", "" },
        { $"{Head} [Lstm(3, UseBias = false)] public partial class Model;", "" },
        { $"{Head} [Lstm(3, UseBias = \"no\")] public partial class Model;", "" },

        // While an argument is half-typed the language says what is wrong with it, and the analyzer what is wrong with the class.
        { $"{Head} [Gru(\"three\")] public partial class Model;", "" },
        { $"{Head} [Gru(int.MaxValue + 1)] public partial class Model;", "" },
        { $"{Head} [Gru()] public class «Model»;", "RNN0001" },
        { $"{Head} [Gru(2, Layers = \"\")] [Dense(0)] public class «Model»;", "RNN0001" },

        // Parts and types around the class.
        { $"{Model} {{ }} public partial class Model {{ }}", "" },
        { $"{Model} {{ }} public class «Model» {{ }}", "RNN0001" },
        { $"public partial struct Outer {{ {Model}; }}", "" },
        { $"public class «A» {{ public struct «B» {{ {Model}; }} }}", "RNN0002 RNN0002" },
        { $"public partial class Outer«<T>» {{ {Model}; }}", "RNN0004" },
        { $"{Head} [Gru(3)] public partial «struct» Model;", "RNN0003" },
        { $"{Head} [Gru(3)] public partial «record» Model;", "RNN0003" },
        { $"public «static» partial class Model {{ }} {Head} [Gru(3)] partial class Model {{ }}", "RNN0006" },
        { $"{Head} [Gru(3)] partial class Model {{ }} [«Dense(2)»] partial class Model {{ }}", "RNN0013" },

        // How models are made.
        { $"{Model} {{ static Model() {{ }} }}", "" },
        { $"{Model} {{ private «Model»() {{ }} }}", "RNN0007" },
        { $"{Model}«(int size)»;", "RNN0007" },
        { $"public class Ancestor {{ public Ancestor(int x = 1) {{ }} }} {Model} : Ancestor;", "" },
        { $"public class Ancestor {{ private Ancestor() {{ }} }} {Model} : «Ancestor»;", "RNN0008" },
        { $"public class Ancestor {{ public required int X; }} {Head} [Gru(3)] public partial class «Model» : Ancestor;", "RNN0009" },

        // Names beside generated ones.
        { $"{Model} {{ private int «State»; }}", "RNN0011" },
        { $"{Model} {{ private class «Lanes8»; }}", "RNN0011" },
        { $"{Model} {{ private int «_rnnParameters», _other; }}", "RNN0011" },
        { $"{Model} {{ private void «Save»(string file) {{ }} }}", "RNN0011" },
        { $"{Model} {{ private int «get_Threads»() => 1; private void «set_Threads»(int n) {{ }} }}", "RNN0011 RNN0011" },
        { $"{Model} {{ private static object «get_Parameters»() => 1; private void «set_Parameters»(System.Collections.Generic.IReadOnlyList<ModelParameter> p) {{ }} }}",
            "RNN0011 RNN0011" },
        { $"{Model} {{ private int get_Threads(int n) => n; private void set_Threads(string n) {{ }} }}", "" },

        // Names that generated code uses.
        { $"{Model}; struct «nint»;", "RNN0025" },
        { $"{Model}; class «var»;", "RNN0025" },
        { $"{Model}; namespace «nint» {{ class X; }}", "RNN0025" },
        { $"{Model} {{ private class «nint»; }}", "RNN0025" },
        { $"global using «nint» = System.Int64; {Model};", "RNN0025" },
        { $"using nint = System.Int64; {Model};", "" },
        { $"{Model}; namespace A {{ struct nint; class var; }}", "" },
        { $"{Model}; namespace System {{ class «Math»; }}", "RNN0025" },
        { $"{Model}; {Model.Replace("partial class Model", "partial class Second")}; namespace System.Runtime.CompilerServices {{ class «Unsafe»; }}", "RNN0025" },
        { $"{Model}; namespace System.CodeDom.Compiler {{ class «GeneratedCodeAttribute» : System.Attribute; }}", "RNN0025" },
        { $"{Model}; namespace System {{ ref struct «Span»<T>; }}", "RNN0025" },

        // Settings without effect.
        { $"{Head} [Gru(3, Merge = «Merge.Concat»)] public partial class Model;", "RNN0026" },
        { $"{Head} [Gru(3, Merge = «Merge.Sum», Bidirectional = false)] public partial class Model;", "RNN0026" },
        { $"{Head} [Gru(3, Merge = Merge.Sum, Bidirectional = true)] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Loss = Loss.MeanAbsoluteError, HuberDelta = «0.5f»)] [Gru(3)] public partial class Model;", "RNN0026" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Loss = Loss.Huber, HuberDelta = 0.5f)] [Gru(3)] public partial class Model;", "" },
        { $"{Cell} {Head} [Recurrent(typeof(Decay), 2, UseBias = «true»)] public partial class Model;", "RNN0026" },
        { $"{Cell} {Head} [Recurrent(typeof(Decay), 2, UseBias = «false»)] public partial class Model;", "RNN0141" },
        { $"{Head} [Gru(2, UseBias = true)] public partial class Model;", "" },
        { $"{Cell} [RnnModel(InputSize = 2, SequenceLength = 3, Weights = «WeightFormat.Int8»), Recurrent(typeof(Decay), 2)] public partial class Model;", "RNN0026" },
        { $"{Cell} [RnnModel(SequenceLength = 3, Weights = «WeightFormat.BFloat16»), Embedding(5, 2), Recurrent(typeof(Decay), 2)] public partial class Model;", "RNN0026" },
        { $"{Cell} [RnnModel(InputSize = 2, SequenceLength = 3, Weights = WeightFormat.Float32), Recurrent(typeof(Decay), 2)] public partial class Model;", "" },
        { $"{Cell} [RnnModel(InputSize = 2, SequenceLength = 3, Weights = WeightFormat.Int8), Recurrent(typeof(Decay), 2), Dense(2)] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, IntegerProducts = «true»), Gru(2)] public partial class Model;", "RNN0026" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Weights = WeightFormat.BFloat16, IntegerProducts = «false»), Gru(2)] public partial class Model;", "RNN0026" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Weights = WeightFormat.Int8, IntegerProducts = true), Gru(2)] public partial class Model;", "" },
        { $"{Cell.Replace("Vector a)", "Matrix a)", StringComparison.Ordinal)} [RnnModel(InputSize = 2, SequenceLength = 3, Weights = WeightFormat.Int8), "
            + "Recurrent(typeof(Decay), 2)] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 1), Gru(3, Dropout = «0.5», Zoneout = 0.5)] public partial class Model;", "RNN0026" },
        { "[RnnModel(InputSize = 2, SequenceLength = 1), Gru(3, Dropout = 0)] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 1), Gru(3, RecurrentDropout = 0.5, Layers = 2, Dropout = 0.5)] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 2), Gru(3, Bidirectional = true), Dropout(0.5), «LastStep», Dense(1)] public partial class Model;", "RNN0027" },
        { "[RnnModel(InputSize = 2, SequenceLength = 2), Gru(3, Bidirectional = true), Dense(2), LastStep] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Training = false, Loss = Loss.Huber, HuberDelta = 2), Gru(3, RecurrentDropout = 0.5)] public partial class Model;", "" },
        { "[RnnModel(InputSize = 2, SequenceLength = 3, Unroll = Unroll.Auto, UnrollFactor = 2), Gru(3, Zoneout = 0)] public partial class Model;", "" },
        { $"{Model} {{ private void Save(ref string file) {{ }} }}", "" },
        { $"{Model} {{ private void «CopyParametersFrom»(Model other) {{ }} }}", "RNN0011" },
        { "[RnnModel(SequenceLength = 3)] [Embedding(5, 2), Gru(3)] public partial class Model { private int «Generate»(System.ReadOnlySpan<int> a, System.Span<int> b, "
            + "GenerationOptions c) => 0; private void Generate(int n) { } }", "RNN0011" },
        { $"{Model} {{ private void CopyParametersFrom(string other) {{ }} }}", "" },
        { $"{Model} {{ private void «LoadParameters»(System.IO.Stream file, LoadOptions options) {{ }} }}", "RNN0011" },
        { $"{Model} {{ private void «Forward»(System.ReadOnlySpan<float> x, System.Span<float> y) {{ }} }}", "RNN0011" },
        { $"{Model} {{ private void Forward(System.ReadOnlySpan<int> x, System.Span<float> y) {{ }} }}", "" },
        { $"{Model} {{ private void «Step»(State state, System.ReadOnlySpan<float> x, System.Span<float> y, int z) {{ }} }}", "RNN0011" },
        { $"{Model} {{ private void Step<T>(State state, System.ReadOnlySpan<float> x, System.Span<float> y, int z) {{ }} }}", "" },
        { $"public interface IStep {{ int Step(); }} {Model} : IStep {{ int IStep.Step() => 1; }}", "" },
        { $"{Head} [Gru(3)] public partial class «Lanes4»;", "RNN0010" },
        { $"{Head} [Gru(3)] public partial class «Create»;", "RNN0010" },

        // Layers alone.
        { "[«Lstm(3)», Dense(2)] public class Other;", "RNN0018" },
        { "public static class Other { [«RnnCompiler.Network»] public static object Define(object x) => x; [System.Obsolete, «LossFunction»] static void Loss() { } }",
            "RNN0018 RNN0018" },
        { "public class Other;", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_is_reported_where_it_stands(string marked, string ids)
    {
        string source = Unmark(marked, out IReadOnlyList<TextSpan> spans);
        CSharpCompilation compilation = GeneratorRun.Compile(source, AnalyzerRun.Usings);
        IReadOnlyList<Diagnostic> found = AnalyzerRun.Diagnostics(compilation);
        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Zip(spans), found.Select(static d => (d.Id, d.Location.SourceSpan)));
        Assert.Equal(ids.Length == 0, found.Count == 0);
    }

    /// <summary>A new setting needs a decision: it has an effect in each declaration, or the page and the rule say when it has none.</summary>
    [Fact]
    public void Each_setting_has_an_effect_or_a_row_on_the_page_of_those_without()
    {
        string[] effective = ["InputSize", "SequenceLength", "Loss", "Activations", "Unroll", "UnrollFactor", "Training", "Targets", "Name", "Layers", "Bidirectional", "Zoneout",
            "RecurrentDropout", "LearnInitialState", "Activation", "ResetAfter", "Dimensions"];
        IEnumerable<string> settings = typeof(RnnModelAttribute).Assembly.GetTypes().Where(static t => t == typeof(RnnModelAttribute) || t.IsSubclassOf(typeof(LayerAttribute)))
            .SelectMany(static t => t.GetProperties()).Where(static p => p.CanWrite).Select(static p => p.Name).Distinct();
        IEnumerable<string> rows = File.ReadLines(Path.Combine(DiagnosticPage.Folder, "RNN0026.md")).Where(static l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(static l => l[3..l.IndexOfAny(['`', ' '], 3)]);
        Assert.Equal(settings.Order(StringComparer.Ordinal), effective.Concat(rows).Order(StringComparer.Ordinal));
    }

    private static string Unmark(string marked, out IReadOnlyList<TextSpan> spans)
    {
        StringBuilder source = new();
        List<TextSpan> found = [];
        int start = 0;
        foreach (char character in marked)
        {
            if (character == '«')
                start = source.Length;
            else if (character == '»')
                found.Add(TextSpan.FromBounds(start, source.Length));
            else
                source.Append(character);
        }

        spans = found;
        return source.ToString();
    }
}
