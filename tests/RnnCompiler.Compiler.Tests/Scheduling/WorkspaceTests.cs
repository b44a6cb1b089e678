using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Compiler.Scheduling;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Scheduling;

public class WorkspaceTests
{
    /// <summary>Declarations with every kind of layer, and of sizes below and above a storage block.</summary>
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, Declarations.Count)];

    private static IReadOnlyList<ModelDeclaration> Declarations =>
    [
        Model(Lstm(1)) with { InputSize = 1, SequenceLength = 1 },
        Model(Lstm(17, layers: 3, bi: true), Dense(5)) with { InputSize = 33, SequenceLength = 40 },
        Model(Gru(16, layers: 2, bi: true, merge: Merge.Multiply), Dropout(0.2), Dense(40), Dense(3)) with { SequenceLength = 9 },
        Model(Gru(5), Mean(), Dense(300)) with { SequenceLength = 2 },
        Model(Embedding(50, 70), Lstm(8), Dropout(0.5), Max(), Dense(2)) with { InputSize = 0, SequenceLength = 12 },
        Model(Dropout(0.5), Rnn(3), LastStep()) with { InputSize = 100, SequenceLength = 30 },
        Model(Dense(3), Dense(64), Rnn(30, layers: 4), Dense(1)) with { InputSize = 2, SequenceLength = 5 },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rule_for_the_tape_speaks_before_the_scheduler_overflows(int index)
    {
        ModelDeclaration declaration = Declarations[index];
        int perRow = Scheduler.Plan(CompilerPipeline.Compile(declaration)).Training!.WorkspacePerRow;
        long promised = (declaration.SequenceLength + 1) * TotalRules.TapePerStep(new NetworkPlan(declaration));
        Assert.True(perRow <= promised, $"{perRow} floats are kept, {promised} were promised as the most");
    }
}
