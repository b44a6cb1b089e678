using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Kernels;

namespace RnnCompiler.Integration.Tests;

/// <summary>However far time is unrolled, results are the same bits.</summary>
public class UnrollingTests
{
    private const int Rows = 5;

    private static readonly string[] s_layers =
    [
        "lstm units=5\nlaststep\ndense units=2 name=\"head\"\n",
        "gru units=20 bidirectional=true\nrnn units=3\n",
        "lstm units=70\nlaststep\n",
    ];

    public static TheoryData<int, string, string> Cases
    {
        get
        {
            TheoryData<int, string, string> cases = [];
            foreach (int layers in Enumerable.Range(0, s_layers.Length))
            {
                foreach (string unroll in new[] { "unroll=Full", "unroll=Auto", "unrollfactor=2", "unrollfactor=3", "unrollfactor=4", "unrollfactor=7" })
                    cases.Add(layers, unroll, layers == 2 ? Target.Lanes16.Name : Target.Lanes8.Name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Unrolling_changes_no_bit(int layers, string unroll, string target)
    {
        (float[] outputs, float loss, IReadOnlyDictionary<string, float[]> gradients) expected = Run(layers, "unroll=None", target);
        (float[] outputs, float loss, IReadOnlyDictionary<string, float[]> gradients) = Run(layers, unroll, target);
        Assert.Equal(expected.outputs, outputs);
        Assert.Equal(expected.loss, loss);
        Assert.All(expected.gradients, g => Assert.Equal(g.Value, gradients[g.Key]));
    }

    [Fact]
    public void Copies_that_one_method_cannot_hold_go_to_several()
    {
        ModelPlan plan = Plan(2, "unroll=Full");
        Assert.Contains(plan.Programs[0].Methods, static m => m.Name.Contains("Training", StringComparison.Ordinal) && m.Name.Contains("Steps", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Programs[0].Methods.SelectMany(static m => m.Body), static s => s is Loop { Index.Name: "t", Lower.Runtime: null });
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    public void Parts_share_results_out_without_a_gap_or_an_overlap(int layers, int parts)
    {
        foreach (Target target in Target.All)
        {
            (float[] _, float loss, IReadOnlyDictionary<string, float[]> gradients) alone = Run(layers, "unroll=Auto", target.Name);
            (float[] _, float loss, IReadOnlyDictionary<string, float[]> gradients) = Run(layers, "unroll=Auto", target.Name, parts);
            Assert.Equal(alone.loss, loss);
            Assert.All(alone.gradients, g => Assert.Equal(g.Value, gradients[g.Key]));
        }
    }

    private static ModelPlan Plan(int layers, string unroll) =>
        Scheduler.Plan(CompilerPipeline.Compile(DeclarationText.Parse($"{$"model name=\"M\" inputs=3 steps=7 {unroll}".TrimEnd()}\n{s_layers[layers]}")));

    private static (float[] Outputs, float Loss, IReadOnlyDictionary<string, float[]> Gradients) Run(int layers, string unroll, string target, int parts = 1)
    {
        ModelPlan plan = Plan(layers, unroll);
        KernelModel model = new(plan, Target.All.First(t => t.Name == target)) { Parts = parts };
        Random random = new(5);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) / 2))];
        foreach (ParameterPlacement parameter in plan.Parameters)
            model.WriteParameter(parameter.Tensor.Name, Draw((int)parameter.Tensor.ElementCount));
        float[] input = Draw(Rows * 7 * 3);
        float[] targets = Draw(Rows * plan.Module.OutputSteps * plan.Module.OutputSize);
        float[] outputs = model.Forward(input, [], Rows);
        (float loss, IReadOnlyDictionary<string, float[]> gradients) = model.Train(input, [], targets, [], Rows, (_, _, mask) => Array.Fill(mask, 1f));
        return (outputs, loss, gradients);
    }
}
