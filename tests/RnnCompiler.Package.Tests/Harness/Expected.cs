using Models;

namespace RnnCompiler.Package.Tests.Harness;

/// <summary>What the program of the resources should write, from the interpreted runtime in double precision.</summary>
internal static class Expected
{
    private static readonly Lazy<float> s_forward = new(static () =>
    {
        double[] output = new double[1];
        InterpretedModel.CreateDouble<Series>(seed: 1).Forward([.. Enumerable.Range(0, Series.SequenceLength).Select(static i => (double)MathF.Sin(0.3f * i))], output);
        return (float)output[0];
    });

    /// <summary>Fails unless a program computed what it should: inference, streaming, training and a file.</summary>
    public static ProcessResult Computes(this ProcessResult result)
    {
        result.Succeeds();
        Assert.Equal(s_forward.Value, Consumer.Number(result, "forward"), 1e-6f);
        Assert.Equal(s_forward.Value, Consumer.Number(result, "step"), 1e-6f);
        Assert.InRange(Consumer.Number(result, "loss"), 0, 0.2f);
        Assert.Equal(Consumer.Number(result, "trained"), Consumer.Number(result, "loaded"));
        Assert.NotEqual(Consumer.Number(result, "forward"), Consumer.Number(result, "trained"));
        return result;
    }

}
