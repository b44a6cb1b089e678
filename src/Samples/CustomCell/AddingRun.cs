using CustomCell.CommandLine;
using CustomCell.Data;
using CustomCell.Reporting;
using CustomCell.Training;
using RnnCompiler;

namespace CustomCell;

/// <summary>The steps of the sample: three networks learn the same problem, one after the other.</summary>
internal sealed class AddingRun(AddingOptions options, CancellationToken cancellation)
{
    private readonly ConsoleReport _report = new();

    /// <summary>Trains, prints, draws.</summary>
    /// <returns>The curves.</returns>
    public IReadOnlyList<LearningCurve> Execute()
    {
        Directory.CreateDirectory(options.Output);
        _report.Problem(options);
        LearningCurve[] curves =
        [
            Train("ledger, this sample's cell", LedgerModel.Create(options.Seed), static (model, optimizer) => model.CreateTrainer(optimizer, Learner.BatchSize, Options)),
            Train("LSTM", LstmModel.Create(options.Seed), static (model, optimizer) => model.CreateTrainer(optimizer, Learner.BatchSize, Options)),
            Train("vanilla (tanh)", VanillaModel.Create(options.Seed), static (model, optimizer) => model.CreateTrainer(optimizer, Learner.BatchSize, Options)),
        ];
        _report.Results(curves);
        string picture = Path.Combine(options.Output, "adding.png");
        File.WriteAllBytes(picture + ".tmp", CurvePicture.Draw(curves));
        File.Move(picture + ".tmp", picture, overwrite: true);
        _report.Picture(picture);
        return curves;
    }

    private static TrainerOptions Options => new() { Clipping = Learner.Clipping, Threads = Math.Min(2, Environment.ProcessorCount), StepGradientNorms = true };

    private LearningCurve Train<TModel>(string network, TModel model, Func<TModel, Optimizer, ModelTrainer> createTrainer)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float> =>
        FitDisplay.Run(network, options.Updates, progress =>
            Learner.Train(network, model, createTrainer, (int)(options.Seed % AddingProblem.MostTrainingSeeds), options.Updates, progress, cancellation));
}
