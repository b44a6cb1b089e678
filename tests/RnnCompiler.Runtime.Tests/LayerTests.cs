using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace RnnCompiler.Runtime.Tests;

/// <summary>
/// Dependencies between the namespaces of the runtime run one way. A parent and its children count as one: types that users call are in RnnCompiler, types that
/// only generated code calls are in its child CompilerServices, and a public model, for example, is written with both. So these two may depend on each other, while
/// no other namespace of the runtime, such as RnnCompiler.Cells, may be part of a cycle.
/// </summary>
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
