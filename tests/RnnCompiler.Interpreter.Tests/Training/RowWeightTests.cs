namespace RnnCompiler.Interpreter.Tests.Training;

/// <summary>Weights of rows, and gradients that are accumulated over several calls.</summary>
public class RowWeightTests
{
    private const int Rows = 6;
    private static readonly float[] s_weights = [2, 0, 1, 0.5f, 3, 0.25f];
    private static readonly int[] s_lengths = [6, 2, 0, 1, 6, 4];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_is_the_weighted_mean_over_the_elements_of_all_rows(bool eachStep)
    {
        // Of a model with an output for each step the weight of a row counts once for each of its steps.
        string text = eachStep ? Declarations.Bidirectional : Declarations.Lstm;
        using TrainedModel<double> run = new(text, new Sgd(0), Rows);
        int input = run.Inputs.Length / Rows, target = run.Targets.Length / Rows;
        double sum = 0, total = 0;
        Dictionary<string, double[]> gradients = run.Model.Parameters.ToDictionary(static p => p.Name, static p => new double[p.Length]);
        for (int row = 0; row < Rows; row++)
        {
            double weight = s_weights[row] * (eachStep ? s_lengths[row] : Math.Min(1, s_lengths[row]));
            total += weight;
            sum += weight * run.Trainer.ComputeGradients(run.Inputs.AsSpan(row * input, input), run.Targets.AsSpan(row * target, target), [s_lengths[row]]);
            foreach ((string name, double[] gradient) in gradients)
            {
                double[] own = run.Gradient(name);
                for (int i = 0; i < own.Length; i++)
                    gradient[i] += weight * own[i];
            }
        }

        TrainingBatch<double, double> batch = new() { Inputs = run.Inputs, Targets = run.Targets, Lengths = s_lengths, Weights = s_weights };
        Assert.Equal(sum / total, run.Step(batch), 1e-12);
        foreach ((string name, double[] gradient) in gradients)
            Assert.All(gradient.Zip(run.Gradient(name)), pair => Assert.Equal(pair.First / total, pair.Second, 1e-12));
    }

    [Fact]
    public void Weights_that_do_not_fit_and_initial_states_are_refused_and_weights_of_0_update_nothing()
    {
        using TrainedModel<double> run = new(Declarations.Lstm, new Sgd(1), Rows);
        double[] before = run.Parameters;
        TrainingBatch<double, double> batch = new() { Inputs = run.Inputs, Targets = run.Targets };
        Assert.Throws<ArgumentException>("weights", () => run.Step(batch with { Weights = new float[2] }));
        Assert.Throws<ArgumentOutOfRangeException>("weights", () => run.Step(batch with { Weights = new float[] { 1, 1, 1, -1, 1, 1 } }));
        Assert.Throws<ArgumentException>(() => run.Step(batch with { InitialStates = new float[61] }));
        Assert.Throws<ArgumentException>("targets", () => run.Trainer.Step(new TrainingBatch<double, int> { Inputs = run.Inputs, Targets = new int[Rows] }));
        Assert.Equal(0, run.Step(batch with { Weights = new float[Rows] }));
        Assert.Equal(before, run.Parameters);
        Assert.Equal(0, run.Trainer.Updates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void Batches_of_any_size_add_up_to_one_batch_with_its_masks_and_lengths(int size)
    {
        TrainerOptions options = new() { Clipping = GradientClipping.ByNorm(0.01f), Seed = 5 };
        using TrainedModel<double> one = new(Declarations.Dropout, new Adam(0.01f), Rows, options);
        using TrainedModel<double> several = new(Declarations.Dropout, new Adam(0.01f), Rows, options, batchSize: size);
        for (int update = 0; update < 3; update++)
        {
            double expected = one.Trainer.Step(one.Inputs, one.Targets, s_lengths);
            for (int row = 0; row < Rows; row += size)
                several.Accumulate(row..Math.Min(Rows, row + size), s_lengths);
            Assert.Equal(expected, several.Trainer.ApplyGradients(), 1e-12);
            Assert.All(one.Parameters.Zip(several.Parameters), static pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }

        Assert.Equal(3, several.Trainer.Updates);
    }

    [Fact]
    public void Each_update_needs_gradients_of_its_own_and_rows_of_length_0_update_nothing()
    {
        using TrainedModel<float> run = new(Declarations.Lstm, new Sgd(1), Rows);
        float[] before = run.Parameters;
        Assert.Throws<InvalidOperationException>(() => run.Trainer.ApplyGradients());
        Assert.Equal(0, run.Accumulate(.., new int[Rows]));
        Assert.Equal(0, run.Trainer.ApplyGradients());
        Assert.Equal(before, run.Parameters);
        Assert.Throws<InvalidOperationException>(() => run.Trainer.ApplyGradients());
        Assert.Equal(0, run.Trainer.Updates);
        run.Trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => run.Trainer.ApplyGradients());
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_call()
    {
        TrainerOptions options = new() { Clipping = GradientClipping.ByNorm(1), LearningRateFactors = { ["dense"] = 2 } };
        using TrainedModel<float> run = new(Declarations.Dropout, new Adam(0.01f), Rows, options);
        run.Accumulate(..);
        run.Trainer.ApplyGradients();
        TrainingBatch<float, float> batch = new() { Inputs = run.Inputs, Targets = run.Targets, Weights = s_weights };
        run.Step(batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        run.Step(batch);
        run.Accumulate(..);
        run.Trainer.ApplyGradients();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
