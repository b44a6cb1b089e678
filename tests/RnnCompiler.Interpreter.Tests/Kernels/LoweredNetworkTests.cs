using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Declarations;
using RnnCompiler.Interpreter.Kernels;

namespace RnnCompiler.Interpreter.Tests.Kernels;

/// <summary>Lowered programs of random networks against the equations in double precision: sequences, streams, losses and gradients.</summary>
public sealed class LoweredNetworkTests
{
    private const int Rows = 3;

    [Fact]
    public void Random_networks_mean_their_equations() => Check(seed: 11, count: 24);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_their_equations() => Check(seed: 12, count: 300);

    private static void Check(int seed, int count)
    {
        RandomNetworks networks = new(seed);
        for (int i = 0; i < count; i++)
        {
            ModelDeclaration declaration = networks.Next() with { Unroll = i % 3 == 0 ? Unroll.Full : Unroll.Auto };
            Check(declaration, [Target.All[i % Target.All.Count]]);
        }
    }

    private static void Check(ModelDeclaration declaration, IReadOnlyList<Target> targets)
    {
        string what = DeclarationText.Write(declaration);
        Module module = CompilerPipeline.Compile(declaration);
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { Targets = targets });
        InterpretedModel<double> model = InterpretedModel.FromDeclarationDouble(declaration, 3);
        Example<double> example = new(model, Rows);
        float[] inputs = declaration.HasTokenInput ? [] : Floats(example.Reals);
        int[] tokens = declaration.HasTokenInput ? example.Ids : [];
        float[] targetsOf = declaration.HasClassTargets ? [] : Floats(example.Targets);
        int[] classes = declaration.HasClassTargets ? example.Classes : [];
        double[] output = example.Forward(0, Rows);
        (double loss, Dictionary<string, double[]> gradients) = Gradients(model, example);
        foreach (KernelProgram program in plan.Programs)
        {
            KernelModel lowered = new(plan, program.Target);
            foreach (ModelParameter parameter in model.Parameters)
            {
                double[] values = new double[parameter.Length];
                model.ReadParameter(parameter.Name, values);
                lowered.WriteParameter(parameter.Name, Floats(values));
            }

            Near(output, lowered.Forward(inputs, tokens, Rows), 1e-5, $"the output of {what}");
            (float found, IReadOnlyDictionary<string, float[]> derivatives) = lowered.Train(inputs, tokens, targetsOf, classes, Rows, Mask);
            Near([loss], [found], 1e-5, $"the loss of {what}");
            foreach ((string parameter, double[] expected) in gradients.Where(g => !module.Parameters.First(p => p.Name == g.Key).IsFrozen))
                Near(expected, derivatives[parameter], 1e-4, $"the gradient of {parameter} of {what}");
            if (module.Step is not null)
                CheckStream(model, lowered, example, what);
        }

        void Mask(int row, int mask, float[] values)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = CompilerServices.NoiseGenerator.Mask(1, 0, mask, row, i, module.Noises[mask].Rate, module.Noises[mask].Mean);
        }
    }

    private static (double Loss, Dictionary<string, double[]> Gradients) Gradients(InterpretedModel<double> model, Example<double> example)
    {
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { Seed = 1 });
        double loss = example.Train(trainer, 0, Rows, update: false);
        Dictionary<string, double[]> gradients = [];
        foreach (ModelParameter parameter in model.Parameters)
            trainer.ReadGradient(parameter.Name, gradients[parameter.Name] = new double[parameter.Length]);
        return (loss, gradients);
    }

    private static void CheckStream(InterpretedModel<double> model, KernelModel lowered, Example<double> example, string what)
    {
        InterpretedState<double> state = model.CreateState();
        double[] expected = example.Step(state, 0, model.SequenceLength);
        float[] stream = lowered.CreateState();
        List<float> found = [];
        for (int t = 0; t < model.SequenceLength; t++)
        {
            ReadOnlySpan<float> input = Floats(example.Reals[(t * model.InputSize)..((t + 1) * model.InputSize)]);
            int[] token = model.Declaration.HasTokenInput ? [example.Ids[t]] : [];
            found.AddRange(lowered.Step(ref stream, token.Length > 0 ? [] : input, token)[..model.OutputSize]);
        }

        Near(expected, [.. found], 1e-5, $"the stream of {what}");
    }

    private static float[] Floats(double[] values) => Array.ConvertAll(values, static v => (float)v);

    private static void Near(double[] expected, float[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        double greatest = Math.Max(0.1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * greatest, $"{what}: element {i} should be {expected[i]}, found {found[i]}.");
    }
}
