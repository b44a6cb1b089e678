using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Loops;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Tests that threads which partition the lanes of a row do not conflict: they run at the same time with one workspace.</summary>
public class SharedLanesTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            for (int i = 0; i < Declarations.Count; i++)
            {
                foreach (Target target in Target.All)
                    cases.Add(i, target.Name);
            }

            return cases;
        }
    }

    private static IReadOnlyList<ModelDeclaration> Declarations =>
    [
        Model(Lstm(301), LastStep(), Dense(2)) with { InputSize = 17, SequenceLength = 5 },
        Model(Gru(350), Dense(3)) with { InputSize = 5, SequenceLength = 4 },
        Model(Rnn(600)) with { InputSize = 3, SequenceLength = 4 },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_tile_of_a_shared_loop_writes_where_another_one_does(int index, string target)
    {
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(Declarations[index]));
        Assert.True(plan.Sequence.IsShared);
        KernelProgram program = plan.Programs.First(p => p.Target.Name == target);
        int stores = 0;
        foreach (Loop loop in program.Methods.Where(static m => m.Name.StartsWith(KernelMethod.SequenceByLanes, StringComparison.Ordinal))
            .SelectMany(static m => KernelTraversal.Descendants(m.Body)).OfType<Loop>().Where(static l => l.Partitioned))
        {
            HashSet<string> own = [];
            foreach (Statement statement in KernelTraversal.Descendants(loop.Body))
            {
                switch (statement)
                {
                    case DefinePointer define when (define.Base is { } origin && own.Contains(origin.Name)) || define.Offset.Terms.Any(t => t.Index == loop.Index):
                        own.Add(define.Pointer.Name);
                        break;
                    case StoreVector store:
                        stores++;
                        Assert.True(own.Contains(store.Pointer.Name), $"{store.Pointer.Name} is written in each iteration of {loop.Index.Name}");
                        break;
                }
            }
        }

        Assert.True(stores > 0);
    }

    /// <summary>Threads keep the accumulators of their tiles in one buffer at the same time.</summary>
    [Fact]
    public void Scratch_of_a_shared_loop_has_room_for_all_lanes()
    {
        RegionNest[] nests = [.. Declarations.SelectMany(static d => LoopTexts.Program(d, "sequence").Regions).Where(static n => n.Scratch is not null)];
        Assert.NotEmpty(nests);
        Assert.All(nests, static n => Assert.True(n.Scratch!.Length >= n.Region.Accumulations.Count * Target.Pad(n.Region.Length)));
    }
}
