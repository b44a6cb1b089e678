namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>A compiled network whose loss function has several outputs and targets: against plain loops in double precision over its outputs, and against differences.</summary>
public sealed class LossNetworkTests
{
    private const int Rows = 5, Steps = 5, Words = 4;

    private static readonly int[] s_steps = [5, 3, 0, 1, 4], s_words = [4, 0, 4, 2, 1];
    private readonly float[] _x, _words, _path, _scale;
    private readonly int[] _tags;

    public LossNetworkTests()
    {
        Random random = new(6);
        _x = Draw(Steps, 2, s_steps);
        _words = Draw(Words, 3, s_words);
        _path = Draw(Steps, 3, s_steps);
        _scale = Draw(1, 1, [1, 1, 0, 1, 1]);
        _tags = [.. Enumerable.Range(0, Rows * Words).Select(i => i % Words < s_words[i / Words] ? random.Next(-1, 3) : 1000)];

        float[] Draw(int steps, int size, int[] lengths) =>
            [.. Enumerable.Range(0, Rows * steps * size).Select(i => i / size % steps < lengths[i / (steps * size)] ? (2 * random.NextSingle()) - 1 : float.NaN)];
    }

    [Fact]
    public void The_loss_is_the_mean_of_plain_loops_over_rows_of_at_least_one_step()
    {
        using Annotated model = Annotated.Create(3);
        float[] path = new float[Rows * Steps * 2], tags = new float[Rows * Words * 3], level = new float[Rows * 2];
        model.Forward(_x, _words, path, tags, level, Rows, s_steps, s_words);
        double sum = 0;
        for (int row = 0; row < Rows; row++)
            sum += s_steps[row] == 0 ? 0 : Loss(row, path, tags, level);
        float expected = (float)(sum / 4);

        using Annotated.Trainer trainer = model.CreateTrainer(new Sgd(0.05f), Rows);
        Assert.Equal(expected, trainer.Evaluate(_x, _words, _path, _tags, _scale, s_steps, s_words), 1e-5f);
        Assert.Equal(expected, trainer.ComputeGradients(_x, _words, _path, _tags, _scale, s_steps, s_words), 1e-5f);
        Assert.Equal(expected, trainer.Step(_x, _words, _path, _tags, _scale, s_steps, s_words), 1e-5f);
        Assert.True(trainer.Evaluate(_x, _words, _path, _tags, _scale, s_steps, s_words) < expected);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using Annotated model = Annotated.Create(4);
        using Annotated.Trainer trainer = model.CreateTrainer(new Sgd(0), Rows);
        trainer.ComputeGradients(_x, _words, _path, _tags, _scale, s_steps, s_words);
        Differences.Check(Annotated.Parameters, trainer, model.ReadParameter, model.WriteParameter,
            () => trainer.Evaluate(_x, _words, _path, _tags, _scale, s_steps, s_words));
    }

    [Fact]
    public void Targets_have_the_sizes_and_classes_of_the_function()
    {
        using Annotated model = Annotated.Create(4);
        using Annotated.Trainer trainer = model.CreateTrainer(new Sgd(0), Rows);
        int[] classes = [.. _tags];
        classes[1] = 3;
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(_x, _words, _path, classes, _scale, s_steps, s_words));
        Assert.ThrowsAny<ArgumentException>(() => trainer.Step(_x, _words, _path[..^1], _tags, _scale, s_steps, s_words));
        Assert.ThrowsAny<ArgumentException>(() => trainer.Step(_x, _words, _path, _tags, new float[2 * Rows], s_steps, s_words));
        Assert.Throws<ArgumentException>(() => model.CreateTrainer(new Sgd(0), Rows, new TrainerOptions { ClassWeights = [1, 1, 1] }));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using Annotated model = Annotated.Create(5);
        using Annotated.Trainer trainer = model.CreateTrainer(new Sgd(0.01f), Rows);
        Run();
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run() => trainer.Step(_x, _words, _path, _tags, _scale, s_steps, s_words);
    }

    private double Loss(int row, float[] path, float[] tags, float[] level)
    {
        double error = 0, entropy = 0;
        double[] greatest = new double[2], sums = new double[2];
        for (int i = 0; i < 2 * s_steps[row]; i++)
        {
            double target = _path[(((row * Steps) + (i / 2)) * 3) + (i % 2) + 1];
            double before = i < 2 ? 0 : path[(row * Steps * 2) + i - 2];
            error += Math.Pow(before - target, 2);
            greatest[i % 2] = Math.Max(greatest[i % 2], Math.Abs(target));
        }

        int counted = 0;
        for (int at = row * Words; at < (row * Words) + s_words[row]; at++)
        {
            (sums[0], sums[1]) = (sums[0] + tags[at * 3], sums[1] + tags[(at * 3) + 1]);
            counted += _tags[at] < 0 ? 0 : 1;
            entropy -= _tags[at] < 0 ? 0 : Math.Log(tags[(at * 3) + _tags[at]]);
        }

        double difference = (Math.Abs(level[2 * row] - sums[0]) + Math.Abs(level[(2 * row) + 1] - sums[1])) / 2;
        return (error / (greatest.Sum() + 0.5)) + (0.7 * entropy / Math.Max(1, counted)) + (difference * _scale[row]);
    }
}
