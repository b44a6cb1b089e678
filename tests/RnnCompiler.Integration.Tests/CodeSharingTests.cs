using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>Sharing code is the identity: lowered programs of the zoo give the same bits with and without it.</summary>
public class CodeSharingTests
{
    /// <summary>Each model on one target.</summary>
    public static TheoryData<string, string> Sample => Cases(static (model, target) => target == model % Target.All.Count);

    /// <summary>Each model on the others.</summary>
    public static TheoryData<string, string> Rest => Cases(static (model, target) => target != model % Target.All.Count);

    [Theory]
    [MemberData(nameof(Sample))]
    public void Sharing_code_changes_no_bit(string name, string target) => Check(name, target);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Rest))]
    public void Sharing_code_changes_no_bit_on_any_other_target(string name, string target) => Check(name, target);

    private static TheoryData<string, string> Cases(Func<int, int, bool> wanted)
    {
        TheoryData<string, string> cases = [];
        for (int model = 0; model < Zoo.All.Count; model++)
        {
            for (int target = 0; target < Target.All.Count; target++)
            {
                if (wanted(model, target))
                    cases.Add(Zoo.All[model].Name, Target.All[target].Name);
            }
        }

        return cases;
    }

    private static void Check(string name, string targetName)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        Target target = Target.All.Single(t => t.Name == targetName);
        PlanOptions options = new() { Targets = [target] };
        KernelModel written = Model(data, options with { ShareCode = false }, target, parts: 1);

        // Five rows make a tile of several and a rest; the longest sequences are left at one row, since interpretation is slow.
        ZooBatch batch = data.Batch(data.Declaration.SequenceLength > 100 ? 1 : 5, 60);
        float[] outputs = written.Forward(batch.Inputs, batch.Tokens, batch.Rows);
        (float loss, IReadOnlyDictionary<string, float[]> gradients) = Train(written, batch);
        foreach (int parts in new[] { 1, 3 })
        {
            KernelModel shared = Model(data, options, target, parts);
            Assert.Equal(outputs, shared.Forward(batch.Inputs, batch.Tokens, batch.Rows));
            (float found, IReadOnlyDictionary<string, float[]> foundGradients) = Train(shared, batch);
            Assert.Equal(loss, found);
            Assert.All(gradients, g => Assert.Equal(g.Value, foundGradients[g.Key]));
        }

        if (data.Model.IsStreaming)
            Assert.Equal(Stream(written, data, batch), Stream(Model(data, options, target, parts: 1), data, batch));
    }

    private static KernelModel Model(ZooData data, PlanOptions options, Target target, int parts)
    {
        KernelModel kernels = new(Scheduler.Plan(data.Module, options), target) { Parts = parts };
        Random random = new(61);
        foreach (ModelParameter parameter in data.Model.Parameters)
        {
            float[] values = new float[parameter.Length];
            for (int i = 0; i < values.Length; i++)
                values[i] = random.NextSingle() - 0.5f;
            kernels.WriteParameter(parameter.Name, values);
        }

        return kernels;
    }

    private static (float Loss, IReadOnlyDictionary<string, float[]> Gradients) Train(KernelModel kernels, ZooBatch batch) =>
        kernels.Train(batch.Inputs, batch.Tokens, batch.Targets, batch.Classes, batch.Rows, (row, stream, mask) =>
        {
            Random random = new((100 * row) + stream);
            for (int i = 0; i < mask.Length; i++)
                mask[i] = random.Next(2);
        });

    private static IReadOnlyList<float[]> Stream(KernelModel kernels, ZooData data, ZooBatch batch)
    {
        float[] state = kernels.CreateState();
        int features = data.Declaration.InputSize;
        int steps = Math.Min(5, data.Declaration.SequenceLength);
        return
        [
            .. Enumerable.Range(0, steps).Select(t => data.Declaration.HasTokenInput
                ? kernels.Step(ref state, [], batch.Tokens.AsSpan(t, 1))
                : kernels.Step(ref state, batch.Inputs.AsSpan(t * features, features), [])),
        ];
    }
}
