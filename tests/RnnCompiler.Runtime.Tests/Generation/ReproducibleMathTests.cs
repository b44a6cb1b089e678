using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class ReproducibleMathTests
{
    [Fact]
    public void The_exponential_function_is_that_of_the_library()
    {
        for (double x = 0; x > -708; x -= 0.0371)
            Assert.InRange(ReproducibleMath.Exp(x) / Math.Exp(x), 1 - 1e-15, 1 + 1e-15);
        Assert.Equal(1, ReproducibleMath.Exp(0));
        Assert.Equal(0, ReproducibleMath.Exp(-709));
        Assert.Equal(0, ReproducibleMath.Exp(double.NegativeInfinity));
    }

    [Fact]
    public void The_logarithm_is_that_of_the_library()
    {
        for (double x = 1e-45; x < 1e6; x *= 1.0137)
            Assert.InRange(Math.Abs(ReproducibleMath.Log(x) - Math.Log(x)), 0, 3e-16 * Math.Max(1, Math.Abs(Math.Log(x))));
        Assert.Equal(0, ReproducibleMath.Log(1));
        Assert.Equal(double.NegativeInfinity, ReproducibleMath.Log(0));
    }

    [Fact]
    public void The_bits_are_the_same_on_every_machine()
    {
        ulong sum = 0;
        for (int i = 0; i < 1000; i++)
            sum = SplitMix.Mix(sum ^ BitConverter.DoubleToUInt64Bits(ReproducibleMath.Exp(-0.37 * i)) ^ BitConverter.DoubleToUInt64Bits(ReproducibleMath.Log(1 + 0.37 * i)));
        Assert.Equal(5847293059583916355UL, sum);
    }
}
