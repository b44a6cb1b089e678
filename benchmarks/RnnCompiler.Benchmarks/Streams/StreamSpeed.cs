using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Models;

namespace RnnCompiler.Benchmarks.Streams;

/// <summary>
/// Many streams: a step of 100,000 streams of LSTM 8→32, all and half of them active, beside sequences of 50 steps in batches of 32; and the memory of their states. Half of
/// the streams are active in random order.
/// </summary>
internal static class StreamSpeed
{
    private const int Streams = 100_000;
    private const int Batch = 32;

    /// <summary>Measures, and returns the tables.</summary>
    public static string Measure()
    {
        using StreamLstm8To32 model = StreamLstm8To32.Create(1);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        StateBatch states = model.CreateStates(Streams);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Random random = new(5);
        bool[] half = [.. Enumerable.Range(0, Streams).Select(_ => random.Next(2) == 0)];
        using Engine batch = new BatchEngine(model);
        using Engine all = new StreamEngine(model, states, []);
        using Engine active = new StreamEngine(model, states, half);
        Timing[] times = Turns.Measure([batch, all, active]);
        double batchStep = times[0].Best / (Batch * StreamLstm8To32.SequenceLength), stream = times[1].Best / Streams;
        StringBuilder table = new();
        table.AppendLine("| LSTM 8→32, one thread | time | a step of a stream | |");
        table.AppendLine("|---|---:|---:|---:|");
        Row(table, $"batch of {Batch}, {StreamLstm8To32.SequenceLength} steps", times[0].Best, batchStep, "");
        Row(table, "a step of 100,000 streams", times[1].Best, stream, $"{Number(batchStep / stream)}× the throughput of the batch");
        int count = half.Count(static h => h);
        Row(table, $"the same, {count} of them active", times[2].Best, times[2].Best / count, $"{Number(times[2].Best / times[1].Best)}× the time of all");
        table.AppendLine();
        double floats = sizeof(float) * (double)Streams * StreamLstm8To32.StateLength;
        table.AppendLine(CultureInfo.InvariantCulture, $"Memory of the {Streams:N0} states: {bytes:N0} bytes, {bytes / floats:F3}× their floats.");
        Console.WriteLine(table);
        return table.ToString();
    }

    private static void Row(StringBuilder table, string name, double nanoseconds, double each, string ratio) =>
        table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {nanoseconds / 1e6:F3} ms | {each:F0} ns | {ratio} |");

    private static string Number(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static float[] Numbers(int count)
    {
        Random random = new(7);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private sealed class BatchEngine(StreamLstm8To32 model) : Engine
    {
        private readonly float[] _input = Numbers(Batch * StreamLstm8To32.SequenceLength * StreamLstm8To32.InputSize);
        private readonly float[] _output = new float[Batch * StreamLstm8To32.OutputSize];

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Forward(_input, _output, Batch);
        }

        public override float[] Result() => _output;
    }

    private sealed class StreamEngine(StreamLstm8To32 model, StateBatch states, bool[] active) : Engine
    {
        private readonly float[] _input = Numbers(Streams * StreamLstm8To32.InputSize);
        private readonly float[] _output = new float[Streams * StreamLstm8To32.OutputSize];

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                model.Step(states, _input, _output, active);
        }

        public override float[] Result() => _output;
    }
}
