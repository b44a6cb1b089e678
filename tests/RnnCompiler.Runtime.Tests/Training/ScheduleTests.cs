namespace RnnCompiler.Runtime.Tests;

public class ScheduleTests
{
    [Fact]
    public void Factors_are_those_of_PyTorch()
    {
        Assert.Equal([1, 1, 1], Factors(LearningRateSchedule.Constant, 3));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Factors(LearningRateSchedule.StepDecay(2, 0.5), 5));
        Assert.Equal([1, 0.5, 0.25, 0.125], Factors(LearningRateSchedule.Exponential(0.5), 4));
        double[] cosine = Factors(LearningRateSchedule.Cosine(4, 0.2), 6);
        foreach ((double expected, double found) in new[] { 1, 0.2 + 0.4 * (1 + Math.Sqrt(0.5)), 0.6, 0.2 + 0.4 * (1 - Math.Sqrt(0.5)), 0.2, 0.2 }.Zip(cosine))
            Assert.Equal(expected, found, 1e-12);

        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 0.5], Factors(LearningRateSchedule.LinearWarmUp(4, LearningRateSchedule.Exponential(0.5)), 6));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.StepDecay(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Exponential(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.LinearWarmUp(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Constant.FactorAt(-1));
    }

    private static double[] Factors(LearningRateSchedule schedule, int count) => [.. Enumerable.Range(0, count).Select(n => schedule.FactorAt(n))];
}
