using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests.Threading;

/// <summary>The choice between one thread and several, from the times of earlier calls.</summary>
public class SpeedComparisonTests
{
    private const long Work = 1000, Alone = 100;

    [Fact]
    public void One_call_in_65_measures_one_thread_while_several_are_faster()
    {
        SpeedComparison speed = new();
        Assert.True(speed.PrefersOne);
        int alone = Run(speed, 10_000, together: 55);
        Assert.InRange(alone, 10_000 / 65, (10_000 / 65) + 8);
    }

    [Theory]
    [InlineData(110)]
    [InlineData(300)]
    [InlineData(1_000)]
    public void If_several_threads_are_slower_their_loss_is_two_percent(long together)
    {
        const int Calls = 100_000;
        SpeedComparison speed = new();
        int alone = Run(speed, Calls, together);
        double time = ((double)alone * Alone) + ((double)(Calls - alone) * together);
        Assert.InRange(time / (Calls * Alone), 1, 1.021);
    }

    [Fact]
    public void Several_threads_are_tried_again_at_last()
    {
        SpeedComparison speed = new();
        speed.Report(isAlone: true, Alone, Work);
        speed.Report(isAlone: false, long.MaxValue / 2, Work);
        Assert.Equal(1000, Enumerable.Range(0, 2000).TakeWhile(_ => RunAlone(speed)).Count());
        Assert.False(speed.PrefersOne);
    }

    [Fact]
    public void A_unit_of_work_is_compared_if_calls_have_different_sizes()
    {
        SpeedComparison speed = new();
        speed.Report(isAlone: true, Alone, Work);
        speed.Report(isAlone: false, 6 * Alone, 10 * Work);
        Assert.False(speed.PrefersOne);
    }

    private static bool RunAlone(SpeedComparison speed)
    {
        bool isAlone = speed.PrefersOne;
        if (isAlone)
            speed.Report(isAlone: true, Alone, Work);
        return isAlone;
    }

    /// <summary>Runs calls as the comparison chooses.</summary>
    /// <returns>The number of those that stayed on one thread.</returns>
    private static int Run(SpeedComparison speed, int calls, long together)
    {
        int alone = 0;
        for (int call = 0; call < calls; call++)
        {
            if (RunAlone(speed))
                alone++;
            else
                speed.Report(isAlone: false, together, Work);
        }

        return alone;
    }
}
