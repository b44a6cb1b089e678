using CharacterModel.Corpora;
using CharacterModel.Evaluation;
using CharacterModel.Training;
using Spectre.Console;
using static Samples.ReportTables;

namespace CharacterModel.Reporting;

/// <summary>Prints the results of the sample.</summary>
internal sealed class ConsoleReport
{
    private const int Lines = 12;

    private readonly IAnsiConsole _console = Open();
    private int _lines;

    /// <summary>Prints the sizes of the text.</summary>
    public void Text(Corpus corpus) =>
        Say($"{corpus.Training.Length:N0} characters of {corpus.Name} to learn from, {corpus.HeldOut.Length:N0} held out; an alphabet of {Alphabet.Count} characters.");

    /// <summary>Shows progress while the network is trained: a line that changes in a terminal, elsewhere some lines.</summary>
    public LossCurve Watch(string network, Func<Action<LossPoint>, LossCurve> train)
    {
        if (Console.IsOutputRedirected || !_console.Profile.Capabilities.Interactive)
            return train(point => Now(network, point));
        return _console.Status().Start(network.EscapeMarkup(), status => train(point => status.Status = Line(network, point).EscapeMarkup()));
    }

    /// <summary>Prints the time of training.</summary>
    public void Trained(string network, LossCurve curve) =>
        Say($"{network}: trained in {curve.Time.TotalSeconds:F0} s, {curve.AllCharacters / curve.Time.TotalSeconds:N0} characters/s.");

    /// <summary>Prints the scores.</summary>
    public void Scores(Corpus corpus, IReadOnlyList<Score> scores)
    {
        Say($"\nHeld-out text: {corpus.HeldOut.Length - 1:N0} predicted characters");
        Table table = Columns("predictor", ">parameters", ">bits per character", ">perplexity");
        foreach (Score score in scores)
            Row(table, score.Name, $"{score.Parameters:N0}", $"{score.Bits:F3}", $"{score.Perplexity:F3}");
        _console.Write(table);
    }

    /// <summary>Prints the title of a generated text and its prompt; its characters follow.</summary>
    public void Begin(string title, string prompt) => Say($"\n── {title} ──\n{prompt}▶");

    /// <summary>Prints a generated character.</summary>
    public void Write(char character) => _console.Write(new Text(character.ToString()));

    /// <summary>Prints the paths of the results.</summary>
    public void Files(string text, string picture, string weights) => Say($"\n\nGenerated text: {text}\nPerplexity: {picture}\nWeights: {weights}");

    private static string Line(string network, LossPoint point) =>
        $"{network}: {(double)point.Characters / point.AllCharacters:P0} of training, perplexity {Math.Exp(point.Loss):F2} on training text";

    private void Now(string network, LossPoint point)
    {
        int due = (int)(Lines * point.Characters / point.AllCharacters);
        if (due == _lines)
            return;
        _lines = due;
        Say(Line(network, point));
    }

    // The project is culture-invariant, so numbers look the same everywhere.
    private void Say(string text) => _console.WriteLine(text);
}
