using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Accumulated gradients of several small batches are those of one large batch.</summary>
public class AccumulationTests
{
    private const int Rows = 12;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 0.5)]
    [InlineData(12, 0.5)]
    public void Batches_of_any_size_add_up_to_one_batch_with_its_masks_and_lengths(int size, double rate)
    {
        float[] inputs = AffineRows.Inputs(Rows);
        float[] targets = AffineRows.Targets(Rows);
        int[] lengths = [1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1];
        TrainerOptions options = new() { Clipping = GradientClipping.ByNorm(0.3f), Seed = 5 };
        ParameterStore large = AffineTrainer.Store(1, -2, 3, 4), small = AffineTrainer.Store(1, -2, 3, 4);
        using AffineTrainer one = new(large, new Adam(0.01f), Rows, options, rate);
        using AffineTrainer several = new(small, new Adam(0.01f), size, options, rate);
        for (int update = 0; update < 3; update++)
        {
            float expected = one.Step(inputs, targets, lengths);
            for (int row = 0; row < Rows; row += size)
            {
                int count = Math.Min(size, Rows - row);
                several.AccumulateGradients(inputs.AsSpan(row * 3, count * 3), targets.AsSpan(row, count), lengths.AsSpan(row, count));
            }

            Assert.Equal(expected, several.ApplyGradients(), 1e-5 * expected);
            Assert.All(one.Gradient().Zip(several.Gradient()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            Assert.All(AffineTrainer.Read(large).Zip(AffineTrainer.Read(small)), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        Assert.Equal(3, several.Updates);
    }

    [Fact]
    public void The_gradient_is_that_of_the_mean_loss_of_all_rows()
    {
        // Differences −4 of one row, then −5 and 1 of two rows: the gradient of the bias is 2 (−4 − 5 + 1) / 3.
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 1, 1, 0), new Sgd(0), 2);
        Assert.Equal(16, trainer.AccumulateGradients([1, 2, 3], [10]));
        Assert.Equal(13, trainer.AccumulateGradients([4, 5, 6, 1, 1, 1], [20, 2]));
        Assert.Equal(14, trainer.ApplyGradients(), 1e-5);
        Assert.Equal(-16.0 / 3, trainer.Gradient()[3], 1e-5);
    }

    [Fact]
    public void Rows_of_length_0_do_not_count_and_alone_update_nothing()
    {
        ParameterStore store = AffineTrainer.Store(1, 1, 1, 0);
        using AffineTrainer trainer = new(store, new Sgd(1), 2);
        Assert.Equal(0, trainer.AccumulateGradients([1, 2, 3], [10], [0]));
        Assert.Equal(0, trainer.ApplyGradients());
        Assert.Equal([1, 1, 1, 0], AffineTrainer.Read(store));
        Assert.Equal(0, trainer.Updates);
    }

    [Fact]
    public void Each_update_needs_gradients_of_its_own()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 1, 1, 0), new Sgd(1), 2);
        Assert.Throws<InvalidOperationException>(() => trainer.ApplyGradients());
        trainer.AccumulateGradients([1, 2, 3], [10]);
        trainer.ApplyGradients();
        Assert.Throws<InvalidOperationException>(() => trainer.ApplyGradients());
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.ApplyGradients());
    }

    [Fact]
    public void Values_that_are_not_finite_are_found_when_gradients_are_applied_and_then_forgotten()
    {
        ParameterStore store = AffineTrainer.Store(1, 1, 1, 0);
        using AffineTrainer trainer = new(store, new Sgd(0.01f), 2);
        trainer.AccumulateGradients([1, float.NaN, 3], [10]);
        trainer.AccumulateGradients([1, 2, 3], [10]);
        Assert.Throws<NonFiniteException>(() => trainer.ApplyGradients());
        Assert.Equal([1, 1, 1, 0], AffineTrainer.Read(store));
        trainer.AccumulateGradients([1, 2, 3], [10]);
        Assert.Equal(16, trainer.ApplyGradients());
        Assert.Equal(1, trainer.Updates);
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_call()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 1, 1, 0), new AdamW(0.1f), 2);
        float[] inputs = [1, 2, 3], targets = [10];
        trainer.AccumulateGradients(inputs, targets);
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.AccumulateGradients(inputs, targets);
        trainer.ApplyGradients();
        trainer.AccumulateGradients(inputs, targets);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
