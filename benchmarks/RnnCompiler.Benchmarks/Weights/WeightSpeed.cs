using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Models;

namespace RnnCompiler.Benchmarks.Weights;

/// <summary>
/// Formats of weights: LSTMs with float, bfloat16 and int8 weights and with integer products, in turns in one process, as sequences of one row, single steps and batches;
/// and how far their outputs are from those of float weights. All have the same parameters.
/// </summary>
internal static class WeightSpeed
{
    private const int Steps = 100;
    private const int Batch = 32;

    /// <summary>Measures, and returns the table.</summary>
    public static string Measure()
    {
        StringBuilder table = new();
        table.AppendLine("| ns a step of a row | float | bfloat16 | int8 | integer products | gain over bfloat16 | error of bfloat16, int8, integers |");
        table.AppendLine("|---|---:|---:|---:|---:|---:|---|");
        Rows(table, "LSTM 64→128", 64, 128, Of<Lstm64To128>, Of<RoundedLstm64To128>, Of<Int8Lstm64To128>, Of<IntegerLstm64To128>);
        Rows(table, "LSTM 128→256", 128, 256, Of<Lstm128To256>, Of<RoundedLstm128To256>, Of<Int8Lstm128To256>, Of<IntegerLstm128To256>);
        Rows(table, "LSTM 256→512", 256, 512, Of<Lstm256To512>, Of<RoundedLstm256To512>, Of<Int8Lstm256To512>, Of<IntegerLstm256To512>);
        table.AppendLine();
        table.AppendLine("Errors are relative to the largest output of float weights; parameters are random (seed 1).");
        return table.ToString();
    }

    private static void Rows(StringBuilder table, string name, int inputs, int outputs, params Func<int, int, Model>[] formats)
    {
        Model[] models = [.. formats.Select(create => create(inputs, outputs))];
        Row(table, $"{name}, sequence", Steps, [.. models.Select(static m => new SequenceEngine(m, 1))]);
        Row(table, $"{name}, single steps", 1, [.. models.Select(static m => new StepEngine(m))]);
        Row(table, string.Create(CultureInfo.InvariantCulture, $"{name}, batch of {Batch}"), Steps * Batch, [.. models.Select(static m => new SequenceEngine(m, Batch))]);
    }

    private static void Row(StringBuilder table, string name, int steps, Engine[] engines)
    {
        foreach (Engine engine in engines)
            engine.Run(1);
        double greatest = engines[0].Result().Max(Math.Abs);
        double[] errors = [.. engines.Skip(1).Select(e => e.Result().Zip(engines[0].Result(), static (a, b) => Math.Abs((double)a - b)).Max() / greatest)];
        double[] times = [.. Turns.Measure(engines).Select(time => time.Best / steps)];
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {times[0]:N0} | {times[1]:N0} | {times[2]:N0} | {times[3]:N0} | {times[1] / times[3]:F2}× | {errors[0]:E0}, {errors[1]:E0}, {errors[2]:E0} |");
        Console.WriteLine(line);
        table.AppendLine(line);
        foreach (Engine engine in engines)
            engine.Dispose();
    }

    private static Model Of<TModel>(int inputs, int outputs)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float>
    {
        TModel model = TModel.Create(1);
        return new Model(model, model, inputs, outputs);
    }

    private static float[] Numbers(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private sealed record Model(ISequenceModel<float> Sequences, IStreamingModel<float> Streams, int Inputs, int Outputs);

    private sealed class SequenceEngine(Model model, int rows) : Engine
    {
        private readonly float[] _input = Numbers(rows * Steps * model.Inputs);
        private readonly float[] _output = new float[rows * model.Outputs];

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Sequences.Forward(_input, _output, rows);
        }

        public override float[] Result() => _output;
    }

    private sealed class StepEngine(Model model) : Engine
    {
        private readonly float[] _input = Numbers(model.Inputs);
        private readonly float[] _output = new float[model.Outputs];
        private readonly ModelState _state = model.Streams.CreateState();

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Streams.Step(_state, _input, _output);
        }

        public override float[] Result() => _output;
    }
}
