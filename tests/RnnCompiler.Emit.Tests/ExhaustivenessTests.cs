using System.Reflection;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Kernels;

namespace RnnCompiler.Emit.Tests;

/// <summary>Whatever a lowered program may hold has IL on every target; what has none is named.</summary>
public class ExhaustivenessTests
{
    private static readonly Pointer s_pointer = new("pointer", MemorySpace.Workspace);
    private static readonly Pointer s_other = new("other", MemorySpace.Workspace);
    private static readonly Pointer s_bytes = new("bytes", MemorySpace.Bytes);
    private static readonly IndexVariable s_index = new("index");
    private static readonly VectorRegister s_register = new("register");
    private static readonly Affine s_offset = Affine.Of(3).Plus(s_index, 16).Plus(RuntimeNumber.Rows, 1);

    private static readonly Dictionary<Type, Func<Target, Statement[]>> s_statements = new()
    {
        [typeof(Comment)] = static _ => [new Comment(["a line"])],
        [typeof(Loop)] = static _ =>
        [
            new Loop(new("up"), Bound.Of(0), Bound.Of(RuntimeNumber.Rows, 4), 4, false,
                [new Loop(new("inner"), Bound.Of(new IndexVariable("up")), Bound.Beyond(new("up"), 4, RuntimeNumber.Rows), 1, false, [])]),
            new Loop(new("down"), Bound.Of(0), Bound.Of(RuntimeNumber.Steps), 1, true, [new Advance(s_pointer, 16)]),
            new Loop(new("shared"), Bound.Of(0), Bound.Of(64), 16, false, []) { Shared = true },
            new Loop(new("alternating"), Bound.Of(0), Bound.Of(64), 16, false, []) { Alternation = new Parity(s_index, 1) },
        ],
        [typeof(Conditional)] = static _ => [.. Enum.GetValues<KernelCondition>().Select(static c => new Conditional(c, 2, [new Advance(s_pointer, 1)]))],
        [typeof(Scope)] = static _ => [new Scope([new DefineVector(new("scoped"), s_register)]), new Scope([new DefineVector(new("scoped"), s_register)])],
        [typeof(DefinePointer)] = static _ => [.. Enum.GetValues<MemorySpace>().Select(static s => new DefinePointer(new($"to{s}", s), null, s_offset)),
            new DefinePointer(new("based", MemorySpace.Workspace), s_pointer, Affine.Of(0))],
        [typeof(Advance)] = static _ => [new Advance(s_pointer, -16)],
        [typeof(Swap)] = static _ => [new Swap(s_pointer, s_other)],
        [typeof(DefineVector)] = static _ => [new DefineVector(new("defined"), s_register)],
        [typeof(AssignVector)] = static _ => [new AssignVector(s_register, new Splat(2))],
        [typeof(DefineId)] = static _ => [new DefineId(new("token"), MemorySpace.Tokens, s_offset), new DefineId(new("class"), MemorySpace.Classes, s_offset)],
        [typeof(StoreVector)] = static t => [new StoreVector(s_pointer, 16, s_register, t.Lanes, false), new StoreVector(s_pointer, 32, s_register, 1, true)],
        [typeof(StoreReduction)] = static t =>
            [.. Enum.GetValues<Reduction>().Select(k => new StoreReduction(s_pointer, 1, k, [.. Enumerable.Repeat(s_register, t.ReductionVectors)]))],
        [typeof(FillZero)] = static _ => [new FillZero(MemorySpace.Gradients, s_offset, 16), new FillZero(MemorySpace.Gradients, Affine.Of(0), 16)],
        [typeof(TransposePanel)] = static _ => [new TransposePanel(new PanelPlacement(new SlicePlacement("weight", 0, 16, 16, 0, 256, 1, 16), 32))],
        [typeof(AwaitParts)] = static _ => [new AwaitParts()],
        [typeof(CallMethod)] = static _ => [new CallMethod("Called") { Indices = [s_index], Pointers = [s_pointer, s_bytes] }],
    };

    private static readonly Dictionary<Type, Func<Target, VectorExpression[]>> s_expressions = new()
    {
        [typeof(VectorRegister)] = static _ => [s_register],
        [typeof(VectorLoad)] = static t => [new VectorLoad(s_pointer, 16, t.Lanes), new VectorLoad(s_pointer, 16, Math.Max(1, t.Lanes / 2))],
        [typeof(BroadcastLoad)] = static _ => [new BroadcastLoad(s_pointer, 0), new BroadcastLoad(s_pointer, 5)],
        [typeof(Splat)] = static _ => [new Splat(double.NegativeInfinity)],
        [typeof(LossBar)] = static _ => [new LossBar()],
        [typeof(Apply)] = static _ => [.. Enum.GetValues<VectorFunction>().Select(static f => new Apply(f, [.. Enumerable.Repeat<VectorExpression>(s_register, Arity(f))]))],
        [typeof(OneHotLanes)] = static _ => [new OneHotLanes(s_index, Affine.Of(16)), new OneHotLanes(s_index, s_offset)],
        [typeof(MaskTail)] = static _ => [new MaskTail(s_register, 1, 0)],
        [typeof(BFloat16Half)] = static _ => [new BFloat16Half(s_register, false), new BFloat16Half(s_register, true)],
        [typeof(ByteLoad)] = static _ => [new ByteLoad(s_bytes, 16)],
    };

