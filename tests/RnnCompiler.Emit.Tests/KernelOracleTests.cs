using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.EmitRunner;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Emit.Tests;

/// <summary>Emitted kernels against the interpreter of the same lowered program, which shares no arithmetic with them.</summary>
public class KernelOracleTests
{
    public static TheoryData<string, string> Cases { get; } = new()
    {
        { nameof(LstmLast), "scalar" }, { nameof(GruEachStep), "16" }, { nameof(TokensEachStep), "8" }, { nameof(SoftmaxHead), "scalar" }, { nameof(MaxRelu), "16" },
        { nameof(BiGruSum), "8" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_the_interpreted_program(string name, string targets)
    {
        ZooModel generated = Zoo.Find(name);
        ZooData data = ZooData.Of(generated);
        ZooInstance instance = new EmittedModel(generated, targets) { Name = name }.Create(4);
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(DeclarationText.Parse(generated.Declaration)), new PlanOptions { Targets = Target.ParseList(targets) });
        KernelModel interpreted = new(plan, plan.Programs[0].Target);
        foreach (ModelParameter parameter in generated.Parameters)
        {
            float[] values = new float[parameter.Length];
            instance.ReadParameter(parameter.Name, values);
            interpreted.WriteParameter(parameter.Name, values);
        }

        ZooBatch batch = data.Batch(3, 9);
        float[] output = new float[3 * data.OutputLength];
        instance.Forward(batch, output);
        Assert.InRange(Tolerances.OutputError(output, [.. interpreted.Forward(batch.Inputs, batch.Tokens, 3).Select(static x => (double)x)]), 0, 2);

        using ZooTrainer trainer = instance.CreateTrainer(new Sgd(0.1f), 3);
        float loss = trainer.ComputeGradients(batch);
        (float expected, IReadOnlyDictionary<string, float[]> gradients) = interpreted.Train(batch.Inputs, batch.Tokens, batch.Targets, batch.Classes, 3);
        Assert.Equal(expected, loss, 1e-5f * Math.Max(1, Math.Abs(expected)));
        foreach (ModelParameter parameter in generated.Parameters)
        {
            float[] gradient = new float[parameter.Length];
            trainer.ReadGradient(parameter.Name, gradient);
            Assert.InRange(Tolerances.GradientError(gradient, [.. gradients[parameter.Name].Select(static x => (double)x)]), 0, 2);
        }
    }
}
