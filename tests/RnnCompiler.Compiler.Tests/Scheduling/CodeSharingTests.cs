using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Sharing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Building;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Tests of the form of shared programs; tests with the kernel interpreter check that results keep their bits.</summary>
public class CodeSharingTests
{

    [Fact]
    public void Eight_levels_take_hardly_more_statements_than_three()
    {
        IReadOnlyList<int> three = Statements(Model(Lstm(64, layers: 3)));
        IReadOnlyList<int> eight = Statements(Model(Lstm(64, layers: 8)));
        Assert.All(three.Zip(eight), static pair => Assert.True(pair.Second <= 1.35 * pair.First, $"{pair.First} statements became {pair.Second}"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void Two_directions_take_less_than_one_and_a_half_times_the_statements_of_one(int layers)
    {
        IReadOnlyList<int> one = Statements(Model(Lstm(64, layers), Mean()));
        IReadOnlyList<int> two = Statements(Model(Lstm(64, layers, bi: true), Mean()));
        Assert.All(one.Zip(two), static pair => Assert.True(pair.Second <= 1.65 * pair.First, $"{pair.First} statements became {pair.Second}"));
    }

    [Fact]
    public void Unrolled_steps_of_a_large_cell_share_their_code()
    {
        ModelDeclaration loop = Model(Lstm(128), LastStep()) with { SequenceLength = 64 };
        Assert.All(
            Statements(loop).Zip(Statements(loop with { Unroll = Unroll.Full })),
            static pair => Assert.True(pair.Second <= 1.65 * pair.First, $"{pair.First} statements became {pair.Second}"));
    }

    [Theory]
    [MemberData(nameof(PlanOptionsTests.Names), MemberType = typeof(PlanOptionsTests))]
    public void A_program_never_grows_and_the_same_program_is_printed_each_time(string name)
    {
        IReadOnlyList<KernelProgram> written = Programs(BuildingZoo.Models[name], share: false);
        IReadOnlyList<KernelProgram> shared = Programs(BuildingZoo.Models[name], share: true);
        Assert.All(written.Zip(shared), static pair => Assert.True(Size(pair.Second) <= Size(pair.First), $"{Size(pair.First)} statements became {Size(pair.Second)}"));
        Assert.Equal(shared.Select(KernelPrinter.Print), written.Select(static p => KernelPrinter.Print(CompactCode.Of(p))));
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        foreach (KernelProgram program in Programs(Model(Gru(64, layers: 4, bi: true), Mean(), Dense(3)), share: true))
            Assert.Equal(KernelPrinter.Print(program), KernelPrinter.Print(CompactCode.Of(program)));
    }

    [Fact]
    public void Every_shared_method_has_several_callers_or_a_loop_around_its_call()
    {
        foreach (KernelProgram program in Programs(Model(Lstm(64, layers: 4, bi: true), Mean(), Dense(3)), share: true))
        {
            IReadOnlyList<(string Method, bool InLoop)> calls = [.. program.Methods.SelectMany(static m => Calls(m.Body, inLoop: false))];
            Assert.All(
                program.Methods.Where(static m => m.Name.StartsWith("Shared", StringComparison.Ordinal)),
                m => Assert.True(calls.Count(c => c.Method == m.Name) > 1 || calls.Single(c => c.Method == m.Name).InLoop, m.Name));
        }
    }

    [Fact]
    public void A_streaming_step_of_small_cells_has_no_calls()
    {
        foreach (KernelProgram program in Programs(Model(Lstm(8, layers: 3)), share: true))
            Assert.Empty(Calls(program.Methods.Single(static m => m.Name == KernelMethod.Step).Body, inLoop: false));
    }

    [Fact]
    public void Steps_that_a_declaration_unrolls_stay_out_of_loops()
    {
        KernelProgram program = Programs(Model(Rnn(4)) with { Unroll = Unroll.Full }, share: true)[0];
        Assert.DoesNotContain(Loops(program.Methods.Single(static m => m.Name == KernelMethod.Sequence).Body), static l =>
            (l.Upper.Runtime == RuntimeNumber.Steps && l.Lower.Runtime is null) || l.Upper.Number == 5);
    }

    [Fact]
    public void Addresses_at_equal_distances_become_one_pointer()
    {
        KernelProgram program = CodeSharing.Share(Program(Nest(0, 1000, 0), Nest(64, 1064, 1)));
        KernelMethod shared = program.Methods.Single(static m => m.Name.StartsWith("Shared", StringComparison.Ordinal));
        Assert.Single(shared.Pointers);
        KernelVerifier.Verify(program);
    }

    [Fact]
    public void Addresses_at_other_distances_are_pointers_of_their_own()
    {
        KernelProgram program = CodeSharing.Share(Program(Nest(0, 1000, 0), Nest(64, 2000, 1)));
        Assert.Equal(2, program.Methods.Single(static m => m.Name.StartsWith("Shared", StringComparison.Ordinal)).Pointers.Count);
        KernelVerifier.Verify(program);
    }

    [Fact]
    public void Blocks_of_other_strides_or_numbers_are_not_shared()
    {
        Assert.Equal(3, CodeSharing.Share(Program(Nest(0, 1000, 0), Nest(64, 1064, 1, stride: 2))).Methods.Count);
        Assert.Equal(3, CodeSharing.Share(Program(Nest(0, 1000, 0), Nest(64, 1064, 1, number: -0.0))).Methods.Count);
    }

    [Fact]
    public void Cancellation_is_looked_at()
    {
        KernelProgram program = Program(Nest(0, 1000, 0), Nest(64, 1064, 1));
        Assert.Throws<OperationCanceledException>(() => CompactCode.Of(program, new CancellationToken(true)));
    }

    /// <summary>Creates a program whose entry calls a method for each body.</summary>
    private static KernelProgram Program(params IReadOnlyList<Statement>[] bodies) => new(
        Target.Lanes16,
        [
            new KernelMethod(KernelMethod.Sequence, "", [.. bodies.Select(static (_, i) => new CallMethod("Nest" + i))]),
            .. bodies.Select(static (body, i) => new KernelMethod("Nest" + i, "", body)),
        ]);

    /// <summary>Creates twenty copies from one address to another.</summary>
    private static IReadOnlyList<Statement> Nest(long from, long to, int copy, int stride = 1, double number = 0)
    {
        Pointer source = new("source" + copy, MemorySpace.Workspace);
        Pointer target = new("target" + copy, MemorySpace.Workspace);
        IndexVariable row = new("row" + copy);
        return
        [
            new Loop(row, Bound.Of(0), Bound.Of(RuntimeNumber.Rows), 1, false,
            [
                new DefinePointer(source, null, Affine.Of(from).Plus(row, 4096)),
                new DefinePointer(target, null, Affine.Of(to).Plus(row, 4096)),
                .. Enumerable.Range(0, 20)
                    .Select(i => new StoreVector(target, 16 * i * stride, new Apply(VectorFunction.Max, [new VectorLoad(source, 16 * i, 16), new Splat(number)]), 16, false)),
            ]),
        ];
    }

    private static IReadOnlyList<KernelProgram> Programs(ModelDeclaration declaration, bool share) =>
        Scheduler.Plan(CompilerPipeline.Compile(declaration), new PlanOptions { ShareCode = share }).Programs;

    private static IReadOnlyList<int> Statements(ModelDeclaration declaration) => [.. Programs(declaration, share: true).Select(Size)];

    private static int Size(KernelProgram program) => program.Methods.Sum(static m => MethodSize.Of(m.Body));

    private static IEnumerable<(string Method, bool InLoop)> Calls(IEnumerable<Statement> statements, bool inLoop) => statements.SelectMany(s => s switch
    {
        CallMethod call => [(call.Method, inLoop)],
        Loop loop => Calls(loop.Body, inLoop: true),
        Conditional conditional => Calls(conditional.Body, inLoop),
        Scope scope => Calls(scope.Body, inLoop),
        _ => [],
    });

    private static IEnumerable<Loop> Loops(IEnumerable<Statement> statements) => statements.SelectMany(static s => s switch
    {
        Loop loop => [loop, .. Loops(loop.Body)],
        Conditional conditional => Loops(conditional.Body),
        Scope scope => Loops(scope.Body),
        _ => Enumerable.Empty<Loop>(),
    });
}
