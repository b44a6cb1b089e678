using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>
/// Models whose weights inference keeps in fewer bits, beside the same models with float weights. That they compute what their rounded weights
/// stand for is asked by the tests of all engines; here, what the rounding costs, and that it stays behind no parameter.
/// </summary>
public class ReducedWeightsTests
{
    public static TheoryData<string, string> InBFloat16 => new() { { nameof(WideGruInBFloat16), nameof(WideGru) }, { nameof(BiStackInBFloat16), nameof(BiStack) } };

    public static TheoryData<string, string, double> Errors => new()
    {
        // Of the greatest output, as documented; what is seen here is 1.9e-3, 4e-4, 1.7e-3 and 5.2e-3.
        { nameof(WideGruInBFloat16), nameof(WideGru), 5e-3 },
        { nameof(BiStackInBFloat16), nameof(BiStack), 5e-3 },
        { nameof(MixedInInt8), nameof(Mixed), 1e-2 },
        { nameof(MixedInIntegers), nameof(Mixed), 2e-2 },
    };

    [Theory]
    [MemberData(nameof(InBFloat16))]
    public void BFloat16_weights_give_the_bits_of_float_weights_that_were_rounded_before(string reducedName, string floatName)
    {
        ZooData data = ZooData.Of(Zoo.Find(reducedName));
        GeneratedRun reduced = new(data);
        GeneratedRun rounded = new(ZooData.Of(Zoo.Find(floatName)));
        Copy(data.Model, reduced.Instance, rounded.Instance, Round);
        foreach (int rows in new[] { 1, 2, 9, 33 })
        {
            ZooBatch batch = data.Batch(rows, rows);
            Assert.Equal(rounded.Forward(batch), reduced.Forward(batch));
        }

        if (data.Model.IsStreaming)
            Assert.Equal(rounded.Stream(data.Batch(1, 5)), reduced.Stream(data.Batch(1, 5)));
    }

