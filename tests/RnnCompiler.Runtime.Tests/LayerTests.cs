using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Dependencies between the namespaces of the runtime run one way; RnnCompiler and its child CompilerServices count as one.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    [Fact]
    public void The_namespaces_have_no_cycle()
    {
        NamespaceGraph graph = NamespaceGraph.Of(typeof(ModelState).Assembly, nameof(RnnCompiler));
        output.WriteLine(graph.ToString());
        string[] one = [nameof(RnnCompiler), $"{nameof(RnnCompiler)}.{nameof(CompilerServices)}"];
        Assert.All(graph.Cycles(), cycle => Assert.True(!cycle.Except(one).Any(), graph.ToString()));
    }
}
