using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests.Threading;

public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_runs_once_a_call_and_waits_within_it(int threads)
    {
        using ThreadTeam team = new(threads);
        PhaseBarrier all = new();
        int[] counts = new int[threads];
        int early = 0;
        for (int call = 1; call <= 200; call++)
        {
            Assert.True(team.TryEnter());
            int expected = call;
            all.Begin(threads);
            team.Run(threads, threads, (_, part) =>
            {
                counts[part]++;
                all.SignalAndWait();
                if (counts.Any(c => c != expected))
                    Interlocked.Increment(ref early);
            });
            team.Leave();
        }

        Assert.Equal(0, early);
        Assert.All(counts, static c => Assert.Equal(200, c));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_part_runs_once_if_there_are_more_or_fewer_than_threads(int threads)
    {
        using ThreadTeam team = new(threads);
        Random random = new(3);
        int[] counts = new int[20];
        for (int call = 0; call < 20_000; call++)
        {
            Array.Clear(counts);
            int parts = random.Next(1, counts.Length);
            team.Run(threads, parts, (_, part) => Interlocked.Increment(ref counts[part]));
            Assert.All(counts[..parts], static count => Assert.Equal(1, count));
            Assert.All(counts[parts..], static count => Assert.Equal(0, count));
        }
    }

    [Fact]
    public void Threads_that_fell_asleep_wake_for_the_next_call()
    {
        using ThreadTeam team = new(3);
        for (int call = 0; call < 4; call++)
        {
            int ran = 0;
            Thread.Sleep(30);
            team.Run(3, 3, (_, _) => Interlocked.Increment(ref ran));
            Assert.Equal(3, ran);
        }
    }

    [Fact]
    public void A_team_has_one_caller_at_a_time()
    {
        using ThreadTeam team = new(2);
        Assert.True(team.TryEnter());
        Assert.False(team.TryEnter());
        team.Leave();
        Assert.True(team.TryEnter());
        team.Leave();
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 0, 1 })]
    public void A_part_that_fails_is_the_callers_to_know_and_the_team_goes_on(int[] failing)
    {
        using ThreadTeam team = new(2);
        Exception? failure = Record.Exception(() => team.Run(2, 2, (_, part) =>
        {
            if (failing.Contains(part))
                throw new InvalidDataException("Failed.");
        }));
        Assert.IsType<InvalidDataException>(Assert.IsType<AggregateException>(failure).InnerException);
        int ran = 0;
        team.Run(2, 2, (_, _) => Interlocked.Increment(ref ran));
        Assert.Equal(2, ran);
    }

    [Fact]
    public void A_disposed_team_refuses_to_run()
    {
        ThreadTeam team = new(2);
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(3, 3, static (_, _) => { }));
    }

    [Fact]
    public void A_team_is_disposed_after_the_call_at_hand()
    {
        for (int round = 0; round < 100; round++)
        {
            ThreadTeam team = new(3);
            int calls = 0;
            int parts = 0;
            void Call()
            {
                while (team.TryEnter())
                {
                    team.Run(3, 3, (_, _) => Interlocked.Increment(ref parts));
                    team.Leave();
                    Interlocked.Increment(ref calls);
                }
            }

            Thread caller = new(Call) { IsBackground = true };
            caller.Start();
            SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 2);
            team.Dispose();
            team.Dispose();
            Assert.True(caller.Join(TimeSpan.FromSeconds(20)));
            Assert.True(team.IsClosed);
            Assert.Equal(3 * calls, parts);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_team_that_was_dropped_is_collected(bool knownToItsParts)
    {
        WeakReference dropped = knownToItsParts ? Owner.Drop() : Drop();
        for (int i = 0; i < 20 && dropped.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(5);
        }

        Assert.False(dropped.IsAlive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_threads_of_a_team_that_was_disposed_or_dropped_end(bool disposed)
    {
        Thread?[] threads = new Thread?[3];
        Use(threads, disposed);
        for (int i = 0; i < 200 && threads.Skip(1).Any(static thread => thread!.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(5);
        }

        EndedThreads.AssertAll(threads.Skip(1)!);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(7, 2)]
    [InlineData(64, 2)]
    [InlineData(33, 4)]
    [InlineData(5, 8)]
    public void Shares_cover_all_rows_once(int rows, int most)
    {
        int parts = RowShare.Parts(rows, most);
        Assert.InRange(parts, 1, most);
        int next = 0;
        for (int part = 0; part < parts; part++)
        {
            RowShare share = RowShare.Of(rows, part, parts);
            Assert.True(share.Count > 0);
            Assert.Equal(next, share.First);
            next += share.Count;
        }

        Assert.Equal(rows, next);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Drop()
    {
        ThreadTeam team = new(3);
        team.Run(3, 3, static (_, _) => { });
        return new WeakReference(team);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(Thread?[] threads, bool disposed)
    {
        ThreadTeam team = new(threads.Length);
        PhaseBarrier all = new();
        all.Begin(threads.Length);
        team.Run(threads.Length, threads.Length, (thread, _) =>
        {
            threads[thread] = Thread.CurrentThread;
            all.SignalAndWait();
        });
        Assert.All(threads, static thread => Assert.True(thread!.IsAlive));
        if (disposed)
            team.Dispose();
    }

    /// <summary>Whose parts refer to it and to its team, as those of models and trainers do.</summary>
    private sealed class Owner
    {
        private readonly ThreadTeam _team = new(3);
        private int _ran;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static WeakReference Drop()
        {
            Owner owner = new();
            owner._team.Run(3, 3, owner.Part);
            return new WeakReference(owner._team);
        }

        private void Part(int thread, int part) => Interlocked.Add(ref _ran, part);
    }
}
