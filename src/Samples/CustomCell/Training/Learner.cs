using CustomCell.Data;
using RnnCompiler;

namespace CustomCell.Training;

/// <summary>Trains one network. An epoch is some batches of new sequences; after each one the error on validation sequences is measured.</summary>
internal static class Learner
{
    /// <summary>Sequences of an update.</summary>
    public const int BatchSize = 64;

    /// <summary>Updates of an epoch.</summary>
    public const int UpdatesPerEpoch = 50;

    /// <summary>Validation sequences, and as many test sequences.</summary>
    public const int JudgedRows = 1000;

    // An LSTM improves little over a thousand updates before it finds the solution.
    private const int Patience = 40;
    private const float LearningRate = 0.003f;

    /// <summary>Clipping of gradients.</summary>
    public static GradientClipping Clipping { get; } = GradientClipping.ByNorm(1);

    /// <summary>Trains; the network ends with the weights of the epoch that has the lowest error on the validation sequences.</summary>
    /// <param name="network">The name of the network in reports.</param>
    /// <param name="model">The network, which is changed.</param>
    /// <param name="createTrainer">Creates its trainer, which no interface does.</param>
    /// <param name="seed">The seed of the training sequences; validation and test sequences are the same for all.</param>
    /// <param name="updates">The most updates.</param>
    /// <param name="progress">Receives progress; null for none.</param>
    /// <param name="cancellation">Ends training after the current batch.</param>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static LearningCurve Train<TModel>(
        string network, TModel model, Func<TModel, Optimizer, ModelTrainer> createTrainer, int seed, int updates, IProgress<FitProgress>? progress,
        CancellationToken cancellation)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>
    {
        AddingProblem validation = new(AddingProblem.ValidationSeed, JudgedRows);
        IReadOnlyList<float> norms = GradientNorms(model, createTrainer);
        using ModelTrainer trainer = createTrainer(model, new Adam(LearningRate));
        FitResult result = trainer.Fit(
            TrainingData.From(new BatchStream(seed, updates)),
            new FitOptions
            {
                Epochs = (updates + UpdatesPerEpoch - 1) / UpdatesPerEpoch,
                Validation = TrainingData.From(validation.Inputs, validation.Targets),
                Patience = Patience,
                Progress = progress,
            },
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        double error = Error(model, new AddingProblem(AddingProblem.TestSeed, JudgedRows));
        return LearningCurve.Of(network, TModel.Parameters.Sum(static p => p.Length), result, updates, error, norms);
    }

    /// <summary>Computes how much of the gradient at the end of a sequence arrives at each step, before training: the learning rate is 0.</summary>
    private static float[] GradientNorms<TModel>(TModel model, Func<TModel, Optimizer, ModelTrainer> createTrainer)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>
    {
        AddingProblem rows = new(AddingProblem.ValidationSeed, BatchSize);
        using ModelTrainer trainer = createTrainer(model, new Sgd(0));
        trainer.Fit(TrainingData.From(rows.Inputs, rows.Targets), new FitOptions { Epochs = 1 });
        float[] norms = new float[AddingProblem.Steps];
        trainer.ReadStepGradientNorms(norms);
        return norms;
    }

    private static double Error<TModel>(TModel model, AddingProblem test)
        where TModel : ISequenceModel<float>
    {
        float[] answers = new float[test.Targets.Length];
        model.Forward(test.Inputs, answers, answers.Length);
        return answers.Zip(test.Targets, static (answer, target) => Math.Pow((double)answer - target, 2)).Average();
    }
}
