using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace RnnCompiler.Generators.Tests;

/// <summary>Dependencies between the namespaces of an assembly run one way.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    public static TheoryData<string> Assemblies => ["RnnCompiler.Generators", "RnnCompiler.Abstractions", "RnnCompiler.Interpreter"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_namespaces_have_no_cycle(string assembly)
    {
        NamespaceGraph graph = Graph(assembly);
        output.WriteLine(graph.ToString());
        Assert.True(graph.Cycles().Count == 0, graph.ToString());
    }

    [Fact]
    public void The_graph_sees_bodies_signatures_and_bases()
    {
        string graph = Graph("RnnCompiler.Generators").ToString();
        Assert.Contains("RnnCompiler.Generators.Parsing → RnnCompiler.Generators.Names, RnnCompiler.Generators.Sources", graph, StringComparison.Ordinal);
        Assert.Contains("RnnCompiler.Generators.Emission → RnnCompiler.Generators.Names, RnnCompiler.Generators.Sources", graph, StringComparison.Ordinal);

        NamespaceGraph sample = NamespaceGraph.Of(typeof(LayerTests).Assembly, "RnnCompiler.Generators.Tests.Sample");
        Assert.Equal(["RnnCompiler.Generators.Tests.Sample.A", "RnnCompiler.Generators.Tests.Sample.B", "RnnCompiler.Generators.Tests.Sample.C"], Assert.Single(sample.Cycles()));
        Assert.Contains("RnnCompiler.Generators.Tests.Sample.C → RnnCompiler.Generators.Tests.Sample.A, RnnCompiler.Generators.Tests.Sample.D", sample.ToString(),
            StringComparison.Ordinal);
    }

    // The public types of all assemblies that users refer to have the namespaces of the runtime.
    private static NamespaceGraph Graph(string assembly) => assembly switch
    {
        "RnnCompiler.Generators" => NamespaceGraph.Of(typeof(RnnGenerator).Assembly, assembly),
        "RnnCompiler.Abstractions" => NamespaceGraph.Of(typeof(RnnModelAttribute).Assembly, "RnnCompiler"),
        "RnnCompiler.Interpreter" => NamespaceGraph.Of(typeof(InterpretedModel).Assembly, "RnnCompiler"),
        _ => throw new ArgumentException($"Expected an assembly of this test, found {assembly}.", nameof(assembly)),
    };
}
