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
        { $"{Model} {{ private void Save(ref string file) {{ }} }}", "" },
        { $"{Model} {{ private void «CopyParametersFrom»(Model other) {{ }} }}", "RNN0011" },
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
