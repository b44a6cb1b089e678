namespace RnnCompiler.Runtime.Tests;

/// <summary>Updates by batches with lengths and weights.</summary>
public class TrainingBatchTests
{
    [Fact]
    public void A_batch_without_weights_updates_as_its_spans()
    {
        float[] inputs = AffineRows.Inputs(4), targets = AffineRows.Targets(4);
        int[] lengths = [1, 0, 1, 1];
        float[][] found = [AffineTrainer.Read(AffineTrainer.Store(1, 2, 3, 4)), []];
        for (int i = 0; i < 2; i++)
        {
            CompilerServices.ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
            using AffineTrainer trainer = new(store, new Adam(0.1f), 4);
            float loss = i == 0
                ? trainer.Step(inputs, targets, lengths)
                : trainer.Step(new TrainingBatch<float, float> { Inputs = inputs, Targets = targets, Lengths = lengths });
            found[i] = [loss, .. AffineTrainer.Read(store)];
        }

        Assert.Equal(found[0], found[1]);
    }

    [Fact]
    public void The_loss_is_the_weighted_mean_over_rows()
    {
        float[] inputs = AffineRows.Inputs(4), targets = AffineRows.Targets(4), weights = [1, 0, 2.5f, 0.5f];
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 2, 3, 4), new Sgd(0), 4);
        float loss = trainer.Step(new TrainingBatch<float, float> { Inputs = inputs, Targets = targets, Weights = weights });

        // Σ w (y − t)² / Σ w, and its derivative by the bias, 2 Σ w (y − t) / Σ w.
        double[] differences = [.. Enumerable.Range(0, 4).Select(r => inputs[r * 3] + (2.0 * inputs[(r * 3) + 1]) + (3.0 * inputs[(r * 3) + 2]) + 4 - targets[r])];
        Assert.Equal(differences.Zip(weights, static (d, w) => w * d * d).Sum() / 4, loss, 1e-5);
        Assert.Equal(2 * differences.Zip(weights, static (d, w) => w * d).Sum() / 4, trainer.Gradient()[3], 1e-5);
    }

    [Fact]
    public void Weights_that_are_all_0_update_nothing()
    {
        CompilerServices.ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer trainer = new(store, new Sgd(1), 4);
        Assert.Equal(0, trainer.Step(new TrainingBatch<float, float> { Inputs = new float[] { 1, 2, 3 }, Targets = new float[] { 1 }, Weights = new float[] { 0 } }));
        Assert.Equal([1, 2, 3, 4], AffineTrainer.Read(store));
        Assert.Equal(0, trainer.Updates);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        CompilerServices.ParameterStore store = AffineTrainer.Store(1, 2, 3, 4);
        using AffineTrainer trainer = new(store, new Sgd(1), 4);
        TrainingBatch<float, float> batch = new() { Inputs = new float[] { 1, 2, 3 }, Targets = new float[] { 1 } };
        Assert.Throws<ArgumentException>(() => trainer.Step(batch with { InitialStates = new float[1] }));
        Assert.Throws<ArgumentException>(() => trainer.Step(batch with { Weights = new float[2] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(batch with { Weights = new[] { -1f } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(batch with { Weights = new[] { float.PositiveInfinity } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(batch with { Lengths = new[] { 2 } }));
        Assert.Throws<ArgumentException>(() => trainer.Step(default(TrainingBatch<float, float>)));
        Assert.Equal([1, 2, 3, 4], AffineTrainer.Read(store));
        Assert.Equal(0, trainer.Updates);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using AffineTrainer trainer = new(AffineTrainer.Store(1, 1, 1, 0), new AdamW(0.1f), 2);
        float[] inputs = [1, 2, 3, 4, 5, 6], targets = [10, 20], weights = [1, 2];
        trainer.Step(new TrainingBatch<float, float> { Inputs = inputs, Targets = targets, Weights = weights }); // the runtime initialises classes at the first call
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Step(new TrainingBatch<float, float> { Inputs = inputs, Targets = targets, Weights = weights });
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