    /// <summary>The lowered programs of every width, step and sequence, run over planned memory.</summary>
    [Fact]
    public void BFloat16_weights_give_those_bits_with_vectors_of_every_width()
    {
        ModelDeclaration declaration = DeclarationText.Parse("model name=\"M\" inputs=5 steps=4 weights=BFloat16\nlstm units=19\nrnn units=33\ndense units=5\n");
        ModelPlan reducedPlan = Scheduler.Plan(CompilerPipeline.Compile(declaration));
        ModelPlan floatPlan = Scheduler.Plan(CompilerPipeline.Compile(declaration with { Weights = WeightFormat.Float32 }));
        Random random = new(1);
        float[] input = [.. Enumerable.Range(0, 3 * 4 * 5).Select(_ => (random.NextSingle() * 2) - 1)];
        foreach (Target target in Target.All)
        {
            KernelModel reduced = new(reducedPlan, target);
            KernelModel rounded = new(floatPlan, target);
            foreach (ParameterPlacement parameter in reducedPlan.Parameters)
            {
                float[] values = [.. Enumerable.Range(0, (int)parameter.Tensor.ElementCount).Select(_ => random.NextSingle() - 0.5f)];
                reduced.WriteParameter(parameter.Tensor.Name, values);
                rounded.WriteParameter(parameter.Tensor.Name, parameter.Tensor.Shape.Count == 2 ? Array.ConvertAll(values, Round) : values);
            }

            Assert.Equal(rounded.Forward(input, [], 3), reduced.Forward(input, [], 3));
            float[] state = reduced.CreateState();
            float[] other = rounded.CreateState();
            for (int t = 0; t < 2; t++)
                Assert.Equal(rounded.Step(ref other, input.AsSpan(t * 5, 5), []), reduced.Step(ref state, input.AsSpan(t * 5, 5), []));
        }
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Outputs_are_off_by_no_more_than_documented_and_not_by_nothing(string reducedName, string floatName, double bound)
    {
        ZooData data = ZooData.Of(Zoo.Find(reducedName));
        GeneratedRun reduced = new(data);
        GeneratedRun exact = new(ZooData.Of(Zoo.Find(floatName)));
        Copy(data.Model, reduced.Instance, exact.Instance, static w => w);
        ZooBatch batch = data.Batch(33, 4);
        float[] expected = exact.Forward(batch);
        float[] found = reduced.Forward(batch);
        double error = expected.Zip(found).Max(static p => Math.Abs((double)p.First - p.Second)) / expected.Max(Math.Abs);
        Assert.InRange(error, 1e-5, bound);
    }

    /// <summary>
    /// Int8 weights are multiplied as integers up to 127 before they are scaled: magnitudes of a vector may add up to 2.6e36, as documented. With integer products
    /// they may be any.
    /// </summary>
    [Theory]
    [InlineData(nameof(MixedInInt8), 2.6e36f / 5)]
    [InlineData(nameof(MixedInIntegers), float.MaxValue)]
    public void Great_inputs_do_not_overflow(string name, float greatest)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        GeneratedRun reduced = new(data);
        GeneratedRun exact = new(ZooData.Of(Zoo.Find(nameof(Mixed))));
        Copy(data.Model, reduced.Instance, exact.Instance, static w => w);
        ZooBatch batch = data.Batch(9, 4);
        for (int i = 0; i < batch.Inputs.Length; i++)
            batch.Inputs[i] = batch.Inputs[i] < 0 ? -greatest : greatest;
        float[] expected = exact.Forward(batch);
        float[] found = reduced.Forward(batch);
        Assert.All(expected.Zip(found), static p => Assert.Equal(p.First, p.Second, 2e-2));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Training_is_that_of_float_weights_to_the_bit(string reducedName, string floatName, double bound)
    {
        Assert.True(bound > 0);
        ZooData data = ZooData.Of(Zoo.Find(reducedName));
        ZooBatch batch = data.Batch(9, 3);
        Assert.Equal(new GeneratedRun(ZooData.Of(Zoo.Find(floatName))).Updated(batch), new GeneratedRun(data).Updated(batch));
    }

    [Theory]
    [InlineData(nameof(WideGruInBFloat16))]
    [InlineData(nameof(BiStackInBFloat16))]
    [InlineData(nameof(MixedInInt8))]
    [InlineData(nameof(MixedInIntegers))]
    public void An_update_is_seen_by_the_next_call(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        GeneratedRun trained = new(data);
        ZooBatch batch = data.Batch(5, 3);
        float[] before = trained.Forward(batch);
        using (ZooTrainer trainer = trained.Instance.CreateTrainer(new Sgd(0.5f), 5))
            trainer.Step(batch);
        GeneratedRun written = new(data);
        Copy(data.Model, trained.Instance, written.Instance, static w => w);
        Assert.NotEqual(before, trained.Forward(batch));
        Assert.Equal(written.Forward(batch), trained.Forward(batch));
    }

    /// <summary>Copies all parameters; matrices, all of which these models multiply by, through a function.</summary>
    private static void Copy(ZooModel model, ZooInstance from, ZooInstance to, Func<float, float> matrix)
    {
        foreach (ModelParameter parameter in model.Parameters)
        {
            float[] values = new float[parameter.Length];
            from.ReadParameter(parameter.Name, values);
            to.WriteParameter(parameter.Name, parameter.Shape.Count == 2 ? Array.ConvertAll(values, v => matrix(v)) : values);
        }
    }

    /// <summary>The nearest bfloat16 of a number that is finite, in units of its last bit.</summary>
    private static float Round(float value)
    {
        if (value == 0)
            return value;
        double unit = Math.Pow(2, Math.Floor(Math.Log2(Math.Abs(value))) - 7);
        return (float)(Math.Round(value / unit, MidpointRounding.ToEven) * unit);
    }
}
