using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Lowering;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tests.Kernels;

public class KernelTraversalTests
{
    private static readonly Pointer s_pointer = new("pointer", MemorySpace.Workspace);
    private static readonly IndexVariable s_row = new("row");
    private static readonly VectorRegister s_sum = new("sum");

    private static Loop Loop(IndexVariable index, params Statement[] body) => new(index, Bound.Of(0), Bound.Of(4), 1, false, body);

    private static Comment Named(string name) => new([name]);

    [Fact]
    public void Descendants_stand_before_those_in_their_bodies()
    {
        Comment a = Named("a"), b = Named("b"), c = Named("c");
        Scope scope = new([b]);
        Loop loop = Loop(s_row, a, scope);
        Assert.Equal([loop, a, scope, b, c], KernelTraversal.Descendants([loop, c]));
    }

    [Fact]
    public void A_rewrite_reaches_each_body_and_replaces_bodies_first()
    {
        List<string> order = [];
        IReadOnlyList<Statement> rewritten = KernelTraversal.Rewrite([Loop(s_row, new Conditional(KernelCondition.PhaseIs, 1, [new Scope([Named("a")])])), Named("b")], s =>
        {
            order.Add(s is Comment comment ? comment.Lines[0] : s.GetType().Name);
            return s is Comment { Lines: ["a"] } ? Named("new") : s;
        });
        Assert.Equal(["a", nameof(Scope), nameof(Conditional), nameof(Loop), "b"], order);
        Assert.Equal(["new", "b"], KernelTraversal.Descendants(rewritten).OfType<Comment>().Select(static c => c.Lines[0]));
        Assert.Equal(s_row, Assert.IsType<Loop>(rewritten[0]).Index);
    }

    [Fact]
    public void A_rewrite_may_give_any_number_of_statements()
    {
        IReadOnlyList<Statement> rewritten = KernelTraversal.Rewrite([new Scope([Named("a"), Named("b")])], static s => s switch
        {
            Comment { Lines: ["a"] } => [],
            Comment => [s, s],
            _ => (IReadOnlyList<Statement>)[s],
        });
        Assert.Equal(["b", "b"], Assert.IsType<Scope>(Assert.Single(rewritten)).Body.Cast<Comment>().Select(static c => c.Lines[0]));
    }

    [Fact]
    public void A_sum_counts_bodies_and_children()
    {
        Assert.Equal(4, KernelTraversal.Sum([Loop(s_row, Named("a"), new Scope([Named("b")]))], static _ => 1));
        VectorExpression masked = new MaskTail(new Apply(VectorFunction.Add, [s_sum, new BFloat16Half(s_sum, true)]), 1, 0);
        Assert.Equal(5, KernelTraversal.Sum([masked], static _ => 1));
    }

    [Fact]
    public void Free_variables_are_what_statements_use_and_do_not_define()
    {
        IndexVariable t = new("t"), id = new("id");
        Pointer own = new("own", MemorySpace.Workspace), based = new("based", MemorySpace.Workspace);
        FreeVariables free = FreeVariables.Of([
            new DefinePointer(own, null, Affine.Of(0).Plus(t, 4)),
            Loop(s_row, new DefinePointer(based, s_pointer, Affine.Of(0).Plus(s_row, 4)), new StoreVector(based, 0, new OneHotLanes(id, Affine.Of(0)), 8, false)),
            new Advance(own, 4)]);
        Assert.Equal([t, id], free.Indices);
        Assert.Equal([s_pointer], free.Pointers);
    }

    [Fact]
    public void What_a_method_cannot_do_for_its_caller_is_not_outlined()
    {
        static string Refusal(params Statement[] statements) => Assert.Throws<InvalidOperationException>(() => FreeVariables.Of(statements)).Message;
        Assert.Contains("move the pointer pointer", Refusal(new Advance(s_pointer, 1)), StringComparison.Ordinal);
        Assert.Contains("move the pointer pointer", Refusal(new Swap(s_pointer, s_pointer)), StringComparison.Ordinal);
        Assert.Contains("use the vector sum", Refusal(new AssignVector(s_sum, new Splat(1))), StringComparison.Ordinal);
        Assert.Contains("use the vector sum", Refusal(new StoreReduction(s_pointer, 0, Reduction.Sum, [s_sum])), StringComparison.Ordinal);
    }

    [Fact]
    public void Outlined_statements_become_methods_the_inner_ones_first()
    {
        Outlining outlining = new("Entry_", []);
        Outlined inner = new("Inner", "Is inner.", [new StoreVector(s_pointer, 0, new Splat(0), 8, false)]);
        Outlined outer = new("Outer", "Is outer.", [Loop(s_row, inner)]);
        IReadOnlyList<Statement> statements = outlining.Extract([new Scope([outer])]);
        CallMethod call = Assert.IsType<CallMethod>(Assert.Single(Assert.IsType<Scope>(Assert.Single(statements)).Body));
        Assert.Equal(["Entry_Inner", "Entry_Outer"], outlining.Methods.Select(static m => m.Name));
        Assert.Equal("Entry_Outer", call.Method);
        Assert.Equal([s_pointer], call.Pointers);
        Assert.DoesNotContain(outlining.Methods, static m => KernelTraversal.Descendants(m.Body).Any(static s => s is Outlined));
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 2, true)]
    [InlineData(0, 3, false)]
    [InlineData(1, 2, false)]
    public void A_definition_leaks_if_it_is_used_after_its_block(int start, int end, bool leaks)
    {
        IReadOnlyList<Statement> list =
        [
            new DefinePointer(s_pointer, null, Affine.Of(0)),
            Loop(s_row, new DefineVector(s_sum, new VectorLoad(s_pointer, 0, 8))),
            new Scope([new Advance(s_pointer, 1)]),
            Loop(s_row),
        ];
        Assert.Equal(leaks, KernelNames.Leak(list, start, end));
    }

    [Fact]
    public void A_method_reads_the_fields_of_its_statements()
    {
        FrameUse use = FrameUse.Of([
            Loop(s_row, new FillZero(MemorySpace.Gradients, Affine.Of(0).Plus(RuntimeNumber.Steps, 1), 4)) with { Partitioned = true },
            new DefinePointer(new("based", MemorySpace.StateIn), s_pointer, Affine.Of(0)),
            new DefineVector(s_sum, new MaskTail(new Splat(1), 1, 0))]);
        Assert.Equal([MemorySpace.Gradients], use.Spaces);
        Assert.Equal([FrameField.Steps, FrameField.Partition], Enum.GetValues<FrameField>().Where(use.Reads));
    }
}
