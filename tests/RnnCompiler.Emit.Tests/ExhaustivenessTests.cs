using System.Reflection;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Kernels;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Il;
using RnnCompiler.Emit.Kernels;

namespace RnnCompiler.Emit.Tests;

/// <summary>Whatever a lowered program may hold has IL on every target; what has none is named.</summary>
public class ExhaustivenessTests
{
    public static TheoryData<string> Targets { get; } = [.. Target.All.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_statement_and_every_expression_has_IL(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        foreach (Statement statement in KernelExamples.All(target))
            Emit(target, statement);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_has_no_IL_is_named(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        Assert.Contains("UnknownStatement", Refusal(new UnknownStatement()), StringComparison.Ordinal);
        Assert.Contains("UnknownExpression", Refusal(new DefineVector(new("result"), new UnknownExpression())), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new DefineVector(new("result"), new Apply((VectorFunction)12345, [KernelExamples.Register]))), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new Conditional((KernelCondition)12345, 0, [])), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new StoreReduction(KernelExamples.Pointer, 0, (Reduction)12345, [KernelExamples.Register])), StringComparison.Ordinal);
        Assert.Contains("Missing", Refusal(new CallMethod("Missing")), StringComparison.Ordinal);

        string Refusal(Statement statement) => Assert.Throws<InvalidOperationException>(() => Emit(target, statement)).Message;
    }

    [Fact]
    public void A_target_without_a_table_is_named()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Emit(new Target("Lanes32", 32, 32), new Scope([]))).Message;
        Assert.Contains("Lanes32", message, StringComparison.Ordinal);
    }

    // The JIT compiler refuses IL that is not valid.
    private static void Emit(Target target, Statement statement)
    {
        EmittedProgram program = new(KernelExamples.Program(target, statement));
        Assert.NotNull(program.Entry("Entry"));
        program.Preparation()();
    }

    [Fact]
    public void Each_memory_has_a_field_of_its_own_in_the_frame()
    {
        FieldInfo[] fields = [.. Enum.GetValues<MemorySpace>().Select(FrameFields.Of)];
        Assert.Equal(
            typeof(KernelFrame).GetFields().Where(static field => field.FieldType.IsByRef).Select(static field => field.Name).Order(),
            fields.Select(static field => field.Name).Order());
        Assert.All(Enum.GetValues<MemorySpace>(), static space => Assert.Equal(FrameFields.Reference(space), FrameFields.Of(space).FieldType));
    }
}
