using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>What a trainer does with a loss or a gradient that is infinite or not a number.</summary>
public class NonFiniteTests
{
    public static TheoryData<float> Values => [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    [Theory]
    [MemberData(nameof(Values))]
    public void By_default_an_update_with_such_a_loss_throws_and_changes_nothing(float value)
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer trainer = new(store, new Adam(0.1f), 2, new() { Clipping = GradientClipping.ByNorm(1) });
        trainer.Step([1, 2, 3], [4]);
        float[] before = AffineTrainer.Read(store);
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => trainer.Step([1, value, 3], [4]));
        Assert.Equal((null, 2), (error.Parameter, error.Update));
        Assert.False(float.IsFinite(error.Value));
        Assert.Contains("update 2 the loss is", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, AffineTrainer.Read(store));
        Assert.Equal(1, trainer.Updates);

        // Moments too: the next update is that of a trainer which never saw the value.
        trainer.Step([1, 2, 3], [4]);
        ParameterStore other = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer clean = new(other, new Adam(0.1f), 2, new() { Clipping = GradientClipping.ByNorm(1) });
        clean.Step([1, 2, 3], [4]);
        clean.Step([1, 2, 3], [4]);
        Assert.Equal(AffineTrainer.Read(other), AffineTrainer.Read(store));
    }

    [Fact]
    public void A_gradient_is_named_with_its_element_and_update()
    {
        using StubTrainer trainer = new(
            static (ref KernelFrame frame) =>
            {
                StubTrainer.SetLosses(ref frame, 1);
                Unsafe.Add(ref frame.Gradients, 32) = float.PositiveInfinity;
            },
            new() { Clipping = GradientClipping.ByValue(1) });
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => trainer.Step(new float[3], new float[1]));
        Assert.Equal(("w", 2, float.PositiveInfinity, 1L), (error.Parameter, error.Index, error.Value, error.Update));
        Assert.Contains("in update 1 element 2 of the gradient of 'w' is", error.Message, StringComparison.Ordinal);
        float[] gradient = new float[3];
        trainer.ReadGradient("w", gradient);
        Assert.Equal([0, 0, float.PositiveInfinity], gradient);
    }

    [Fact]
    public void An_update_is_skipped_or_made_if_the_options_say_so()
    {
        ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer skips = new(store, new Sgd(1), 2, new() { NonFinite = NonFinite.SkipUpdate });
        Assert.Equal(float.NaN, skips.Step([1, float.NaN, 3], [4]));
        Assert.Equal([1, 2, 3, 4], AffineTrainer.Read(store));
        Assert.Equal(0, skips.Updates);
        skips.Step([1, 2, 3], [4]);
        Assert.Equal(1, skips.Updates);

        using AffineTrainer propagates = new(store, new Sgd(1), 2, new() { NonFinite = NonFinite.Propagate });
        propagates.Step([1, float.NaN, 3], [4]);
        Assert.All(AffineTrainer.Read(store), static value => Assert.Equal(float.NaN, value));
        Assert.Equal(1, propagates.Updates);
    }

    [Fact]
    public void Gradients_alone_are_not_judged_and_an_unknown_reaction_is_refused()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(1), 2);
        Assert.Equal(float.NaN, trainer.ComputeGradients([1, float.NaN, 3], [4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { NonFinite = (NonFinite)3 });
    }

    [Fact]
    public void Each_element_of_a_span_of_any_length_is_checked()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] values = [.. Enumerable.Repeat(float.MaxValue, length)];
            Assert.True(FiniteCheck.AreFinite(values));
            for (int i = 0; i < length; i++)
            {
                foreach (float value in (float[])[float.NaN, float.NegativeInfinity, float.PositiveInfinity])
                {
                    values[i] = value;
                    Assert.False(FiniteCheck.AreFinite(values));
                }

                values[i] = -float.Epsilon;
            }
        }
    }
}
