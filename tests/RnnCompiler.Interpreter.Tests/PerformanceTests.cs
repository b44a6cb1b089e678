using System.Diagnostics;
using Xunit.Abstractions;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests that the interpreter is a fair baseline of the benchmarks. It runs alone, since concurrent tests would disturb the measurement.</summary>
[Collection(nameof(PerformanceTests))]
[CollectionDefinition(nameof(PerformanceTests), DisableParallelization = true)]
public sealed class PerformanceTests(ITestOutputHelper output)
{
    private const int Steps = 200;
    private const double Limit = 10;

    /// <summary>Timeout of the search for the best time; a busy machine takes long to recompile hot methods.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Category", "Timing")]
    public void A_step_of_an_lstm_takes_a_few_microseconds()
    {
        InterpretedModel<float> model = Declarations.Single("model name=\"M\" inputs=32 steps=100\nlstm units=64\n");
        InterpretedState<float> state = model.CreateState();
        float[] inputs = new float[Steps * 32];
        float[] outputs = new float[Steps * 64];
        Array.Fill(inputs, 0.1f);
        double best = double.MaxValue;
        Stopwatch all = Stopwatch.StartNew();
        while (all.Elapsed < TimeSpan.FromSeconds(1.5) || (best >= Limit && all.Elapsed < s_patience))
        {
            long start = Stopwatch.GetTimestamp();
            model.Step(state, inputs, outputs, Steps);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
        }

        output.WriteLine($"{best:F2} µs a step");
        Assert.True(best < Limit, $"A step of an LSTM 32→64 takes {best:F2} µs, more than {Limit} µs.");
    }
}
