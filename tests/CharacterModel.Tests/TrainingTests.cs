using CharacterModel.CommandLine;
using CharacterModel.Corpora;
using CharacterModel.Evaluation;
using CharacterModel.Generation;
using CharacterModel.Models;
using CharacterModel.Training;
using RnnCompiler;

namespace CharacterModel.Tests;

/// <summary>Windows, training, scores and generated text.</summary>
public sealed class TrainingTests
{
    // A text whose next character follows from more than two characters before it: trigrams cannot predict it.
    private static readonly int[] s_text = Alphabet.Ids(string.Concat(Enumerable.Repeat("one, two, three; one, three, two; two, one, three.\n", 800)));

    [Fact]
    public void Rows_continue_from_window_to_window()
    {
        Windows windows = new([.. Enumerable.Range(0, 50)], rows: 2, steps: 6);
        Assert.Equal(4, windows.Count);
        for (int window = 0; window < windows.Count; window++)
        {
            windows.Read(window);
            Assert.Equal([.. Enumerable.Range(window * 6, 6), .. Enumerable.Range(24 + window * 6, 6)], windows.Inputs);
            Assert.Equal(windows.Inputs.Select(static id => id + 1), windows.Targets);
        }
    }

    [Fact]
    public void The_score_of_a_network_is_that_of_single_steps()
    {
        using CharacterLstm model = CharacterLstm.Create(2);
        ReadOnlySpan<int> text = s_text.AsSpan(0, 600);
        CharacterLstm.State state = model.CreateState();
        float[] logits = new float[Alphabet.Count];
        double sum = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            model.Step(state, text.Slice(i, 1), logits);
            sum -= logits[text[i + 1]] - Math.Log(logits.Sum(static l => Math.Exp(l)));
        }

        Assert.Equal(sum / (text.Length - 1), new NetworkPredictor("LSTM", model).CrossEntropy(text), 1e-9);
    }

    [Fact]
    public void A_trained_network_predicts_better_than_trigrams_and_writes_the_text()
    {
        using CharacterLstm model = CharacterLstm.Create(1);
        List<LossPoint> seen = [];
        LossCurve curve = LanguageTrainer.Train(model, s_text, 16, seen.Add, default);
        Assert.Equal(curve.Points, seen);
        Assert.True(curve.Points[^1].Loss < curve.Points[0].Loss);
        double trigrams = new NGram("trigrams", 3, Alphabet.Count, s_text).CrossEntropy(s_text.AsSpan(0, 2000));
        Assert.InRange(new NetworkPredictor("LSTM", model).CrossEntropy(s_text.AsSpan(0, 2000)), 0, 0.5 * trigrams);

        int[] prompt = Alphabet.Ids("one, two, three; one, ");
        Passage greedy = new("greedy", 20, new GenerationOptions());
        Assert.Equal("three, two; two, one", greedy.Write(model, prompt, static _ => { }, default));
        Passage line = new("line", 100, new GenerationOptions { Beams = 3, StopTokens = [Alphabet.EndOfLine] });
        string written = "";
        Assert.Equal("three, two; two, one, three.", line.Write(model, prompt, c => written += c, default));
        Assert.Equal("three, two; two, one, three.", written);
    }

    [Fact]
    public void Cancellation_stops_training_and_text()
    {
        using CharacterLstm model = CharacterLstm.Create(1);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => LanguageTrainer.Train(model, s_text, 1, static _ => { }, stop.Token));
        int characters = 0;
        Assert.Throws<OperationCanceledException>(() => new Passage("", 50, new GenerationOptions()).Write(model, [1], _ => characters++, stop.Token));
        Assert.Equal(1, characters);
    }

    [Fact]
    public void A_run_writes_its_results_and_equal_seeds_give_equal_text()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"character-model-{Guid.NewGuid():N}");
        try
        {
            string text = Path.Combine(folder, "text.txt");
            Directory.CreateDirectory(folder);
            File.WriteAllText(text, Alphabet.Text(s_text));
            CharacterOptions options = new(text, folder, 3, new RunSize(1, 24_000));
            IReadOnlyList<Score> scores = new CharacterRun(options, default).Execute();
            Assert.Equal(["unigrams", "trigrams", "LSTM"], scores.Select(static s => s.Name));
            string generated = File.ReadAllText(Path.Combine(folder, "generated.txt"));
            Assert.True(new FileInfo(Path.Combine(folder, "perplexity.png")).Length > 1000);
            using CharacterLstm loaded = CharacterLstm.Load(Path.Combine(folder, "characters.safetensors"));
            int[] heldOut = s_text[21_600..24_000];
            Assert.Equal(scores[2], Score.Of(new NetworkPredictor("LSTM", loaded), heldOut));
            Assert.Equal(scores, new CharacterRun(options, default).Execute());
            Assert.Equal(generated, File.ReadAllText(Path.Combine(folder, "generated.txt")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
