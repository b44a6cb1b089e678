using System.Numerics;

namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>What an interpreted trainer does with a loss or a gradient that is infinite or not a number.</summary>
public class NonFiniteTests
{
    private const string OneUnit = "model name=\"M\" inputs=1 steps=1\nrnn units=1 activation=Relu\nlaststep\ndense units=1\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void By_default_an_update_with_such_a_loss_throws_and_changes_nothing(bool precise)
    {
        if (precise)
            Throws<double>();
        else
            Throws<float>();

        static void Throws<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TrainerOptions options = new() { Clipping = GradientClipping.ByNorm(1) };
            using TrainedModel<T> run = new(Declarations.Lstm, new Adam(0.1f), 2, options), clean = new(Declarations.Lstm, new Adam(0.1f), 2, options);
            run.Step();
            T[] before = run.Parameters;
            T[] inputs = [.. run.Inputs];
            inputs[4] = T.NaN;
            NonFiniteException error = Assert.Throws<NonFiniteException>(() => run.Trainer.Step(inputs, run.Targets));
            Assert.Equal((null, 0, float.NaN, 2L), (error.Parameter, error.Index, error.Value, error.Update));
            Assert.Contains("update 2 the loss is NaN", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, run.Parameters);
            Assert.Equal(1, run.Trainer.Updates);

            // Moments too: the next update is that of a trainer which never saw the value.
            run.Step();
            clean.Step();
            clean.Step();
            Assert.Equal(clean.Parameters, run.Parameters);
        }
    }

    [Fact]
    public void A_gradient_is_named_with_its_element_and_is_judged_before_clipping()
    {
        // y = w h with h = 10³⁸ and w = 10⁻³⁷: the loss (y − 0)² is 100, and dL/dw = 2 y h is beyond the range of float.
        using TrainedModel<float> single = Overflowing<float>();
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => single.Trainer.Step([1e38f], [0f]));
        Assert.Equal(("dense.weight", 0, float.PositiveInfinity, 1L), (error.Parameter, error.Index, error.Value, error.Update));
        Assert.Contains("in update 1 element 0 of the gradient of 'dense.weight' is", error.Message, StringComparison.Ordinal);
        Assert.Equal([float.PositiveInfinity], single.Gradient("dense.weight"));
        Assert.Equal(0, single.Trainer.Updates);

        using TrainedModel<double> precise = Overflowing<double>();
        Assert.Equal(100, precise.Trainer.Step([1e38], [0.0]), 1e-9);
        Assert.Equal(1, precise.Trainer.Updates);

        static TrainedModel<T> Overflowing<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TrainedModel<T> run = new(OneUnit, new Sgd(0), 1, new TrainerOptions { Clipping = GradientClipping.ByValue(1) });
            foreach (ModelParameter parameter in run.Model.Parameters)
                run.Model.WriteParameter(parameter.Name, [parameter.Name switch { "rnn.weight_ih_l0" => T.One, "dense.weight" => T.CreateChecked(1e-37), _ => T.Zero }]);
            return run;
        }
    }

    [Fact]
    public void A_loss_is_judged_even_if_its_gradients_are_finite()
    {
        using TrainedModel<float> run = new("model name=\"M\" inputs=1 steps=1 loss=MeanAbsoluteError\nrnn units=1\nlaststep\n", new Sgd(1), 1);
        float[] before = run.Parameters;
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => run.Trainer.Step([1f], [float.PositiveInfinity]));
        Assert.Equal((null, float.PositiveInfinity), (error.Parameter, error.Value));
        Assert.All(run.Gradient("rnn.weight_ih_l0"), static value => Assert.True(float.IsFinite(value)));
        Assert.Equal(before, run.Parameters);
    }

    [Fact]
    public void An_update_is_skipped_or_made_if_the_options_say_so()
    {
        using TrainedModel<float> skips = new(Declarations.Lstm, new Sgd(1), 2, new() { NonFinite = NonFinite.SkipUpdate });
        float[] before = skips.Parameters;
        float[] inputs = [float.NaN, .. skips.Inputs[1..]];
        Assert.Equal(float.NaN, skips.Trainer.Step(inputs, skips.Targets));
        Assert.Equal(before, skips.Parameters);
        Assert.Equal(0, skips.Trainer.Updates);
        skips.Step();
        Assert.Equal(1, skips.Trainer.Updates);

        using TrainedModel<float> propagates = new(Declarations.Lstm, new Sgd(1), 2, new() { NonFinite = NonFinite.Propagate });
        propagates.Trainer.Step(inputs, propagates.Targets);
        Assert.Contains(propagates.Parameters, static value => float.IsNaN(value));
        Assert.Equal(1, propagates.Trainer.Updates);
    }

    [Fact]
    public void Gradients_alone_are_not_judged_and_those_of_frozen_parameters_never()
    {
        using TrainedModel<float> run = new(Declarations.Lstm, new Sgd(1), 2);
        Assert.Equal(float.NaN, run.Trainer.ComputeGradients([float.NaN, .. run.Inputs[1..]], run.Targets));

        // As above, the gradient of dense.weight alone is infinite.
        using TrainedModel<float> frozen = new(OneUnit, new Sgd(1), 1, new() { LearningRateFactors = { ["dense.weight"] = 0 } });
        foreach (ModelParameter parameter in frozen.Model.Parameters)
            frozen.Model.WriteParameter(parameter.Name, [parameter.Name switch { "rnn.weight_ih_l0" => 1, "dense.weight" => 1e-37f, _ => 0 }]);
        Assert.Equal(100, frozen.Trainer.Step([1e38f], [0f]), 1e-3);
        Assert.Equal(1, frozen.Trainer.Updates);
    }

    [Fact]
    public void Accumulated_values_are_judged_when_gradients_are_applied_and_then_discarded()
    {
        using TrainedModel<double> run = new(Declarations.Lstm, new Sgd(0.01f), 2);
        double[] before = run.Parameters;
        run.Trainer.AccumulateGradients([double.NaN, .. run.Inputs[1..]], run.Targets);
        double loss = run.Accumulate(..);
        Assert.Throws<NonFiniteException>(() => run.Trainer.ApplyGradients());
        Assert.Equal(before, run.Parameters);
        run.Accumulate(..);
        Assert.Equal(loss, run.Trainer.ApplyGradients(), 1e-15);
        Assert.Equal(1, run.Trainer.Updates);
    }
}