    public static TheoryData<string> Targets { get; } = [.. Target.All.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_statement_has_IL(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        foreach (Type type in Kinds<Statement>())
        {
            Assert.True(s_statements.TryGetValue(type, out Func<Target, Statement[]>? examples), $"this test has no example of {type.Name}");
            foreach (Statement statement in examples(target))
                Emit(target, statement);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_expression_has_IL(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        foreach (Type type in Kinds<VectorExpression>())
        {
            Assert.True(s_expressions.TryGetValue(type, out Func<Target, VectorExpression[]>? examples), $"this test has no example of {type.Name}");
            foreach (VectorExpression expression in examples(target))
                Emit(target, new DefineVector(new("result"), expression));
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_has_no_IL_is_named(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        Assert.Contains("UnknownStatement", Refusal(new UnknownStatement()), StringComparison.Ordinal);
        Assert.Contains("UnknownExpression", Refusal(new DefineVector(new("result"), new UnknownExpression())), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new DefineVector(new("result"), new Apply((VectorFunction)12345, [s_register]))), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new Conditional((KernelCondition)12345, 0, [])), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new StoreReduction(s_pointer, 0, (Reduction)12345, [s_register])), StringComparison.Ordinal);
        Assert.Contains("Missing", Refusal(new CallMethod("Missing")), StringComparison.Ordinal);

        string Refusal(Statement statement) => Assert.Throws<InvalidOperationException>(() => Emit(target, statement)).Message;
    }

    [Fact]
    public void Each_memory_has_a_field_of_its_own_in_the_frame()
    {
        System.Reflection.FieldInfo[] fields = [.. Enum.GetValues<MemorySpace>().Select(FrameFields.Of)];
        Assert.Equal(typeof(KernelFrame).GetFields().Where(static field => field.FieldType.IsByRef).Select(static field => field.Name).Order(),
            fields.Select(static field => field.Name).Order());
        Assert.All(Enum.GetValues<MemorySpace>(), static space => Assert.Equal(FrameFields.Reference(space), FrameFields.Of(space).FieldType));
    }

    [Fact]
    public void A_target_without_a_table_is_named()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Emit(new Target("Lanes32", 32, 32), new Scope([]))).Message;
        Assert.Contains("Lanes32", message, StringComparison.Ordinal);
    }

    // The names that examples use are defined first. The JIT compiler refuses IL that is not valid.
    private static void Emit(Target target, Statement statement)
    {
        KernelMethod entry = new("Entry", "An example.", [
            new DefinePointer(s_pointer, null, Affine.Of(0)),
            new DefinePointer(s_other, s_pointer, Affine.Of(64)),
            new DefinePointer(s_bytes, null, Affine.Of(0)),
            new DefineId(s_index, MemorySpace.Tokens, Affine.Of(0)),
            new DefineVector(s_register, new Splat(1)),
            statement]);
        KernelMethod called = new("Called", "Is called.", [new Advance(new("b", MemorySpace.Bytes), 1)])
        {
            Indices = [new("i")],
            Pointers = [new("p", MemorySpace.Workspace), new("b", MemorySpace.Bytes)],
        };
        EmittedProgram program = new(new KernelProgram(target, [entry, called]));
        Assert.NotNull(program.Entry("Entry"));
        program.Preparation()();
    }

    private static int Arity(VectorFunction function) => function switch
    {
        VectorFunction.Select or VectorFunction.MultiplyAdd => 3,
        VectorFunction.Negate or VectorFunction.Sigmoid or VectorFunction.Tanh or VectorFunction.Exp or VectorFunction.Log
            or VectorFunction.Sqrt or VectorFunction.Relu or VectorFunction.Abs => 1,
        _ => 2,
    };

    // What lowering uses on the way and no program holds is internal.
    private static IEnumerable<Type> Kinds<T>() => typeof(T).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(T)) && t is { IsAbstract: false, IsPublic: true });

    private sealed record UnknownStatement : Statement;

    private sealed record UnknownExpression : VectorExpression;
}
