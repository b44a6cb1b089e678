using System.Text;
using CharacterModel.CommandLine;
using CharacterModel.Corpora;
using CharacterModel.Evaluation;
using CharacterModel.Generation;
using CharacterModel.Models;
using CharacterModel.Reporting;
using CharacterModel.Training;
using Samples;

namespace CharacterModel;

/// <summary>The steps of the sample: read a text, train a network on it, score it beside n-grams on held-out text, generate more of the text.</summary>
internal sealed class CharacterRun(CharacterOptions options, CancellationToken cancellation)
{
    private const string Network = "LSTM";
    private const int PromptLength = 160;

    private readonly ConsoleReport _report = new();

    /// <summary>Runs.</summary>
    /// <returns>The scores on held-out text: unigrams, trigrams, the network.</returns>
    /// <exception cref="CorpusException">The text cannot be found, or is too short.</exception>
    /// <exception cref="IOException">The text cannot be read, or the output folder not written.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public IReadOnlyList<Score> Execute()
    {
        OutputFolder folder = OutputFolder.Prepare(options.Output);
        Corpus corpus = CorpusReader.Read(options.Text, options.Seed, options.Size.MostCharacters);
        _report.Text(corpus);

        using CharacterLstm model = CharacterLstm.Create(options.Seed);
        LossCurve curve = _report.Watch(Network, watch => LanguageTrainer.Train(model, corpus.Training, options.Size.Epochs, watch, cancellation));
        _report.Trained(Network, curve);

        ICharacterPredictor[] predictors =
        [
            new NGram("unigrams", 1, Alphabet.Count, corpus.Training), new NGram("trigrams", 3, Alphabet.Count, corpus.Training), new NetworkPredictor(Network, model),
        ];
        Score[] scores = [.. predictors.Select(predictor => Score.Of(predictor, corpus.HeldOut))];
        _report.Scores(corpus, scores);

        string text = folder.Write("generated.txt", Encoding.UTF8.GetBytes(Generate(model, corpus.HeldOut.AsSpan(0, PromptLength))));
        string weights = Path.Combine(folder.Path, "characters.safetensors");
        model.Save(weights);
        _report.Files(text, folder.Write("perplexity.png", PerplexityPicture.Draw(curve, scores)), weights);
        return scores;
    }

    private string Generate(CharacterLstm model, ReadOnlySpan<int> prompt)
    {
        StringBuilder text = new();
        foreach (Passage passage in Passage.All(options.Seed))
        {
            _report.Begin(passage.Name, Alphabet.Text(prompt));
            text.Append($"── {passage.Name} ──\n{Alphabet.Text(prompt)}▶").Append(passage.Write(model, prompt, _report.Write, cancellation)).Append("\n\n");
        }

        return text.ToString();
    }
}
