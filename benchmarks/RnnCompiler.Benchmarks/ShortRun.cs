using System.Diagnostics;
using System.Globalization;

namespace RnnCompiler.Benchmarks;

/// <summary>The table without patience: best of many rounds, both engines in turns in one process.</summary>
internal static class ShortRun
{
    private const int Rounds = 60;

    public static int Run()
    {
        Console.WriteLine("LSTM 32→64, T 100: best of interleaved rounds, one thread");
        using Workload one = new(1);
        using Workload batch = new(16);
        LstmModel.State state = one.Generated.CreateState();
        InterpretedState<float> interpretedState = one.Interpreted.CreateState();
        Row("Forward, 1 sequence", 20, () => one.Generated.Forward(one.Sequence, one.Output), () => one.Interpreted.Forward(one.Sequence, one.Output));
        Row(
            "Step",
            1000,
            () => one.Generated.Step(state, one.Sequence[..LstmModel.InputSize], one.Output),
            () => one.Interpreted.Step(interpretedState, one.Sequence[..LstmModel.InputSize], one.Output));
        Row("Trainer.Step, 1 row", 5, () => one.GeneratedTrainer.Step(one.Inputs, one.Targets), () => one.InterpretedTrainer.Step(one.Inputs, one.Targets));
        Row("Trainer.Step, 16 rows", 1, () => batch.GeneratedTrainer.Step(batch.Inputs, batch.Targets), () => batch.InterpretedTrainer.Step(batch.Inputs, batch.Targets));
        return 0;
    }

    private static void Row(string name, int calls, Action generated, Action interpreted)
    {
        // Tiered compilation settles on the interpreter only after many calls.
        double best = double.MaxValue;
        double bestInterpreted = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            best = Math.Min(best, Time(calls, generated));
            bestInterpreted = Math.Min(bestInterpreted, Time(calls, interpreted));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-22} generated {best,10:F2} µs   interpreted {bestInterpreted,10:F2} µs   {bestInterpreted / best,6:F1} times as fast"));
    }

    private static double Time(int calls, Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }
}
