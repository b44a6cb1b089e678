using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests.Threading;

/// <summary>The number of threads of a call: what was set, the processors and the work each limit it.</summary>
public class ThreadPolicyTests
{
    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 2, 2)]
    [InlineData(2, 8, 2)]
    [InlineData(1, 8, 1)]
    public void No_more_threads_are_created_than_processors_exist(int requested, int processors, int created) =>
        Assert.Equal(created, new ThreadPolicy(processors, 100, true).Most(requested));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(199, 1)]
    [InlineData(200, 2)]
    [InlineData(399, 3)]
    [InlineData(400, 4)]
    [InlineData(long.MaxValue, 4)]
    public void Each_thread_has_work_that_is_worth_a_wake_up(long work, int threads) => Assert.Equal(threads, new ThreadPolicy(4, 100, true).Threads(4, work));

    /// <summary>This project sets the switch in its runtime configuration, so its teams have all threads on any machine.</summary>
    [Fact]
    public void A_switch_divides_each_call() => Assert.Equal(new ThreadPolicy(int.MaxValue, 1, false), ThreadPolicy.Current);
}
