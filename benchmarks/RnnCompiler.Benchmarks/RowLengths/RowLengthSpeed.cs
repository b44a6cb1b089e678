using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Models;

namespace RnnCompiler.Benchmarks.RowLengths;

/// <summary>
/// Rows of different lengths: a batch without lengths, with lengths that are all full, and with lengths drawn from U(1, T), in turns in one process. The mean
/// length is (T + 1) / 2, so half the work is left.
/// </summary>
internal static class RowLengthSpeed
{
    private const int Batch = 64;

    // So small that parameters do not change during timing.
    private const float LearningRate = 1e-7f;

    /// <summary>Measures, and returns the table.</summary>
    public static string Measure()
    {
        StringBuilder table = new();
        table.AppendLine(CultureInfo.InvariantCulture, $"| batch {Batch} | without lengths | full lengths | time | lengths from U(1, T) | time |");
        table.AppendLine("|---|---:|---:|---:|---:|---:|");
        using Lstm64To128 model = Lstm64To128.Create(1);
        Add(table, "forward, LSTM 64→128 T100", Lstm64To128.SequenceLength, lengths => new ForwardEngine(model, lengths));
        using ReadLstm64To128 trained = ReadLstm64To128.Create(1);
        Add(table, "training, LSTM 64→128 T100, last output", ReadLstm64To128.SequenceLength, lengths => new TrainingEngine(trained, lengths));
        return table.ToString();
    }

    private static void Add(StringBuilder table, string name, int steps, Func<int[], Engine> create)
    {
        Random random = new(5);
        int[] full = [.. Enumerable.Repeat(steps, Batch)];
        int[] drawn = [.. full.Select(_ => random.Next(1, steps + 1))];
        using Engine without = create([]);
        using Engine withFull = create(full);
        using Engine withDrawn = create(drawn);
        Timing[] times = Turns.Measure([without, withFull, withDrawn]);
        string[] cells = [name, .. times.SelectMany(t => new[] { string.Create(CultureInfo.InvariantCulture, $"{t.Best / 1e6:F2} ms"), Ratio(t.Best / times[0].Best) })];
        table.AppendLine("| " + string.Join(" | ", cells.Where(static (_, i) => i != 2)) + " |");
        Console.WriteLine(table.ToString().TrimEnd().Split('\n')[^1]);
    }

    private static string Ratio(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:F2}×");

    private static float[] Numbers(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private sealed class ForwardEngine(Lstm64To128 model, int[] lengths) : Engine
    {
        private readonly float[] _input = Numbers(Batch * Lstm64To128.SequenceLength * Lstm64To128.InputSize);
        private readonly float[] _output = new float[Batch * Lstm64To128.OutputSize];

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Forward(_input, _output, Batch, lengths);
        }

        public override float[] Result() => _output;
    }

    private sealed class TrainingEngine(ReadLstm64To128 model, int[] lengths) : Engine
    {
        private readonly float[] _input = Numbers(Batch * ReadLstm64To128.SequenceLength * ReadLstm64To128.InputSize);
        private readonly float[] _targets = Numbers(Batch);
        private readonly ReadLstm64To128.Trainer _trainer = model.CreateTrainer(new Adam(LearningRate), Batch);
        private float _loss;

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _loss = _trainer.Step(_input, _targets, lengths);
        }

        public override float[] Result() => [_loss];

        public override void Dispose() => _trainer.Dispose();
    }
}
