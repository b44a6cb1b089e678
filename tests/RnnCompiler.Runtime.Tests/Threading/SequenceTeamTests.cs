using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests.Threading;

/// <summary>The threads of <c>Forward</c>: which rows and lanes each computes, where it reads and writes, and when threads begin and end.</summary>
public class SequenceTeamTests
{
    private const int InputLength = 2, OutputLength = 3, RowBlock = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 9)]
    [InlineData(3, 40)]
    [InlineData(4, 2)]
    public void Each_row_is_computed_once_from_its_own_input(int threads, int batch)
    {
        ConcurrentBag<int> blocks = [];
        SequenceTeam<float> team = Team<float>(
            (ref KernelFrame frame) =>
            {
                blocks.Add(frame.Rows);
                Assert.Equal(1, frame.Parts);
                for (int row = 0; row < frame.Rows; row++)
                {
                    for (int i = 0; i < OutputLength; i++)
                        Unsafe.Add(ref frame.Output, (row * OutputLength) + i) += (10 * Unsafe.Add(ref frame.Input, (row * InputLength) + 1)) + i;
                }
            });
        team.Threads = threads;
        float[] input = [.. Enumerable.Range(0, batch * InputLength).Select(static i => (float)i)];
        float[] output = new float[batch * OutputLength];
        bool ran = team.TryRun(input, output, batch, default);
        team.Threads = 1;
        Assert.Equal(batch > RowBlock, ran);
        if (!ran)
        {
            Assert.Empty(blocks);
            return;
        }

        Assert.Equal(Enumerable.Range(0, output.Length).Select(static i => (10f * ((i / OutputLength * InputLength) + 1)) + (i % OutputLength)), output);
        Assert.All(blocks, static rows => Assert.InRange(rows, 1, RowBlock));
    }

    [Fact]
    public void Tokens_of_each_row_are_its_own()
    {
        SequenceTeam<int> team = Team<int>(static (ref KernelFrame frame) =>
        {
            for (int row = 0; row < frame.Rows; row++)
                Unsafe.Add(ref frame.Output, row * OutputLength) = Unsafe.Add(ref frame.Tokens, row * InputLength);
        });
        team.Threads = 2;
        float[] output = new float[10 * OutputLength];
        Assert.True(team.TryRun([.. Enumerable.Range(0, 10 * InputLength)], output, 10, default));
        Assert.Equal(Enumerable.Range(0, 10).Select(static row => (float)(row * InputLength)), Enumerable.Range(0, 10).Select(row => output[row * OutputLength]));
        team.Threads = 1;
    }

    [Fact]
    public void Threads_have_scratch_of_their_own_for_rows()
    {
        int mixed = 0;
        using Barrier all = new(2);
        SequenceTeam<float> team = Team<float>((ref KernelFrame frame) =>
        {
            float own = Environment.CurrentManagedThreadId;
            frame.Workspace = own;
            all.SignalAndWait(s_patience);
            if (frame.Workspace != own)
                Interlocked.Increment(ref mixed);
        });
        team.Threads = 2;
        Assert.True(team.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default));
        Assert.Equal(0, mixed);
        team.Threads = 1;
    }

    [Fact]
    public void The_threads_of_one_row_share_its_scratch_and_wait_for_one_another()
    {
        const int Threads = 3;
        SequenceTeam<float> team = Team<float>(
            static (ref KernelFrame _) => Assert.Fail("A row that is alone is shared out by lanes."),
            static (ref KernelFrame frame) =>
            {
                Assert.Equal((1, Threads), (frame.Rows, frame.Parts));
                Thread.Sleep(frame.Part);
                Unsafe.Add(ref frame.Workspace, frame.Part) = frame.Input + frame.Part;
                frame.Wait();

                // Each writes what the thread after it left.
                Unsafe.Add(ref frame.Output, frame.Part) = Unsafe.Add(ref frame.Workspace, (frame.Part + 1) % frame.Parts);
            });
        team.Threads = Threads;
        for (int call = 0; call < 20; call++)
        {
            float[] output = new float[OutputLength];
            Assert.True(team.TryRun([call, 0], output, 1, default));
            Assert.Equal([call + 1f, call + 2f, call], output);
        }

        team.Threads = 1;
    }

    [Fact]
    public void A_team_that_works_for_another_caller_does_nothing()
    {
        SequenceTeam<float>? team = null;
        bool? nested = null;
        team = Team<float>((ref KernelFrame frame) =>
        {
            if (nested is null)
                nested = team!.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default);
        });
        team.Threads = 2;
        Assert.True(team.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default));
        Assert.False(nested);
        Assert.True(team.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default));
        team.Threads = 1;
        Assert.False(team.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default));
    }

    [Fact]
    public void A_call_that_fails_throws_and_the_next_one_succeeds()
    {
        bool fails = true;
        SequenceTeam<float> team = Team<float>((ref KernelFrame frame) =>
        {
            if (Volatile.Read(ref fails))
                throw new InvalidDataException("Failed.");
        });
        team.Threads = 2;
        Assert.ThrowsAny<Exception>(() => team.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default));
        Volatile.Write(ref fails, false);
        Assert.True(team.TryRun(new float[8 * InputLength], new float[8 * OutputLength], 8, default));
        team.Threads = 1;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_change_of_the_number_of_threads_ends_the_threads_before(int next)
    {
        ConcurrentDictionary<Thread, bool> threads = [];
        using Barrier all = new(3);
        SequenceTeam<float> team = Team<float>((ref KernelFrame _) =>
        {
            threads[Thread.CurrentThread] = true;
            all.SignalAndWait(s_patience);
        });
        team.Threads = 3;
        Assert.True(team.TryRun(new float[12 * InputLength], new float[12 * OutputLength], 12, default));
        Thread[] others = [.. threads.Keys.Where(static t => t != Thread.CurrentThread)];
        Assert.Equal(2, others.Length);
        team.Threads = 3;
        Assert.All(others, static thread => Assert.False(thread.Join(20)));
        team.Threads = next;
        EndedThreads.AssertAll(others);
        team.Threads = 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Threads = 0);
    }

    [Theory]
    [InlineData(2, 12, 5, 1)]
    [InlineData(2, 12, 20, 2)]
    [InlineData(8, 12, 1000, 2)]
    [InlineData(8, 4, 1000, 1)]
    public void A_call_uses_as_many_threads_as_its_work_and_the_processors_allow(int threads, int batch, int work, int used)
    {
        ConcurrentDictionary<int, bool> own = [];
        using Barrier all = new(used);
        SequenceTeam<float> team = Team<float>(
            (ref KernelFrame _) =>
            {
                if (own.TryAdd(Environment.CurrentManagedThreadId, true))
                    all.SignalAndWait(s_patience);
            },
            policy: new ThreadPolicy(Processors: 2, LeastWork: 100, Compares: false),
            work: work);
        team.Threads = threads;
        Assert.Equal(threads, team.Threads);
        Assert.Equal(used > 1, team.TryRun(new float[batch * InputLength], new float[batch * OutputLength], batch, default));
        Assert.Equal(used > 1 ? used : 0, own.Count);
        team.Threads = 1;
    }

    [Fact]
    public void Rows_of_different_lengths_count_by_their_steps()
    {
        SequenceTeam<float> team = Team<float>(static (ref KernelFrame _) => { }, policy: new ThreadPolicy(Processors: 2, LeastWork: 100, Compares: false), work: 100);
        team.Threads = 2;
        float[] input = new float[12 * InputLength];
        float[] output = new float[12 * OutputLength];
        Assert.True(team.TryRun(input, output, 12, [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.False(team.TryRun(input, output, 12, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        team.Threads = 1;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void Calls_that_stay_on_the_callers_thread_to_be_compared_have_the_same_results(int batch)
    {
        int alone = 0;
        int together = 0;
        SequenceTeam<float> team = Team<float>(
            (ref KernelFrame frame) =>
            {
                Interlocked.Increment(ref alone);
                for (int row = 0; row < frame.Rows; row++)
                    Unsafe.Add(ref frame.Output, row * OutputLength) = Unsafe.Add(ref frame.Input, row * InputLength) + 1;
            },
            (ref KernelFrame frame) =>
            {
                Interlocked.Increment(ref together);
                if (frame.Part == 1)
                    frame.Output = frame.Input + 1;
            },
            new ThreadPolicy(Processors: 2, LeastWork: 1, Compares: true));
        team.Threads = 2;
        float[] input = [.. Enumerable.Range(0, batch * InputLength).Select(static i => (float)i)];
        for (int call = 0; call < 2; call++)
        {
            float[] output = new float[batch * OutputLength];
            Assert.True(team.TryRun(input, output, batch, default));
            Assert.Equal(Enumerable.Range(0, batch).Select(row => input[row * InputLength] + 1), Enumerable.Range(0, batch).Select(row => output[row * OutputLength]));
        }

        // The first call is measured on one thread; it computes a single row by the kernel of rows.
        Assert.Equal(batch == 1 ? (1, 2) : (6, 0), (alone, together));
        team.Threads = 1;
    }

    private static SequenceTeam<TInput> Team<TInput>(SequenceKernel rows, SequenceKernel? lanes = null, ThreadPolicy? policy = null, long work = 1000)
        where TInput : unmanaged
    {
        ParameterStore store = LinearTrainer.Store(1, 2, 3);
        SequencePlan plan = new()
        {
            InputLength = InputLength,
            OutputLength = OutputLength,
            Steps = 1,
            Work = work,
            RowBlock = RowBlock,
            Workspace = 16,
            Rows = rows,
            Lanes = lanes,
        };
        return new SequenceTeam<TInput>(store, plan, new StreamBlocks<TInput>(plan, store), policy ?? new ThreadPolicy(int.MaxValue, 1, Compares: false));
    }
}
