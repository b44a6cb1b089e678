using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace RnnCompiler.Generators.Tests;

/// <summary>Dependencies between the namespaces of an assembly run one way.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    /// <summary>An assembly, and the namespace whose children are compared.</summary>
    public static TheoryData<string, string> Assemblies => new()
    {
        { "RnnCompiler.Generators", "RnnCompiler.Generators" },
        { "RnnCompiler.Abstractions", "RnnCompiler" },
        { "RnnCompiler.Interpreter", "RnnCompiler" },
        { "RnnCompiler.Interpreter", "RnnCompiler.Interpreter" },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_namespaces_have_no_cycle(string assembly, string root)
    {
        NamespaceGraph graph = Graph(assembly, root);
        output.WriteLine(graph.ToString());
        Assert.True(graph.Cycles().Count == 0, graph.ToString());
    }

    [Fact]
    public void The_graph_sees_bodies_signatures_and_bases()
    {
        string graph = Graph("RnnCompiler.Generators", "RnnCompiler.Generators").ToString();
        Assert.Contains("RnnCompiler.Generators.Parsing → RnnCompiler.Generators.Names, RnnCompiler.Generators.Sources", graph, StringComparison.Ordinal);
        Assert.Contains("RnnCompiler.Generators.Emission → RnnCompiler.Generators.Names, RnnCompiler.Generators.Sources", graph, StringComparison.Ordinal);

        // Public types of the interpreter are in the namespace RnnCompiler, and are no part of the second graph.
        Assert.Contains("RnnCompiler.Interpreter.Kernels → RnnCompiler.Interpreter.", Graph("RnnCompiler.Interpreter", "RnnCompiler.Interpreter").ToString(),
            StringComparison.Ordinal);

        NamespaceGraph sample = NamespaceGraph.Of(typeof(LayerTests).Assembly, "RnnCompiler.Generators.Tests.Sample");
        Assert.Equal(["RnnCompiler.Generators.Tests.Sample.A", "RnnCompiler.Generators.Tests.Sample.B", "RnnCompiler.Generators.Tests.Sample.C"], Assert.Single(sample.Cycles()));
        Assert.Contains("RnnCompiler.Generators.Tests.Sample.C → RnnCompiler.Generators.Tests.Sample.A, RnnCompiler.Generators.Tests.Sample.D", sample.ToString(),
            StringComparison.Ordinal);
    }

    private static NamespaceGraph Graph(string assembly, string root) => NamespaceGraph.Of(
        assembly switch
        {
            "RnnCompiler.Generators" => typeof(RnnGenerator).Assembly,
            "RnnCompiler.Abstractions" => typeof(RnnModelAttribute).Assembly,
            "RnnCompiler.Interpreter" => typeof(InterpretedModel).Assembly,
            _ => throw new ArgumentException($"Expected an assembly of this test, found {assembly}.", nameof(assembly)),
        },
        root);
}
