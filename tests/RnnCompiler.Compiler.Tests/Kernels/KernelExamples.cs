using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tests.Kernels;

/// <summary>
/// Well-formed examples of each kind of statement and vector expression, for the tests of everything that handles each kind: printer, verifier,
/// code sharing, interpreter, C# and IL. A kind without an example fails the test that asks for it.
/// </summary>
internal static class KernelExamples
{
    public static readonly Pointer Pointer = new("pointer", MemorySpace.Workspace);
    public static readonly Pointer Other = new("other", MemorySpace.Workspace);
    public static readonly Pointer Bytes = new("bytes", MemorySpace.Bytes);
    public static readonly IndexVariable Index = new("index");
    public static readonly VectorRegister Register = new("register");

    private static readonly Affine s_offset = Affine.Of(3).Plus(Index, 16).Plus(RuntimeNumber.Rows, 1);

    private static readonly Dictionary<Type, Func<Target, Statement[]>> s_statements = new()
    {
        [typeof(Comment)] = static _ => [new Comment(["a line"])],
        [typeof(Loop)] = static _ =>
        [
            new Loop(new("up"), Bound.Of(0), Bound.Of(RuntimeNumber.Rows, 4), 4, false,
                [new Loop(new("inner"), Bound.Of(new IndexVariable("up")), Bound.Beyond(new("up"), 4, RuntimeNumber.Rows), 1, false, [])]),
            new Loop(new("down"), Bound.Of(0), Bound.Of(RuntimeNumber.Steps), 1, true, [new Advance(Pointer, 16)]),
            new Loop(new("shared"), Bound.Of(0), Bound.Of(64), 16, false, []) { Partitioned = true },
            new Loop(new("alternating"), Bound.Of(0), Bound.Of(64), 16, false, []) { Alternation = new Parity(Index, 1) },
        ],
        [typeof(Conditional)] = static _ => [.. Enum.GetValues<KernelCondition>().Select(static c => new Conditional(c, 2, [new Advance(Pointer, 1)]))],
        [typeof(Scope)] = static _ => [new Scope([new DefineVector(new("scoped"), Register)])],
        [typeof(DefinePointer)] = static _ => [.. Enum.GetValues<MemorySpace>().Select(static s => new DefinePointer(new($"to{s}", s), null, s_offset)),
            new DefinePointer(new("based", MemorySpace.Workspace), Pointer, Affine.Of(0))],
        [typeof(Advance)] = static _ => [new Advance(Pointer, -16)],
        [typeof(Swap)] = static _ => [new Swap(Pointer, Other)],
        [typeof(DefineVector)] = static _ => [new DefineVector(new("defined"), Register)],
        [typeof(AssignVector)] = static _ => [new AssignVector(Register, new Splat(2))],
        [typeof(DefineId)] = static _ => [new DefineId(new("token"), MemorySpace.Tokens, s_offset), new DefineId(new("class"), MemorySpace.Classes, s_offset)],
        [typeof(DefineStateParity)] = static _ => [new DefineStateParity(new("order"))],
        [typeof(StoreVector)] = static t => [new StoreVector(Pointer, 16, Register, t.Lanes, false), new StoreVector(Pointer, 32, Register, 1, true)],
        [typeof(StoreReduction)] = static t =>
            [.. Enum.GetValues<Reduction>().Select(k => new StoreReduction(Pointer, 1, k, [.. Enumerable.Repeat(Register, t.ReductionVectors)]))],
        [typeof(FillZero)] = static _ => [new FillZero(MemorySpace.Gradients, s_offset, 16), new FillZero(MemorySpace.Gradients, Affine.Of(0), 16)],
        [typeof(CopyFloats)] = static _ => [new CopyFloats(Pointer, Other, 3), new CopyFloats(Pointer, Other, 16),
            new CopyFloats(Pointer, Other, 2) { Times = Bound.Of(3) }, new CopyFloats(Pointer, Other, 1) { Times = Bound.Of(RuntimeNumber.Steps) }],
        [typeof(QuantizeFloats)] = static _ => [new QuantizeFloats(Pointer, Other, 3), new QuantizeFloats(Pointer, Other, 16)],
        [typeof(TransposePanel)] = static _ => [new TransposePanel(new PanelPlacement(new SlicePlacement("weight", 0, 16, 16, 0, 256, 1, 16), 32))],
        [typeof(PartitionBarrier)] = static _ => [new PartitionBarrier()],
        [typeof(CallMethod)] = static _ => [new CallMethod("Called") { Indices = [Index], Pointers = [Pointer, Bytes] }],
    };

