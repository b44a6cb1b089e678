using NumberWords.CommandLine;
using NumberWords.Data;
using NumberWords.Evaluation;
using NumberWords.Models;
using NumberWords.Reporting;
using NumberWords.Training;
using RnnCompiler;
using Samples;

namespace NumberWords;

/// <summary>The steps of the sample: train a network on numbers in words, score it on held-out numbers, draw its attention.</summary>
/// <param name="options">The options.</param>
/// <param name="heldOut">How many numbers are held out.</param>
/// <param name="cancellation">Stops the run.</param>
internal sealed class WordsRun(WordsOptions options, int heldOut, CancellationToken cancellation)
{
    /// <summary>How many numbers the sample holds out.</summary>
    public const int HeldOut = 5000;

    private const int HeldOutDuringTraining = 200;
    private const int Beams = 4;
    private const int Examples = 3;
    private const int LeastDrawn = 100_000;

    private readonly ConsoleReport _report = new();

    /// <summary>Runs.</summary>
    /// <returns>The scores on held-out numbers: of each language greedy, then with beams.</returns>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public IReadOnlyList<ExactMatch> Execute()
    {
        OutputFolder folder = OutputFolder.Prepare(options.Output);
        NumberSplit numbers = new(options.Seed, heldOut);
        using NumberTranslator model = NumberTranslator.Create(options.Seed);
        _report.Task(numbers, NumberTranslator.ParameterCount);
        _report.Trained(TranslatorTrainer.Train(
            model,
            numbers,
            options.Updates,
            TimeSpan.FromSeconds(options.Seconds),
            progress => _report.Progress(progress, Score(model, numbers.HeldOut.Take(HeldOutDuringTraining), 1)),
            cancellation));

        ExactMatch[] matches = [.. Score(model, numbers.HeldOut, 1), .. Score(model, numbers.HeldOut, Beams)];
        _report.Scores(matches);
        Translation translation = new(model);
        foreach (int number in numbers.HeldOut.Take(Examples))
        {
            foreach (string words in Language.All.Select(language => language.Words(number)))
                _report.Example(words, translation.Translate(words, new GenerationOptions()));
        }

        string weights = Path.Combine(folder.Path, "numbers.safetensors");
        model.Save(weights);
        int drawn = numbers.HeldOut.First(static number => number >= LeastDrawn);
        AttentionMatrix[] matrices = [.. Language.All.Select(language => AttentionMatrix.Of(weights, drawn, language))];
        _report.Files(folder.Write("attention.png", AttentionPicture.Draw(matrices)), weights);
        return matches;
    }

    private ExactMatch[] Score(NumberTranslator model, IEnumerable<int> numbers, int beams) =>
        [.. Language.All.Select(language => ExactMatch.Of(model, language, numbers, beams, cancellation))];
}
