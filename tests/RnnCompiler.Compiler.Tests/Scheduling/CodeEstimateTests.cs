using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Tests.Building;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Scheduling;

/// <summary>Tests of the estimated number of statements against the scheduled number.</summary>
public class CodeEstimateTests
{
    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, Declarations.Count)];

    // Random cells have equations that are dead or constant, which the passes remove but the estimate counts.
    public static TheoryData<string> Zoo { get; } = [.. BuildingZoo.Models.Keys.Where(static k => k != "custom cells")];

    private static IReadOnlyList<ModelDeclaration> Declarations =>
    [
        Model(Rnn(16), LastStep(), Dense(4)),
        Model(Gru(64), Mean(), Dense(4)),
        Model(Lstm(100), Mean(), Dense(4)) with { InputSize = 7 },
        Model(Lstm(512)) with { InputSize = 64 },
        Model(Lstm(64, layers: 8)),
        Model(Lstm(16, layers: 32), LastStep(), Dense(4)),
        Model(Gru(64, layers: 2, bi: true), Mean(), Dense(4)),
        Model(Lstm(16, layers: 8, bi: true), Mean()),
        Model(Lstm(16), Mean()) with { SequenceLength = 64, UnrollFactor = 4 },
        Model(Lstm(64)) with { SequenceLength = 64, Unroll = Unroll.Full },
        Model(Gru(16, layers: 4, bi: true), Mean()) with { SequenceLength = 64, UnrollFactor = 16 },
        Model(Gru(16), Lstm(20), Lstm(36), Gru(48), Rnn(64), Dense(2)),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_estimate_is_within_a_factor_of_two_and_a_half(int index) => Check(Declarations[index], 2.5);

    // Cells of a few units have neither tiles of several rows nor lanes beyond a block, so they take less code than estimated.
    [Theory]
    [MemberData(nameof(Zoo))]
    public void The_estimate_of_tiny_models_is_within_a_factor_of_four(string name) => Check(BuildingZoo.Models[name], 4);

    private static void Check(ModelDeclaration declaration, double factor)
    {
        CodeEstimate estimate = CodeEstimate.Of(declaration);
        Module module = CompilerPipeline.Compile(declaration);
        AssertClose(estimate.Straight, Statements(Scheduler.Plan(module, new PlanOptions { ShareCode = false })), factor, "straight");
        AssertClose(estimate.Shared, Statements(Scheduler.Plan(module)), factor, "shared");
    }

    private static long Statements(ModelPlan plan) => plan.Programs.Sum(static p => p.Methods.Sum(static m => (long)MethodSize.Of(m.Body)));

    private static void AssertClose(long estimate, long found, double factor, string what) =>
        Assert.True(estimate <= factor * found && found <= factor * estimate, $"{estimate} {what} statements were estimated, {found} were scheduled");
}
