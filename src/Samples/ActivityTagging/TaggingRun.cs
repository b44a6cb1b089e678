using ActivityTagging.CommandLine;
using ActivityTagging.Data;
using ActivityTagging.Evaluation;
using ActivityTagging.Models;
using ActivityTagging.Reporting;
using ActivityTagging.Training;
using RnnCompiler;
using Samples;

namespace ActivityTagging;

/// <summary>The steps of the sample: record persons, train two networks, score them beside a baseline on other persons.</summary>
internal sealed class TaggingRun(TaggingOptions options, CancellationToken cancellation)
{
    private readonly ConsoleReport _report = new();

    /// <summary>Runs.</summary>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public void Execute()
    {
        OutputFolder folder = OutputFolder.Prepare(options.Output);
        PersonSplit split = PersonSplit.Record(options.Seed);
        _report.Data(split);

        BidirectionalTagger model = BidirectionalTagger.Create(options.Seed);
        NetworkTagger<BidirectionalTagger> bidirectional = new("bidirectional GRU", model, static (m, optimizer, batchSize, o) => m.CreateTrainer(optimizer, batchSize, o));
        NetworkTagger<ForwardTagger> forward = new(
            "GRU in one direction", ForwardTagger.Create(options.Seed), static (m, optimizer, batchSize, o) => m.CreateTrainer(optimizer, batchSize, o));
        Train(bidirectional, split);
        Train(forward, split);

        ITagger[] taggers = [new NaiveBayes(split.Training), forward, bidirectional];
        TaggerScore[] scores = [.. taggers.Select(tagger => TaggerScore.Of(tagger, split.Test, cancellation))];
        _report.Scores(split.Test, scores);
        _report.Classes(scores[^1]);
        string weights = Path.Combine(folder.Path, "tagger.safetensors");
        model.Save(weights);
        _report.Files(folder.Write("confusion.png", ConfusionPicture.Draw(scores[^1])), weights);
    }

    private void Train<TModel>(NetworkTagger<TModel> tagger, PersonSplit split)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>
    {
        FitResult result = FitDisplay.Run(tagger, _report.Console, progress =>
            tagger.Train(split.Training, split.Validation, options.Epochs, options.Seed, progress, cancellation));
        _report.Trained(tagger, result);
    }
}
