using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;
using RnnCompiler.Runtime.Tests.Threading;

namespace RnnCompiler.Runtime.Tests;

/// <summary>
/// Trainers with several threads: each thread has the memory of its own rows, calls exclude one another, and failures and threads end with their call and their
/// trainer.
/// </summary>
public class ThreadedTrainerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 11)]
    [InlineData(2, 11)]
    [InlineData(3, 12)]
    [InlineData(4, 3)]
    public void The_input_gradient_of_each_row_is_its_own_for_any_number_of_threads(int threads, int rows)
    {
        float[] inputs = [.. Enumerable.Range(0, rows * LinearTrainer.Inputs).Select(static i => i * 0.5f)];
        float[] targets = [.. Enumerable.Range(0, rows).Select(static row => 7f - row)];
        using LinearTrainer trainer = new(LinearTrainer.Store(1, 2, 3), new Sgd(0), rows, new() { Threads = threads, InputGradient = true });
        trainer.ComputeGradients(inputs, targets);
        float[] found = new float[inputs.Length];
        trainer.ReadGradient("input", found);

        // The loss is the mean of (w·x − t)², so the gradient of x is 2 (w·x − t) w / rows.
        float[] weights = [1, 2, 3];
        for (int row = 0; row < rows; row++)
        {
            double difference = Enumerable.Range(0, 3).Sum(k => (double)weights[k] * inputs[(row * 3) + k]) - targets[row];
            for (int k = 0; k < 3; k++)
                Assert.Equal(2 * difference * weights[k] / rows, found[(row * 3) + k], 1e-4 * Math.Abs(difference));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Losses_and_targets_of_each_row_are_its_own_for_any_number_of_threads(int threads)
    {
        // The loss of a row is its first input times its target.
        using StubTrainer trainer = new(
            static (ref KernelFrame frame) =>
            {
                for (int row = 0; row < frame.Rows; row++)
                {
                    float input = Unsafe.Add(ref frame.Input, row * StubTrainer.Inputs);
                    float weight = Unsafe.Add(ref frame.Workspace, (row * StubTrainer.Row) + StubTrainer.Weight);
                    Unsafe.Add(ref frame.Workspace, row * StubTrainer.Row) = weight * input * Unsafe.Add(ref frame.Targets, row);
                }
            },
            new() { Threads = threads });
        float[] inputs = [.. Enumerable.Range(0, 30).Select(static i => (float)i)];
        float[] targets = [.. Enumerable.Range(0, 10).Select(static i => (float)(i % 4))];
        double expected = Enumerable.Range(0, 10).Average(static row => 3.0 * row * (row % 4));
        Assert.Equal(expected, trainer.ComputeGradients(inputs, targets), 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_call_that_fails_throws_and_the_next_one_succeeds(int threads)
    {
        bool fails = true;
        using StubTrainer trainer = new(
            (ref KernelFrame frame) =>
            {
                StubTrainer.SetLosses(ref frame, 2.5f);
                if (Volatile.Read(ref fails) && frame.Part == frame.Parts - 1)
                    throw new InvalidDataException("Failed.");
            },
            new() { Threads = threads },
            phases: [TrainingPhase.Rows, TrainingPhase.Results]);
        Assert.Throws<InvalidDataException>(() => trainer.Run(16));
        Assert.Throws<InvalidDataException>(() => trainer.Run(16));
        Volatile.Write(ref fails, false);
        Assert.Equal(2.5f, trainer.Run(16));
    }

    [Fact]
    public void After_a_failure_no_thread_runs_a_later_phase()
    {
        ConcurrentBag<int> phases = [];
        using StubTrainer trainer = new(
            (ref KernelFrame frame) =>
            {
                phases.Add(frame.Phase);
                throw new InvalidDataException("Failed.");
            },
            new() { Threads = 2 },
            phases: [TrainingPhase.Rows, TrainingPhase.Results]);
        Assert.Throws<InvalidDataException>(() => trainer.Run(16));
        Assert.All(phases, static phase => Assert.Equal(0, phase));
    }

    [Fact]
    public async Task A_second_call_at_the_same_time_is_refused_and_the_first_one_ends_well()
    {
        using ManualResetEventSlim started = new(), released = new();
        bool isFirst = true;
        using StubTrainer trainer = new(
            (ref KernelFrame frame) =>
            {
                StubTrainer.SetLosses(ref frame, 1);
                if (frame.Part == 0 && Volatile.Read(ref isFirst))
                {
                    Volatile.Write(ref isFirst, false);
                    started.Set();
                    released.Wait(s_patience);
                }
            },
            new() { Threads = 2 });
        Task<float> first = Task.Run(() => trainer.Run(8));
        Assert.True(started.Wait(s_patience));
        Task<Exception?> second = Task.Run<Exception?>(() => Record.Exception(() => trainer.Run(8)));
        try
        {
            Exception? refusal = await second.WaitAsync(s_patience);
            Assert.Contains("one call of a trainer at a time", Assert.IsType<InvalidOperationException>(refusal).Message, StringComparison.Ordinal);
        }
        finally
        {
            released.Set();
        }

        Assert.Equal(1, await first.WaitAsync(s_patience));
        Assert.Equal(1, await Task.Run(() => trainer.Run(8)).WaitAsync(s_patience));
    }

    [Fact]
    public void The_threads_of_a_disposed_trainer_end()
    {
        ConcurrentDictionary<int, Thread> threads = [];
        using Barrier all = new(3);
        StubTrainer trainer = new(
            (ref KernelFrame frame) =>
            {
                threads[frame.Part] = Thread.CurrentThread;
                all.SignalAndWait(s_patience);
            },
            new() { Threads = 3 });
        trainer.Run(12);
        Assert.Equal([0, 1, 2], threads.Keys.Order());
        Assert.All(threads.Values, static thread => Assert.True(thread.IsAlive));
        trainer.Dispose();
        EndedThreads.AssertAll(threads.Values.Where(static thread => thread != Thread.CurrentThread));
    }

    [Fact]
    public void Phases_run_in_order_and_each_thread_waits_for_all_others()
    {
        const int Threads = 3;
        int[] done = new int[3];
        int early = 0;
        ConcurrentBag<(int Phase, int Rows)> rows = [];
        using StubTrainer trainer = new(
            (ref KernelFrame frame) =>
            {
                if (frame.Phase > 0 && Volatile.Read(ref done[frame.Phase - 1]) != Threads)
                    Interlocked.Increment(ref early);

                rows.Add((frame.Phase, frame.Rows));
                Thread.Sleep(frame.Part);
                Interlocked.Increment(ref done[frame.Phase]);
            },
            new() { Threads = Threads },
            phases: [TrainingPhase.Rows, TrainingPhase.Results, TrainingPhase.Rows]);
        for (int call = 0; call < 5; call++)
        {
            Array.Clear(done);
            trainer.Run(12);
            Assert.Equal([Threads, Threads, Threads], done);
        }

        Assert.Equal(0, early);

        // Rows are shared out; a phase over results sees all of them.
        Assert.All(rows, static r => Assert.Equal(r.Phase == 1 ? 12 : 4, r.Rows));
    }
}
