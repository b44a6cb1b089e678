using System.Reflection;
using RnnCompiler.Compiler;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Tests;

/// <summary>Dependencies go one way: Abstractions ← Compiler ← Emit → Runtime.</summary>
public class DependencyTests
{
    [Fact]
    public void Emit_depends_on_the_compiler_the_runtime_and_the_framework_alone()
    {
        string[] references = References(typeof(RunTimeKernels).Assembly);
        Assert.Equal(["RnnCompiler.Abstractions", "RnnCompiler.Compiler", "RnnCompiler.Runtime"],
            references.Where(static r => r.StartsWith("RnnCompiler", StringComparison.Ordinal)).Order().Union(["RnnCompiler.Abstractions"]).Order());
        Assert.All(references, static r =>
            Assert.True(r.StartsWith("RnnCompiler.", StringComparison.Ordinal) || r.StartsWith("System.", StringComparison.Ordinal), $"a reference to {r}"));
    }

    [Fact]
    public void Neither_the_compiler_nor_the_runtime_knows_of_it()
    {
        Assert.DoesNotContain("RnnCompiler.Emit", References(typeof(CompilerPipeline).Assembly));
        Assert.DoesNotContain("RnnCompiler.Emit", References(typeof(KernelFrame).Assembly));
        Assert.DoesNotContain("RnnCompiler.Compiler", References(typeof(KernelFrame).Assembly));
    }

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(static a => a.Name!)];
}
