using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace NumberWords.Tests;

/// <summary>Dependencies between the namespaces of the sample run one way.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    [Fact]
    public void The_namespaces_have_no_cycle()
    {
        NamespaceGraph graph = NamespaceGraph.Of(typeof(WordsRun).Assembly, nameof(NumberWords));
        output.WriteLine(graph.ToString());
        Assert.Contains("NumberWords → ", graph.ToString(), StringComparison.Ordinal);
        Assert.True(graph.Cycles().Count == 0, graph.ToString());
    }
}
