using System.Diagnostics;
using CustomCell.Data;
using RnnCompiler;

namespace CustomCell.Training;

/// <summary>Trains one network and watches its error on sequences that it never learns.</summary>
internal static class Learner
{
    /// <summary>Sequences of an update.</summary>
    public const int BatchSize = 64;

    private const int TestRows = 1000;
    private const int UpdatesPerPoint = 50;
    private const float LearningRate = 0.003f;

    /// <summary>Clipping of gradients.</summary>
    public static GradientClipping Clipping { get; } = GradientClipping.ByNorm(1);

    /// <summary>Trains.</summary>
    /// <param name="network">What reports call it.</param>
    /// <param name="model">The network, which is changed.</param>
    /// <param name="createTrainer">Its own method, which no interface names.</param>
    /// <param name="seed">Of the sequences that it learns; what it is tested with is the same for all.</param>
    /// <param name="updates">How many batches it learns.</param>
    /// <param name="watch">Is told of each point.</param>
    /// <param name="cancellation">Looked at before each update.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static LearningCurve Train<TModel>(
        string network, TModel model, Func<TModel, Optimizer, Trainer<float, float>> createTrainer, int seed, int updates, Action<int, double> watch,
        CancellationToken cancellation)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>
    {
        AddingProblem learned = new(seed, BatchSize);
        AddingProblem test = new(seed: -1, TestRows);
        using Trainer<float, float> trainer = createTrainer(model, new Adam(LearningRate));
        List<(int Updates, double Seconds, double Error)> points = [];
        Stopwatch clock = Stopwatch.StartNew();
        for (int update = 0; update <= updates; update++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (update % UpdatesPerPoint == 0 || update == updates)
            {
                points.Add((update, clock.Elapsed.TotalSeconds, Error(model, test)));
                watch(update, points[^1].Error);
            }

            if (update < updates)
            {
                trainer.Step(learned.Inputs, learned.Targets);
                learned.Draw();
            }
        }

        return new LearningCurve(network, TModel.Parameters.Sum(static p => p.Length), points);
    }

    private static double Error<TModel>(TModel model, AddingProblem test)
        where TModel : ISequenceModel<float>
    {
        float[] answers = new float[test.Targets.Length];
        model.Forward(test.Inputs, answers, answers.Length);
        return answers.Zip(test.Targets, static (answer, target) => Math.Pow((double)answer - target, 2)).Average();
    }
}
