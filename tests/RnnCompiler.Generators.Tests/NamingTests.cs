using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests;

/// <summary>Wherever a model stands and whatever is around it, what is generated compiles without a warning.</summary>
public class NamingTests
{
    private const string Layers = "[RnnCompiler.RnnModel(InputSize = 2, SequenceLength = 3)] [RnnCompiler.Gru(3)] [RnnCompiler.LastStep] [RnnCompiler.Dense(1)]";

    private static readonly CSharpCompilationOptions s_documented = GeneratorRun.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error);

    public static TheoryData<string, int> Sources => new()
    {
        { $"{Layers} sealed partial class Model;", 1 },
        { $"namespace A.B {{ {Layers} sealed partial class Model; }}", 1 },
        { $"namespace A; {Layers} sealed partial class Model;", 1 },
        { $"namespace A {{ {Layers} partial class Model; }} namespace B {{ {Layers} partial class Model; }}", 2 },
        { $"namespace A {{ {Layers} partial class Model; {Layers} partial class model; {Layers} partial class MODEL; }}", 3 },
        { $"namespace A {{ {Layers} partial class B; }} namespace a {{ {Layers} partial class b; }}", 2 },
        { $"namespace A {{ partial class B {{ {Layers} partial class Model; }} }} namespace a.B {{ {Layers} partial class Model; }}", 2 },
        { $"partial class Outer {{ {Layers} partial class Model; }}", 1 },
        { $"static partial class Outer {{ {Layers} private partial class Model; }}", 1 },
        { $"partial struct Outer {{ {Layers} internal partial class Model; }}", 1 },
        { $"readonly ref partial struct Outer {{ {Layers} internal partial class Model; }}", 1 },
        { $"partial record Outer {{ {Layers} internal partial class Model; }}", 1 },
        { $"partial record struct Outer {{ {Layers} internal partial class Model; }}", 1 },
        { $"partial interface IOuter {{ {Layers} partial class Model; }}", 1 },
        { $"partial class A {{ partial struct B {{ partial interface IC {{ {Layers} partial class Model; }} }} }}", 1 },
        { $"namespace @namespace.@class {{ partial class @event {{ {Layers} partial class @class; }} }}", 1 },
        { $"{Layers} partial class @record; {Layers} partial class @dynamic;", 2 },
        { $"namespace Größe {{ {Layers} partial class Modèle; {Layers} partial class Modéle; }}", 2 },
        { $"namespace A {{ {Layers} partial class M; namespace System {{ class Math; }} class Vector; class Unsafe; class Span; class Type; }}", 1 },
        { $"namespace A {{ class System; class RnnCompiler; class Vector; class Math; class Unsafe; class MemoryMarshal; class Optimizer; "
            + $"{Layers.Replace("RnnCompiler.", "global::RnnCompiler.")} partial class M; }}", 1 },
        { $"partial class M {{ static M() {{ }} public int X {{ get; set; }} public void Step() {{ }} public static M Load() => Create(1); }} {Layers} partial class M;", 1 },
        { $"class Ancestor {{ protected Ancestor() {{ }} }} {Layers} partial class M : Ancestor, System.ICloneable {{ public object Clone() => this; }}", 1 },
        { $"class Ancestor {{ public int InputSize => 1; public void Save(string path) {{ }} public class State; public virtual void Reserve(int n) {{ }} }} {Layers} "
            + $"partial class M : Ancestor;", 1 },
        { $"partial class M {{ class System; class Vector; class Math; class Unsafe; class VectorMath; class MemoryMarshal; class KernelFrame; static int input, rows, "
            + $"frame; }} {Layers} partial class M;", 1 },
        { $"[System.CodeDom.Compiler.GeneratedCode(\"me\", \"1\")] [System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage] partial class M; {Layers} partial class M;", 1 },
        { $"[assembly: System.CLSCompliant(true)] namespace A {{ {Layers} public partial class M; }}", 1 },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Compiles_without_warnings(string source, int models)
    {
        Check(GeneratorRun.Compile(s_documented, GeneratorRun.ParseOptions, "#pragma warning disable CS0169, CS8981, CS3021\n" + source), models);
    }

    [Theory]
    [InlineData(NullableContextOptions.Disable, false)]
    [InlineData(NullableContextOptions.Enable, true)]
    public void Compiles_whatever_the_project_sets(NullableContextOptions nullable, bool checkOverflow)
    {
        CSharpCompilationOptions options = s_documented.WithNullableContextOptions(nullable).WithOverflowChecks(checkOverflow).WithAllowUnsafe(false);
        Check(GeneratorRun.Compile(options, GeneratorRun.ParseOptions, $"/// <summary>A model.</summary>\n{Layers} public sealed partial class Model;"), 1);
    }

    [Theory]
    [InlineData("[RnnModel(SequenceLength = 4, Loss = Loss.CrossEntropy)] [Embedding(10, 3)] [Lstm(5, Layers = 2)] [Dense(7)]")]
    [InlineData("[RnnModel(SequenceLength = 4, Loss = Loss.CrossEntropy)] [Embedding(10, 3)] [Gru(5)] [Dense(10, Activation = Activation.Softmax)]")]
    [InlineData("[RnnModel(InputSize = 3, SequenceLength = 4)] [Lstm(5, Bidirectional = true, Merge = Merge.Average)] [Dropout(0.25)] [Dense(7)]")]
    [InlineData("[RnnModel(InputSize = 1, SequenceLength = 1, Loss = Loss.BinaryCrossEntropy)] [Rnn(1)] [MaxOverTime] [Dense(1, Activation = Activation.Sigmoid)]")]
    [InlineData("[RnnModel(InputSize = 17, SequenceLength = 9, Loss = Loss.Huber, HuberDelta = 0.1f)] [Gru(33, ResetAfter = false, Name = \"class\")] [MeanOverTime]")]
    public void Compiles_every_kind_of_surface(string attributes)
    {
        Check(GeneratorRun.Compile(s_documented, GeneratorRun.ParseOptions,
            $"using RnnCompiler;\n/// <summary>A model.</summary>\n{attributes} public sealed partial class Model;"), 1);
    }

    [Fact]
    public void File_names_differ_whatever_the_case()
    {
        GeneratorRunResult result = GeneratorRun.Run(GeneratorRun.Compile($"namespace A {{ {Layers} partial class Model; {Layers} partial class model; }}"));
        string[] names = [.. result.GeneratedSources.Select(static s => s.HintName)];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("A.Model.g.cs", names);
        Assert.Contains("A.Model.Lanes8.g.cs", names);
        Assert.Contains("A.model-1.g.cs", names);
    }

    private static void Check(CSharpCompilation compilation, int models)
    {
        IReadOnlyList<string> diagnostics = GeneratorRun.Diagnostics(compilation, out GeneratorRunResult result);
        Assert.True(diagnostics.Count == 0, string.Join("\n", diagnostics.Take(3)));
        Assert.Equal(5 * models, result.GeneratedSources.Length);
    }
}
