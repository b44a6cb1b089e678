using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests.Training;

/// <summary>Zoo models that are trained by each engine, and their rows.</summary>
internal static class TrainedModels
{
    /// <summary>
    /// Of losses and parameters, absolute, after up to some twenty updates: each update adds the error of a gradient, 1e-5 of its largest element, times the learning rate.
    /// </summary>
    public const double Tolerance = 2e-5;

    /// <summary>Models with each type of input, target and output, with dropout, without it, in both directions, and with reduced weights.</summary>
    public static TheoryData<string> Names =>
    [
        nameof(LstmLast), nameof(GruEachStep), nameof(SigmoidHead), nameof(SigmoidLogits), nameof(SoftmaxLogits), nameof(BiStack), nameof(TokensLast), nameof(TokensEachStep),
        nameof(TokensBoth), nameof(DroppedOut), nameof(MeanLstm), nameof(MixedInInt8), nameof(FastGrnnZoneout),
    ];

    /// <summary>Random rows of random lengths; a quarter of the class ids are −1, and the others often the same one, which can be learned.</summary>
    public static ZooBatch Rows(ZooData data, int rows, int seed = 1)
    {
        Random random = new(seed);
        ZooBatch batch = data.Ragged(rows, seed);
        for (int i = 0; i < batch.Classes.Length; i++)
            batch.Classes[i] = batch.Classes[i] < 0 ? batch.Classes[i] : random.Next(4) switch { 0 => -1, 1 => 1, _ => batch.Classes[i] };
        return batch;
    }

    /// <summary>Some rows of a batch.</summary>
    public static ZooBatch Part(ZooData data, ZooBatch batch, Range rows)
    {
        (int start, int count) = rows.GetOffsetAndLength(batch.Rows);
        return new ZooBatch(count, Slice(batch.Inputs), Slice(batch.Tokens), Slice(batch.Targets), Slice(batch.Classes)) { Lengths = Slice(batch.Lengths) };

        T[] Slice<T>(T[] values) => values[(values.Length / batch.Rows * start)..(values.Length / batch.Rows * (start + count))];
    }

    /// <summary>Compares the parameters of two trainers.</summary>
    public static void AssertEqual(TrainingRun expected, TrainingRun found)
    {
        foreach (ModelParameter parameter in expected.Model.Model.Parameters)
        {
            double error = expected.Parameter(parameter.Name).Zip(found.Parameter(parameter.Name), static (a, b) => Math.Abs(a - b)).Max();
            Assert.True(error <= Tolerance, $"{parameter.Name} differs by {error}.");
        }
    }
}