    private static readonly Dictionary<Type, Func<Target, VectorExpression[]>> s_expressions = new()
    {
        [typeof(VectorRegister)] = static _ => [Register],
        [typeof(VectorLoad)] = static t => [new VectorLoad(Pointer, 16, t.Lanes), new VectorLoad(Pointer, 16, Math.Max(1, t.Lanes / 2))],
        [typeof(BroadcastLoad)] = static _ => [new BroadcastLoad(Pointer, 0), new BroadcastLoad(Pointer, 5)],
        [typeof(LaneBroadcast)] = static t => [new LaneBroadcast(Register, 0), .. t.Lanes > 1 ? [new LaneBroadcast(Register, t.Lanes - 1)] : Array.Empty<LaneBroadcast>()],
        [typeof(Splat)] = static _ => [new Splat(double.NegativeInfinity)],
        [typeof(Apply)] = static _ =>
            [.. Enum.GetValues<VectorFunction>().Select(static f => new Apply(f, [.. Enumerable.Repeat<VectorExpression>(Register, VectorFunctionTraits.Of(f).Arity)]))],
        [typeof(OneHotLanes)] = static _ => [new OneHotLanes(Index, Affine.Of(16)), new OneHotLanes(Index, s_offset)],
        [typeof(MaskTail)] = static _ => [new MaskTail(Register, 1, 0)],
        [typeof(BFloat16Half)] = static _ => [new BFloat16Half(Register, false), new BFloat16Half(Register, true)],
        [typeof(ByteLoad)] = static _ => [new ByteLoad(Bytes, 16)],
    };

    /// <summary>Examples of each kind of statement that a program may have.</summary>
    public static IEnumerable<Statement> Statements(Target target) => Examples(s_statements, target);

    /// <summary>Examples of each kind of vector expression.</summary>
    public static IEnumerable<VectorExpression> Expressions(Target target) => Examples(s_expressions, target);

    /// <summary>Examples of each kind of statement, and statements with each kind of vector expression.</summary>
    public static IEnumerable<Statement> All(Target target) =>
        [.. Statements(target), .. Expressions(target).Select(static e => new DefineVector(new("result"), e))];

    /// <summary>A program whose entry has one statement after the definitions that examples need.</summary>
    public static KernelProgram Program(Target target, Statement statement)
    {
        KernelMethod entry = new("Entry", "An example.", [
            new DefinePointer(Pointer, null, Affine.Of(0)),
            new DefinePointer(Other, Pointer, Affine.Of(64)),
            new DefinePointer(Bytes, null, Affine.Of(0)),
            new DefineId(Index, MemorySpace.Tokens, Affine.Of(0)),
            new DefineVector(Register, new Splat(1)),
            statement]);
        KernelMethod called = new("Called", "Is called.", [new Advance(new("b", MemorySpace.Bytes), 1)])
        {
            Indices = [new("i")],
            Pointers = [new("p", MemorySpace.Workspace), new("b", MemorySpace.Bytes)],
        };
        return new KernelProgram(target, [entry, called]);
    }

    private static IEnumerable<T> Examples<T>(Dictionary<Type, Func<Target, T[]>> examples, Target target)
    {
        foreach (Type type in Kinds<T>())
        {
            Assert.True(examples.TryGetValue(type, out Func<Target, T[]>? example), $"there is no example of {type.Name}");
            foreach (T item in example(target))
                yield return item;
        }
    }

    // What lowering uses on the way and no program holds is internal.
    private static IEnumerable<Type> Kinds<T>() => typeof(T).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(T)) && t is { IsAbstract: false, IsPublic: true });
}

/// <summary>A statement that nothing handles.</summary>
internal sealed record UnknownStatement : Statement
{
    public override IReadOnlyList<VectorExpression> Values => [];

    public override void VisitOperands(IOperandVisitor visitor)
    {
    }
}

/// <summary>A vector expression that nothing handles.</summary>
internal sealed record UnknownExpression : VectorExpression
{
    public override IReadOnlyList<VectorExpression> Children => [];

    protected override void VisitOwnOperands(IOperandVisitor visitor)
    {
    }
}
