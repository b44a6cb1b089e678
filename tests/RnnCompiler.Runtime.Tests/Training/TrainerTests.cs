using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class TrainerTests
{
    private static readonly float[] Inputs = [1, 2, 3, 4, 5, 6];
    private static readonly float[] Targets = [10, 20];

    [Fact]
    public void Nothing_is_allocated_from_the_first_call_on()
    {
        using LinearTrainer trainer = new(
            LinearTrainer.Store(1, 1, 1),
            new AdamW(0.1f),
            2,
            new() { Clipping = GradientClipping.ByNorm(1), Schedule = LearningRateSchedule.Cosine(5), InputGradient = true },
            rate: 0.5);
        float[] gradient = new float[6];

        // The static arrays are made when they are first touched; that is the test's own.
        float[] inputs = Inputs;
        float[] targets = Targets;
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Step(inputs, targets);
        trainer.ComputeGradients(inputs, targets);
        trainer.ReadGradient("w", gradient.AsSpan(0, 3));
        trainer.ReadGradient("input", gradient);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Loss_gradients_and_update_are_means_over_the_rows()
    {
        ParameterStore store = LinearTrainer.Store(1, 1, 1);
        using LinearTrainer trainer = new(store, new Sgd(0.01f), 4, new() { InputGradient = true });

        // Differences −4 and −5.
        Assert.Equal(20.5f, trainer.ComputeGradients(Inputs, Targets));
        Assert.Equal([-24, -33, -42], Gradient(trainer, "w", 3));
        Assert.Equal([-4, -4, -4, -5, -5, -5], Gradient(trainer, "input", 6));
        Assert.Equal([1, 1, 1], SmallModel.Read(store, "w"));
        Assert.Equal(20.5f, trainer.Step(Inputs, Targets));
        Assert.Equal([1 + 0.01f * 24, 1 + 0.01f * 33, 1 + 0.01f * 42], SmallModel.Read(store, "w"));
        Assert.Equal(1, trainer.Updates);
    }

    [Fact]
    public void Fewer_rows_than_the_batch_size_are_welcome()
    {
        using LinearTrainer trainer = new(LinearTrainer.Store(1, 1, 1), new Sgd(0.01f), 4, new() { InputGradient = true });
        Assert.Equal(16, trainer.ComputeGradients(Inputs.AsSpan(0, 3), Targets.AsSpan(0, 1)));
        Assert.Equal([-8, -16, -24], Gradient(trainer, "w", 3));
        Assert.Throws<ArgumentException>(() => Gradient(trainer, "input", 6));
        Assert.Equal([-8, -8, -8], Gradient(trainer, "input", 3));
    }

    [Fact]
    public void Clipping_and_schedule_apply_to_updates()
    {
        ParameterStore store = LinearTrainer.Store(1, 1, 1);
        using LinearTrainer trainer = new(
            store, new Sgd(1), 2, new() { Clipping = GradientClipping.ByValue(0.5f), Schedule = LearningRateSchedule.Exponential(0.5) });
        trainer.Step(Inputs, Targets);
        Assert.Equal([1.5f, 1.5f, 1.5f], SmallModel.Read(store, "w"));
        Assert.Equal([-0.5f, -0.5f, -0.5f], Gradient(trainer, "w", 3));
        store.Write("w", [1, 1, 1]);
        trainer.Step(Inputs, Targets);
        Assert.Equal([1.25f, 1.25f, 1.25f], SmallModel.Read(store, "w"));
        trainer.Optimizer.LearningRate = 0;
        trainer.Step(Inputs, Targets);
        Assert.Equal([1.25f, 1.25f, 1.25f], SmallModel.Read(store, "w"));
    }

    [Fact]
    public void Masks_repeat_until_an_update_and_depend_on_the_seed()
    {
        float[] Losses(ulong seed)
        {
            using LinearTrainer trainer = new(LinearTrainer.Store(1, 2, 3), new Sgd(0), 2, new() { Seed = seed }, rate: 0.5);
            List<float> losses = [];
            for (int i = 0; i < 20; i++)
            {
                float first = trainer.ComputeGradients(Inputs, Targets);
                Assert.Equal(first, trainer.ComputeGradients(Inputs, Targets));
                Assert.Equal(first, trainer.Step(Inputs, Targets));
                losses.Add(first);
            }

            return [.. losses];
        }

        Assert.Equal(Losses(1), Losses(1));
        Assert.NotEqual(Losses(1), Losses(2));
        Assert.True(Losses(1).Distinct().Count() > 5);
    }

    [Fact]
    public void Options_are_copied_when_the_trainer_is_made()
    {
        ParameterStore store = LinearTrainer.Store(1, 1, 1);
        TrainerOptions options = new();
        using LinearTrainer trainer = new(store, new Sgd(1), 2, options);
        options.Clipping = GradientClipping.ByValue(0.1f);
        trainer.Step(Inputs, Targets);
        Assert.Equal([25, 34, 43], SmallModel.Read(store, "w"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 1)]
    [InlineData(9, 3)]
    [InlineData(6, 1)]
    [InlineData(6, 3)]
    public void Wrong_lengths_change_nothing(int inputs, int targets)
    {
        ParameterStore store = LinearTrainer.Store(1, 1, 1);
        using LinearTrainer trainer = new(store, new Sgd(1), 2);
        trainer.ComputeGradients(Inputs, Targets);
        Assert.Throws<ArgumentException>(() => trainer.Step(new float[inputs], new float[targets]));
        Assert.Equal([1, 1, 1], SmallModel.Read(store, "w"));
        Assert.Equal([-24, -33, -42], Gradient(trainer, "w", 3));
        Assert.Equal(0, trainer.Updates);
    }

    [Fact]
    public void Ids_out_of_range_are_refused_before_the_kernel_runs()
    {
        using CountingTrainer trainer = new(CountingTrainer.Plan(), 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step([0, 5], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step([0, -1], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step([0, 4], [3]));
        Assert.Equal(0, trainer.Calls);
        trainer.Step([0, 4], [2]);
        Assert.Equal(1, trainer.Calls);
    }

    [Fact]
    public void Wrong_constructions_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearTrainer(LinearTrainer.Store(1, 1, 1), new Sgd(1), 0));
        Assert.Throws<ArgumentNullException>(() => new LinearTrainer(LinearTrainer.Store(1, 1, 1), null!, 1));
        Assert.Throws<ArgumentException>(() => new CountingTrainer(CountingTrainer.Plan(), 1, new() { InputGradient = true }));
        TrainingPlan ofFloats = new() { InputLength = 1, TargetLength = 1, Steps = 1, WorkspacePerRow = 16, OutputSteps = 1, LossOffset = 0, LossWeightOffset = 0 };
        Assert.Throws<ArgumentException>(() => new CountingTrainer(ofFloats, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { Threads = 0 });
    }

    [Fact]
    public void A_tape_that_does_not_fit_is_refused_with_its_size()
    {
        TapeTooLargeException error = Assert.Throws<TapeTooLargeException>(() => new CountingTrainer(CountingTrainer.Plan(int.MaxValue), 1_000_000));
        Assert.InRange(error.Bytes, 4_000_000L * int.MaxValue, 4_000_001L * int.MaxValue);
        Assert.Throws<TapeTooLargeException>(() => new CountingTrainer(CountingTrainer.Plan(int.MaxValue), int.MaxValue));
        Assert.Contains(error.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false, 1000)]
    [InlineData(1, false, 1000)]
    [InlineData(2, true, 1000)]
    public void The_estimate_of_memory_counts_all_that_a_trainer_makes(int moments, bool inputGradient, int batchSize)
    {
        const int Tape = 640, Input = 30, Panels = 4096, Storage = 512;
        TrainingPlan plan = new()
        {
            InputLength = Input,
            TargetLength = 1,
            Steps = 1,
            OutputSteps = 1,
            WorkspacePerRow = Tape,
            PanelLength = Panels,
            LossOffset = 0,
            LossWeightOffset = 0,
        };


        // The tape, the gradient of the input, sorted copies of that and of inputs and targets, transposed weights, gradients, and as many floats for each moment.
        long floats = ((long)Tape * batchSize) + (inputGradient ? 2 * Input * batchSize : 0) + ((Input + 1) * batchSize) + Panels + Storage + (Storage * moments);
        TrainerChecks.Memory(plan, moments, Storage, batchSize, inputGradient, 4 * floats);
        TapeTooLargeException error = Assert.Throws<TapeTooLargeException>(() => TrainerChecks.Memory(plan, moments, Storage, batchSize, inputGradient, (4 * floats) - 1));
        Assert.Equal((4 * floats, (4 * floats) - 1), (error.Bytes, error.Limit));
    }

    [Theory]
    [InlineData(32, 1, 16, 1 << 27)]
    [InlineData(1, 32, 16, 1 << 27)]
    [InlineData(1, 1, 1 << 30, 1)]
    public void A_tape_a_gradient_or_moments_larger_than_one_array_are_refused_however_much_memory_there_is(int tape, int input, int storage, int batchSize)
    {
        TrainingPlan plan = new() { InputLength = input, TargetLength = 1, Steps = 1, WorkspacePerRow = tape, OutputSteps = 1, LossOffset = 0, LossWeightOffset = 0 };
        TapeTooLargeException error = Assert.Throws<TapeTooLargeException>(() =>
            TrainerChecks.Memory(plan, momentCount: 2, storage, batchSize, inputGradient: true, long.MaxValue));
        Assert.Equal(4L * AlignedBuffer.MaxLength, error.Limit);
    }

    [Fact]
    public void Gradients_need_a_call_and_a_known_name()
    {
        using LinearTrainer trainer = new(LinearTrainer.Store(1, 1, 1), new Sgd(1), 2);
        Assert.Throws<InvalidOperationException>(() => Gradient(trainer, "w", 3));
        trainer.ComputeGradients(Inputs, Targets);
        Assert.Throws<ArgumentException>(() => Gradient(trainer, "v", 3));
        Assert.Throws<ArgumentException>(() => Gradient(trainer, "input", 6));
        Assert.Throws<ArgumentException>(() => Gradient(trainer, "w", 4));
    }

    [Fact]
    public void A_disposed_trainer_says_so()
    {
        LinearTrainer trainer = new(LinearTrainer.Store(1, 1, 1), new Sgd(1), 2);
        trainer.Dispose();
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Step(Inputs, Targets));
        Assert.Throws<ObjectDisposedException>(() => trainer.ComputeGradients(Inputs, Targets));
    }

    private static float[] Gradient(LinearTrainer trainer, string name, int length)
    {
        float[] gradient = new float[length];
        trainer.ReadGradient(name, gradient);
        return gradient;
    }
}
