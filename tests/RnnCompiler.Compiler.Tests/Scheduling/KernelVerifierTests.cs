using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tests.Scheduling;

public class KernelVerifierTests
{
    private static readonly Pointer s_pointer = new("at", MemorySpace.Workspace);
    private static readonly VectorRegister s_register = new("sum");

    private static KernelProgram Program(params Statement[] body) => new(Target.Lanes8, [new KernelMethod("Kernel", "A test.", body)]);

    [Fact]
    public void A_scheduled_model_is_well_formed_and_prints_the_same_twice()
    {
        ModelDeclaration declaration = DeclarationText.Parse("model name=\"M\" inputs=3 steps=5\ngru units=20 bidirectional=true\ndense units=2 name=\"head\"\n");
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(declaration));
        Assert.Equal(Target.All, plan.Programs.Select(static p => p.Target));
        foreach (KernelProgram program in plan.Programs)
        {
            KernelVerifier.Verify(program);
            Assert.Equal(KernelPrinter.Print(program), KernelPrinter.Print(program));
            Assert.Contains("method Training", KernelPrinter.Print(program), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Storage_is_the_same_for_every_target()
    {
        // One plan has the programs of all targets, so the offsets in each program must be those of the buffers of the plan.
        ModelDeclaration declaration = DeclarationText.Parse("model name=\"M\" inputs=3 steps=5\nlstm units=5\nlaststep\n");
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(declaration));
        Assert.All(plan.Parameters.SelectMany(static p => p.Slices), static s => Assert.Equal(0, (s.Offset - (s.Offset % Target.Block)) % Target.Block));
        Assert.Equal(0, plan.Sequence.WorkspacePerRow % Target.Block);
        Assert.Equal(1, plan.Sequence.WorkspacePerRow / Target.Block % 2);
    }

    public static TheoryData<string, Statement[]> Faults => new()
    {
        { "used where it is not defined", [new DefineVector(s_register, new VectorLoad(s_pointer, 0, 8))] },
        { "defined twice", [new DefinePointer(s_pointer, null, Affine.Of(0)), new DefinePointer(s_pointer, null, Affine.Of(0))] },
        { "used where it is not defined", [new Scope([new DefinePointer(s_pointer, null, Affine.Of(0))]), new Advance(s_pointer, 1)] },
        { "9 lanes of 8", [new DefinePointer(s_pointer, null, Affine.Of(0)), new DefineVector(s_register, new VectorLoad(s_pointer, 0, 9))] },
        { "no whole iterations", [new Loop(new IndexVariable("k"), Bound.Of(0), Bound.Of(7), 2, false, [])] },
        { "ends at a multiple of 1", [new Loop(new IndexVariable("row"), Bound.Of(0), Bound.Of(RuntimeNumber.Rows), 4, false, [])] },
        { "which does not exist", [new CallMethod("Nowhere")] },
        { "calls itself", [new CallMethod("Kernel")] },
        { "takes 2 arguments", [new DefineVector(s_register, new Apply(VectorFunction.Add, [new Splat(1)]))] },
        { "only read", [new DefinePointer(new("w", MemorySpace.Parameters), null, Affine.Of(0)), new StoreVector(new("w", MemorySpace.Parameters), 0, new Splat(0), 8, false)] },
        { "takes 16 lanes",
            [new DefinePointer(s_pointer, null, Affine.Of(0)), new DefineVector(s_register, new Splat(0)), new StoreReduction(s_pointer, 0, Reduction.Sum, [s_register])] },
        { "alternates", [new Loop(new IndexVariable("t"), Bound.Of(0), Bound.Of(4), 1, false,
            [new Loop(new IndexVariable("row"), Bound.Of(0), Bound.Of(RuntimeNumber.Rows), 1, false, []) { Alternation = new Parity(new IndexVariable("t"), 0) }])] },
        { "used where it is not defined", [new Loop(new IndexVariable("block"), Bound.Of(0), Bound.Of(4), 1, false, []) { Alternation = new Parity(new IndexVariable("t"), 0) }] },
        { "only read", [new DefinePointer(new("w", MemorySpace.Reduced), null, Affine.Of(0)), new StoreVector(new("w", MemorySpace.Reduced), 0, new Splat(0), 8, false)] },
        { "bytes are loaded from Workspace", [new DefinePointer(s_pointer, null, Affine.Of(0)), new DefineVector(s_register, new ByteLoad(s_pointer, 0))] },
        { "only read", [new DefinePointer(new("x", MemorySpace.Input), null, Affine.Of(0)), new QuantizeFloats(new("x", MemorySpace.Input), new("x", MemorySpace.Input), 8)] },
        { "only read", [new DefinePointer(new("x", MemorySpace.Input), null, Affine.Of(0)), new CopyFloats(new("x", MemorySpace.Input), new("x", MemorySpace.Input), 8)] },
        { "floats are loaded from Bytes",
            [new DefinePointer(new("b", MemorySpace.Bytes), null, Affine.Of(0)), new DefineVector(s_register, new VectorLoad(new("b", MemorySpace.Bytes), 0, 8))] },
        { "pointer w into Parameters is based on one into Workspace",
            [new DefinePointer(s_pointer, null, Affine.Of(0)), new DefinePointer(new("w", MemorySpace.Parameters), s_pointer, Affine.Of(0))] },
        { "used where it is not defined", [new DefinePointer(new("w", MemorySpace.Workspace), s_pointer, Affine.Of(0))] },
        { "used where it is not defined", [new DefinePointer(s_pointer, null, Affine.Of(0).Plus(new IndexVariable("row"), 16))] },
        { "used where it is not defined", [new DefinePointer(s_pointer, null, Affine.Of(0)), new Swap(s_pointer, new("w", MemorySpace.Workspace))] },
        { "used where it is not defined", [new DefinePointer(s_pointer, null, Affine.Of(0)), new Swap(new("w", MemorySpace.Workspace), s_pointer)] },
        { "used where it is not defined", [new AssignVector(s_register, new Splat(1))] },
        { "used where it is not defined", [new Loop(new IndexVariable("k"), Bound.Of(new IndexVariable("row")), Bound.Of(4), 1, false, [])] },
        { "used where it is not defined",
            [new Loop(new IndexVariable("k"), Bound.Of(0), Bound.Of(4), 1, false, []), new DefineId(new("id"), MemorySpace.Tokens, Affine.Of(0).Plus(new IndexVariable("k"), 1))] },
        { "used where it is not defined", [new DefineVector(s_register, new OneHotLanes(new IndexVariable("id"), Affine.Of(0)))] },
        { "used where it is not defined", [new DefineVector(s_register, new BFloat16Half(new VectorRegister("words"), true))] },
        { "used where it is not defined", [new FillZero(MemorySpace.Workspace, Affine.Of(0).Plus(new IndexVariable("row"), 16), 16)] },
        { "moves by 0", [new Loop(new IndexVariable("k"), Bound.Of(0), Bound.Of(4), 0, false, [])] },
        { "no whole iterations", [new Loop(new IndexVariable("k"), Bound.Of(4), Bound.Of(0), 1, false, [])] },
        { "is partitioned, and not simply ascending", [new Loop(new IndexVariable("k"), Bound.Of(0), Bound.Of(4), 1, true, []) { Partitioned = true }] },
        { "may end with a partial iteration, and is not simply ascending", [new Loop(new IndexVariable("k"), Bound.Of(0), Bound.Of(7), 2, true, []) { PartialLast = true }] },
        { "runs between indices in steps of 2", [new Loop(new IndexVariable("row"), Bound.Of(0), Bound.Of(4), 1, false,
            [new Loop(new IndexVariable("k"), Bound.Of(new IndexVariable("row")), Bound.Of(4), 2, false, [])])] },
        { "alternates", [new Loop(new IndexVariable("t"), Bound.Of(0), Bound.Of(4), 1, false,
            [new Loop(new IndexVariable("block"), Bound.Of(0), Bound.Of(4), 1, true, []) { Alternation = new Parity(new IndexVariable("t"), 0) }])] },
        { "0 floats are filled", [new FillZero(MemorySpace.Workspace, Affine.Of(0), 0)] },
        { "0 floats are quantised", [new DefinePointer(s_pointer, null, Affine.Of(0)), new QuantizeFloats(s_pointer, s_pointer, 0)] },
        { "0 floats are copied", [new DefinePointer(s_pointer, null, Affine.Of(0)), new CopyFloats(s_pointer, s_pointer, 0)] },
        { "0 lanes of 8", [new DefinePointer(s_pointer, null, Affine.Of(0)), new StoreVector(s_pointer, 0, new Splat(0), 0, false)] },
        { "9 lanes of 8", [new DefineVector(s_register, new MaskTail(new Splat(0), 9, 0))] },
        { "only read", [new DefinePointer(new("x", MemorySpace.Input), null, Affine.Of(0)), new StoreVector(new("x", MemorySpace.Input), 0, new Splat(0), 8, false)] },
        { "only read", [new DefinePointer(new("b", MemorySpace.Bytes), null, Affine.Of(0)), new StoreVector(new("b", MemorySpace.Bytes), 0, new Splat(0), 8, false)] },
        { "only read", [new DefinePointer(new("y", MemorySpace.Targets), null, Affine.Of(0)), new StoreVector(new("y", MemorySpace.Targets), 0, new Splat(0), 8, false)] },
        { "floats are loaded from Bytes",
            [new DefinePointer(new("b", MemorySpace.Bytes), null, Affine.Of(0)), new DefineVector(s_register, new BroadcastLoad(new("b", MemorySpace.Bytes), 0))] },
        { "takes 3 arguments", [new DefineVector(s_register, new Apply(VectorFunction.MultiplyAdd, [new Splat(1), new Splat(1)]))] },
        { "the statements for Epilogue are not outlined", [new Outlined("Epilogue", "A test.", [])] },
        { "is loaded from Workspace", [new DefineId(new IndexVariable("id"), MemorySpace.Workspace, Affine.Of(0))] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Every_fault_is_named(string message, Statement[] body)
    {
        KernelVerificationException fault = Assert.Throws<KernelVerificationException>(() => KernelVerifier.Verify(Program(body)));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal("Kernel", fault.Method);
    }

    [Theory]
    [InlineData(0, "used where it is not defined")]
    [InlineData(1, null)]
    [InlineData(2, "takes 1 indices and 0 pointers")]
    public void A_call_hands_over_what_the_method_takes(int handed, string? fault)
    {
        IndexVariable row = new("row");
        KernelMethod called = new("Called", "A test.", [new DefinePointer(s_pointer, null, Affine.Of(0).Plus(row, 16))]) { Indices = [row] };
        CallMethod call = new("Called") { Indices = [.. Enumerable.Repeat(row, Math.Max(1, handed))] };
        KernelMethod caller = new("Caller", "A test.", handed == 0 ? [call] : [new Loop(row, Bound.Of(0), Bound.Of(2), 1, false, [call])]);
        void Verify() => KernelVerifier.Verify(new KernelProgram(Target.Lanes8, [caller, called]));
        if (fault is null)
            Verify();
        else
            Assert.Contains(fault, Assert.Throws<KernelVerificationException>(Verify).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_methods_have_two_names()
    {
        KernelMethod method = new("Kernel", "A test.", []);
        KernelVerificationException fault = Assert.Throws<KernelVerificationException>(() =>
            KernelVerifier.Verify(new KernelProgram(Target.Lanes8, [method, method with { Summary = "Another." }])));
        Assert.Contains("another method has this name", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MemorySpace.Workspace, null)]
    [InlineData(MemorySpace.Parameters, "is handed others")]
    public void A_call_hands_over_pointers_into_the_spaces_that_the_method_takes(MemorySpace space, string? fault)
    {
        KernelMethod called = new("Called", "A test.", []) { Pointers = [s_pointer] };
        Pointer handed = new("handed", space);
        KernelMethod caller = new("Caller", "A test.", [new DefinePointer(handed, null, Affine.Of(0)), new CallMethod("Called") { Pointers = [handed] }]);
        void Verify() => KernelVerifier.Verify(new KernelProgram(Target.Lanes8, [caller, called]));
        if (fault is null)
            Verify();
        else
            Assert.Contains(fault, Assert.Throws<KernelVerificationException>(Verify).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_outgrow_the_nearest_cache_are_walked_to_and_fro_by_one_row()
    {
        static string Text(int units) => KernelPrinter.Print(Scheduler.Plan(CompilerPipeline.Compile(
            DeclarationText.Parse(FormattableString.Invariant($"model name=\"M\" inputs=3 steps=5\nlstm units={units}\nlaststep\n")))).Programs[0]);
        Assert.Contains("descending where t is odd", Text(64), StringComparison.Ordinal);
        Assert.DoesNotContain("descending where t is odd", Text(32), StringComparison.Ordinal);
    }

    [Fact]
    public void The_epilogue_of_tiles_of_several_rows_is_a_method_of_its_own()
    {
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(DeclarationText.Parse("model name=\"M\" inputs=3 steps=5\nlstm units=40\nlaststep\n")));
        KernelMethod epilogue = Assert.Single(plan.Programs[0].Methods, static m =>
            m.Name.StartsWith("Sequence", StringComparison.Ordinal) && m.Name.EndsWith("Epilogue", StringComparison.Ordinal));
        Assert.NotEmpty(epilogue.Pointers);
        Assert.DoesNotContain(plan.Programs[0].Methods, static m => m.Name.StartsWith("Step", StringComparison.Ordinal) && m.Name.EndsWith("Epilogue", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_function_has_an_arity() => Assert.All(Enum.GetValues<VectorFunction>(), static f => Assert.InRange(VectorFunctionTraits.Of(f).Arity, 1, 3));
}
