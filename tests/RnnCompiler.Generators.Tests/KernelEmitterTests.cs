using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Kernels;
using RnnCompiler.Generators.Emission;
using RnnCompiler.Generators.Emission.Kernels;

namespace RnnCompiler.Generators.Tests;

/// <summary>Each kind of statement and vector expression has C#, and a kind that has none is named.</summary>
public class KernelEmitterTests
{
    public static TheoryData<string> Targets { get; } = [.. Target.All.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_kind_is_written_as_CSharp(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        string empty = Text(target, new Comment([]));
        foreach (Statement statement in KernelExamples.All(target))
        {
            string text = Text(target, statement);
            Assert.NotEqual(empty, text);
            Assert.DoesNotContain(CSharpSyntaxTree.ParseText(text).GetDiagnostics(), static d => d.Severity == DiagnosticSeverity.Error);
        }
    }

    [Fact]
    public void A_kind_that_is_not_known_is_named()
    {
        Assert.Contains(nameof(UnknownStatement), Refusal(new UnknownStatement()), StringComparison.Ordinal);
        Assert.Contains(nameof(UnknownExpression), Refusal(new DefineVector(new("result"), new UnknownExpression())), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new DefineVector(new("result"), new Apply((VectorFunction)12345, [KernelExamples.Register]))), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new Conditional((KernelCondition)12345, 0, [])), StringComparison.Ordinal);

        static string Refusal(Statement statement) => Assert.Throws<InvalidOperationException>(() => Text(Target.Lanes8, statement)).Message;
    }

    private static string Text(Target target, Statement statement)
    {
        SourceWriter writer = new();
        KernelEmitter.Write(writer, KernelExamples.Program(target, statement));
        return writer.ToString();
    }
}
