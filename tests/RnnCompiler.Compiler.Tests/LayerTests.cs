using RnnCompiler.Tests.Shared;
using Xunit.Abstractions;

namespace RnnCompiler.Compiler.Tests;

/// <summary>Dependencies between the namespaces of the compiler run one way.</summary>
public sealed class LayerTests(ITestOutputHelper output)
{
    [Fact(Skip = "Module, in Ir, holds a declaration, and Scheduling calls up into CompilerPipeline.")]
    public void The_namespaces_have_no_cycle()
    {
        NamespaceGraph graph = NamespaceGraph.Of(typeof(CompilerPipeline).Assembly, typeof(CompilerPipeline).Namespace!);
        output.WriteLine(graph.ToString());
        Assert.True(graph.Cycles().Count == 0, graph.ToString());
    }

    [Theory]
    [InlineData("Cells", "Declarations", "Ir")]
    [InlineData("Collections")]
    [InlineData("Layout")]
    [InlineData("Losses")]
    [InlineData("Networks")]
    public void These_namespaces_are_in_no_other_cycle(params string[] names)
    {
        NamespaceGraph graph = NamespaceGraph.Of(typeof(CompilerPipeline).Assembly, typeof(CompilerPipeline).Namespace!);
        string[] full = [.. names.Select(static n => $"{typeof(CompilerPipeline).Namespace}.{n}")];
        Assert.All(graph.Cycles(), cycle => Assert.True(!cycle.Intersect(full).Any() || !cycle.Except(full).Any(), graph.ToString()));
    }
}
