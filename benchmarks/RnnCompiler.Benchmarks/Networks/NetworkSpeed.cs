using System.Globalization;
using System.Text;
using RnnCompiler.Benchmarks.Engines;
using RnnCompiler.Benchmarks.Measuring;
using RnnCompiler.Benchmarks.Models;
using RnnCompiler.Benchmarks.Roofline;

namespace RnnCompiler.Benchmarks.Networks;

/// <summary>
/// Networks that methods declare, in turns in one process: a method beside the chain of attributes, a residual network beside the same without the addition, and a convolution
/// beside the peak of multiply-adds and beside a dense layer of the same products.
/// </summary>
internal static class NetworkSpeed
{
    private const int Steps = 100;
    private const int Batch = 16;
    private const float LearningRate = 1e-7f;

    /// <summary>Measures, and returns the tables.</summary>
    public static string Measure()
    {
        StringBuilder table = new();
        table.AppendLine("| T100 | `head(lstm(x))` | network | time |");
        table.AppendLine("|---|---:|---:|---:|");
        Compare(table, "the chain as a method, LSTM 32→64", Head(32, 64), Subject.Of(Method32To64.Create(1), 32, static (m, o) => m.CreateTrainer(o, Batch)));
        Compare(table, "`x + head(lstm(x))`, LSTM 1→16", Head(1, 16), Subject.Of(Residual1To16.Create(1), 1, static (m, o) => m.CreateTrainer(o, Batch)));
        Compare(table, "`x + head(lstm(x))`, LSTM 8→32", Head(8, 32), Subject.Of(Residual8To32.Create(1), 8, static (m, o) => m.CreateTrainer(o, Batch)));
        Compare(table, "`x + head(lstm(x))`, LSTM 32→64", Head(32, 64), Subject.Of(Residual32To64.Create(1), 32, static (m, o) => m.CreateTrainer(o, Batch)));
        table.AppendLine();
        Convolve(table);
        return table.ToString();
    }

    private static Subject Head(int size, int units) => units switch
    {
        16 => Subject.Of(Head1To16.Create(1), size, static (m, o) => m.CreateTrainer(o, Batch)),
        32 => Subject.Of(Head8To32.Create(1), size, static (m, o) => m.CreateTrainer(o, Batch)),
        _ => Subject.Of(Head32To64.Create(1), size, static (m, o) => m.CreateTrainer(o, Batch)),
    };

    private static void Compare(StringBuilder table, string name, Subject plain, Subject network)
    {
        using (plain.Model)
        using (network.Model)
        {
            Row(table, $"sequence, {name}", static s => new SequenceEngine(s.Sequence, Steps * s.Size, Steps * s.Size), plain, network);
            Row(table, $"step, {name}", static s => new StepEngine(s.Stream, s.Size, s.Size), plain, network);
            Row(table, $"training B{Batch}, {name}", static s => new TrainingEngine(s.Trainer(), Batch * Steps * s.Size, Batch * Steps * s.Size), plain, network);
        }
    }

    private static void Row(StringBuilder table, string name, Func<Subject, Engine> create, Subject plain, Subject network)
    {
        using Engine first = create(plain);
        using Engine second = create(network);
        Timing[] times = Turns.Measure([first, second]);
        Line(table, $"| {name} | {Time(times[0].Best)} | {Time(times[1].Best)} | {Number(times[1].Best / times[0].Best)}× |");
    }

    private static void Convolve(StringBuilder table)
    {
        const int Size = 16, Taps = 3, Length = ConvRnn.SequenceLength, More = ConvsRnn.Convolutions - 1;
        using ConvRnn one = ConvRnn.Create(1);
        using ConvsRnn several = ConvsRnn.Create(1);
        using DenseRnn dense = DenseRnn.Create(1);
        using MultiplyAddPeak peak = new();
        using Engine sequence = new SequenceEngine(one, Length * Size, Length);
        using Engine sequences = new SequenceEngine(several, Length * Size, Length);
        Timing[] times = Turns.Measure([sequence, sequences, peak]);
        double convolution = (times[1].Best - times[0].Best) / More;
        double bound = 2.0 * Size * Size * Taps * Length / (MultiplyAddPeak.Operations / times[2].Best);
        table.AppendLine("| kernel 3, 16→16 channels | time | peak of multiply-adds | of the peak |");
        table.AppendLine("|---|---:|---:|---:|");
        Line(table, $"| a convolution over {Length} steps | {Time(convolution)} | {Time(bound)} | {Share(bound / convolution)} |");
        table.AppendLine();

        using Engine step = new StepEngine(one, Size, 1);
        using Engine products = new StepEngine(dense, Size * Taps, 1);
        times = Turns.Measure([step, products]);
        table.AppendLine("| kernel 3, 16→16 channels, then an RNN of one unit | dense 48→16 | convolution | time |");
        table.AppendLine("|---|---:|---:|---:|");
        Line(table, $"| step | {Time(times[1].Best)} | {Time(times[0].Best)} | {Number(times[0].Best / times[1].Best)}× |");
        table.AppendLine();
        Line(table, $"The time of a convolution over a sequence is that which {More} more of them add to a network of one, in the same turns, divided by {More}.");
    }

    private static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %");

    private static void Line(StringBuilder table, string line)
    {
        table.AppendLine(line);
        Console.WriteLine(line);
    }

    private static string Time(double nanoseconds) => nanoseconds < 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F1} ns")
        : string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:F1} µs");

    private static string Number(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Model to time, with equal sizes of inputs and outputs.</summary>
    /// <param name="Model">The model, to be disposed.</param>
    /// <param name="Sequence">The model.</param>
    /// <param name="Stream">The model too.</param>
    /// <param name="Size">Features of a step.</param>
    /// <param name="Trainer">Creates a trainer of the model.</param>
    private sealed record Subject(IDisposable Model, ISequenceModel<float> Sequence, IStreamingModel<float> Stream, int Size, Func<Trainer<float, float>> Trainer)
    {
        public static Subject Of<TModel>(TModel model, int size, Func<TModel, Optimizer, Trainer<float, float>> trainer)
            where TModel : IDisposable, ISequenceModel<float>, IStreamingModel<float> => new(model, model, model, size, () => trainer(model, new Adam(LearningRate)));
    }
}
