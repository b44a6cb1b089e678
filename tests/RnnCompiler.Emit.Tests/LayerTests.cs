using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace RnnCompiler.Emit.Tests;

/// <summary>Dependencies between the namespaces of the emitter run one way.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    [Fact]
    public void The_namespaces_have_no_cycle()
    {
        NamespaceGraph graph = NamespaceGraph.Of(typeof(RunTimeKernels).Assembly, typeof(RunTimeKernels).Namespace!);
        output.WriteLine(graph.ToString());
        Assert.True(graph.Cycles().Count == 0, graph.ToString());
    }
}
