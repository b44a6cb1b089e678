using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Errors, monotonicity and special values of the vector functions, and the same result for each width.</summary>
public class ActivationTests
{
    // The references are library functions in double, whose own error is 1e-16; near 0, where they would be slow, series.
    private static double TanhReference(double x) => Math.Abs(x) < 1e-4 ? x - x * x * x / 3 : Math.Abs(x) > 20 ? Math.Sign(x) : Math.Tanh(x);

    private static double SigmoidReference(double x) => x switch
    {
        < -120 => 0,
        > 50 => 1,
        > -1e-5 and < 1e-5 => 0.5 + x / 4,
        _ => 1 / (1 + Math.Exp(-x)),
    };

    // The greatest absolute and relative error, and how far a result may be before that of the float before it, in ulp.
    private static readonly Dictionary<string, (double Absolute, double Relative, int Ulps)> s_tangents = new()
    {
        [nameof(VectorMath.Tanh)] = (4e-7, 4e-7, 8),
        [nameof(VectorMath.TanhHigh)] = (1e-7, 4e-7, 2),
        [nameof(VectorMath.TanhFast)] = (1e-5, 1e-5, 8),
    };

    // The greatest absolute error, and how far a result may be before that of the float before it, in units of 2⁻²⁴: the last place of results near 1.
    private static readonly Dictionary<string, (double Absolute, int Steps)> s_sigmoids = new()
    {
        [nameof(VectorMath.Sigmoid)] = (2e-7, 8),
        [nameof(VectorMath.SigmoidHigh)] = (1e-7, 2),
        [nameof(VectorMath.SigmoidFast)] = (1e-5, 8),
    };

    public static TheoryData<string> Tangents => [.. s_tangents.Keys];

    public static TheoryData<string> Sigmoids => [.. s_sigmoids.Keys];

    [Theory]
    [MemberData(nameof(Tangents))]
    public void Tanh_is_accurate_odd_bounded_and_in_order_on_one_float_in_64(string name) =>
        Floats.Walk(64, input => CheckTanh(name, input));

    [Theory]
    [MemberData(nameof(Tangents))]
    [Trait("Category", "Long")]
    public void Tanh_is_accurate_odd_bounded_and_in_order_on_every_float(string name) =>
        Floats.Walk(1, input => CheckTanh(name, input));

    [Theory]
    [MemberData(nameof(Sigmoids))]
    public void Sigmoid_is_accurate_bounded_and_in_order_on_one_float_in_64(string name) =>
        Floats.Walk(64, input => CheckSigmoid(name, input));

    [Theory]
    [MemberData(nameof(Sigmoids))]
    [Trait("Category", "Long")]
    public void Sigmoid_is_accurate_bounded_and_in_order_on_every_float(string name) =>
        Floats.Walk(1, input => CheckSigmoid(name, input));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fast_functions_of_other_widths_are_accurate_odd_bounded_and_in_order_on_one_float_in_64(int lanes) => Floats.Walk(64, input =>
    {
        CheckTanh(nameof(VectorMath.TanhFast), input, lanes);
        CheckSigmoid(nameof(VectorMath.SigmoidFast), input, lanes);
    });

    [Fact]
    public void Every_width_gives_the_same_bits_on_one_float_in_64() => CheckWidths(64);

    [Fact]
    [Trait("Category", "Long")]
    public void Every_width_gives_the_same_bits_on_every_float() => CheckWidths(1);

    [Fact]
    public void The_greatest_errors_and_their_neighbourhoods_are_within_bounds()
    {
        // Around changes of the exponent in the range reduction, ends of ranges, and where exhaustive tests found the largest errors and steps back.
        float[] centres = [0.0889366f, 0.17328680f, 0.22159378f, 0.560962f, 1.3540300f, 4.02326f, 6.29045f, 7.46581f, 8.04651f, 8.4056f, 9.01f, 10f, 15f, 16.8112f, 88f, 88.7f];
        foreach (float centre in centres)
        {
            foreach (float signed in new[] { centre, -centre })
            {
                long first = Floats.Number(signed) - 2048;
                float[] values = new float[4096 + Vectors.Padding];
                for (int i = 0; i < values.Length; i++)
                    values[i] = Floats.Get(first + i);

                foreach (string name in s_tangents.Keys)
                    CheckTanh(name, values);
                foreach (string name in s_sigmoids.Keys)
                    CheckSigmoid(name, values);
            }
        }
    }

    [Theory]
    [InlineData(0x7FC00000)]
    [InlineData(0x7F800001)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(-1)]
    [InlineData(unchecked((int)0xFF800001))]
    public void Not_a_number_stays_one_in_every_width(int bits)
    {
        float[] input = new float[16];
        Array.Fill(input, BitConverter.Int32BitsToSingle(bits));
        foreach (VectorFunction function in VectorFunction.All)
        {
            foreach (int lanes in new[] { 16, 0, 1 })
                Assert.All(Vectors.Run(function, input, lanes), value => Assert.True(float.IsNaN(value), $"{function.Name}, {lanes} lanes"));
        }
    }

    [Fact]
    public void Special_values_are_exact_in_every_width()
    {
        (VectorFunction Function, float Input, float Expected)[] cases =
        [
            (VectorFunction.Tanh, 0f, 0f), (VectorFunction.Tanh, -0f, -0f),
            (VectorFunction.Tanh, float.PositiveInfinity, 1f), (VectorFunction.Tanh, float.NegativeInfinity, -1f),
            (VectorFunction.Tanh, float.Epsilon, float.Epsilon), (VectorFunction.Tanh, -float.Epsilon, -float.Epsilon),
            (VectorFunction.Sigmoid, 0f, 0.5f), (VectorFunction.Sigmoid, -0f, 0.5f),
            (VectorFunction.Sigmoid, float.PositiveInfinity, 1f), (VectorFunction.Sigmoid, float.NegativeInfinity, 0f),
            (VectorFunction.Exp, 0f, 1f), (VectorFunction.Exp, -0f, 1f), (VectorFunction.Exp, float.MaxValue, float.PositiveInfinity),
            (VectorFunction.Exp, float.PositiveInfinity, float.PositiveInfinity), (VectorFunction.Exp, float.NegativeInfinity, 0f),
            (VectorFunction.Exp, float.MinValue, 0f), (VectorFunction.Exp, 88.73f, float.PositiveInfinity), (VectorFunction.Exp, -104f, 0f),
            (VectorFunction.Log, 1f, 0f), (VectorFunction.Log, 0f, float.NegativeInfinity), (VectorFunction.Log, -0f, float.NegativeInfinity),
            (VectorFunction.Log, float.PositiveInfinity, float.PositiveInfinity), (VectorFunction.Log, -1f, float.NaN),
            (VectorFunction.Log, float.NegativeInfinity, float.NaN), (VectorFunction.Log, -float.Epsilon, float.NaN),
        ];
        foreach ((VectorFunction function, float x, float expected) in cases)
        {
            float[] input = new float[16];
            Array.Fill(input, x);
            foreach (int lanes in new[] { 16, 0, 1 })
                Assert.All(Vectors.Run(function, input, lanes), value => Assert.True(Same(expected, value), $"{function.Name}({x}) = {value}, {lanes} lanes"));
        }
    }

    public static TheoryData<string> FrameworkFunctions =>
        [.. VectorFunction.All.Select(static f => f.Name).Where(static n => Framework(n) is not null)];

    /// <summary>Functions whose errors no test of their own measures are as near as a few ulp to the framework's in double.</summary>
    [Theory]
    [MemberData(nameof(FrameworkFunctions))]
    public void Every_function_is_near_that_of_the_framework(string name)
    {
        VectorFunction function = VectorFunction.All.Single(f => f.Name == name);
        Func<double, double> reference = Framework(name)!;
        float[] input = [.. Enumerable.Range(0, 1 << 16).Select(static i => ((i / 32768f) - 1) * (i % 2 == 0 ? 4 : 80))];
        foreach (int lanes in new[] { 16, 0, 1 })
        {
            float[] output = Vectors.Run(function, input, lanes);
            for (int i = 0; i < input.Length; i++)
            {
                double expected = reference(input[i]);
                Assert.True(
                    double.IsNaN(expected) ? float.IsNaN(output[i]) : (float)expected == output[i] || Math.Abs(output[i] - expected) <= 4e-7 * Math.Max(1, Math.Abs(expected)),
                    $"{name}({input[i]:R}) = {output[i]:R}, expected {expected:R}, {lanes} lanes");
            }
        }
    }

    private static Func<double, double>? Framework(string name) => typeof(Math).GetMethods()
        .FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && m.ReturnType == typeof(double) && m.GetParameters() is [{ ParameterType: { } type }]
            && type == typeof(double))
        ?.CreateDelegate<Func<double, double>>();

    [Fact]
    public void Exp_and_log_are_within_2_ulp()
    {
        double worstExp = 0;
        double worstLog = 0;
        object gate = new();
        Floats.Walk(64, input =>
        {
            float[] exp = Vectors.Run(VectorFunction.Exp, input, 16);
            float[] log = Vectors.Run(VectorFunction.Log, input, 16);
            double runExp = 0;
            double runLog = 0;
            for (int i = 0; i < input.Length; i++)
            {
                if (input[i] is > -103.9f and < 88.7f)
                    runExp = Math.Max(runExp, Ulps(exp[i], Math.Exp(input[i])));

                if (input[i] is > 0 and < float.PositiveInfinity and not 1)
                    runLog = Math.Max(runLog, Ulps(log[i], Math.Log(input[i])));
            }

            lock (gate)
            {
                worstExp = Math.Max(worstExp, runExp);
                worstLog = Math.Max(worstLog, runLog);
            }
        });
        Assert.InRange(worstExp, 0.1, 2);
        Assert.InRange(worstLog, 0.1, 2);
    }

    [Fact]
    public void Where_the_hardware_fuses_the_bits_are_those_of_every_other_such_machine()
    {
        if (!Fma.IsSupported && !AdvSimd.IsSupported)
            return;

        // FNV-1a over the bits.
        ulong hash = 0xCBF29CE484222325;
        foreach (VectorFunction function in new[] { VectorFunction.Tanh, VectorFunction.Sigmoid, VectorFunction.Exp, VectorFunction.Log })
        {
            for (long number = 0; number < Floats.Count; number += 100_003)
            {
                float value = function.Scalar(Floats.Get(number));
                hash = (hash ^ (float.IsNaN(value) ? 0 : BitConverter.SingleToUInt32Bits(value))) * 0x100000001B3;
            }
        }

        Assert.Equal(6690092891407031143UL, hash);
    }

    private static void CheckTanh(string name, float[] input, int lanes = 16)
    {
        (double absolute, double relative, int ulps) = s_tangents[name];
        VectorFunction function = VectorFunction.Of(name);
        float[] output = Vectors.Run(function, input, lanes);
        float[] negated = Vectors.Run(function, [.. input.Select(static x => -x)], lanes);
        for (int i = 0; i < input.Length; i++)
        {
            double expected = TanhReference(input[i]);
            double error = Math.Abs(output[i] - expected);

            // Below the normal numbers one unit in the last place is all that can be asked for.
            bool good = error <= absolute && error <= Math.Max(relative * Math.Abs(expected), float.Epsilon)
                && MathF.Abs(output[i]) <= 1
                && (i == 0 || Floats.Number(output[i - 1]) - Floats.Number(output[i]) <= ulps)
                && BitConverter.SingleToInt32Bits(negated[i]) == (BitConverter.SingleToInt32Bits(output[i]) ^ int.MinValue);
            if (!good)
                Assert.Fail($"{name}({input[i]:R}) = {output[i]:R}");
        }
    }

    private static void CheckSigmoid(string name, float[] input, int lanes = 16)
    {
        (double absolute, int steps) = s_sigmoids[name];
        float[] output = Vectors.Run(VectorFunction.Of(name), input, lanes);
        for (int i = 0; i < input.Length; i++)
        {
            bool good = Math.Abs(output[i] - SigmoidReference(input[i])) <= absolute
                && output[i] is >= 0 and <= 1
                && (i == 0 || output[i - 1] - output[i] <= steps * 5.9604645e-8f);
            if (!good)
                Assert.Fail($"{name}({input[i]:R}) = {output[i]:R}");
        }
    }

    private static void CheckWidths(int stride) => Floats.Walk(stride, input =>
    {
        foreach (VectorFunction function in VectorFunction.All)
        {
            float[] wide = Vectors.Run(function, input, 16);
            bool tables = function.Name.EndsWith("fast", StringComparison.Ordinal) && Avx512F.IsSupported;
            foreach (int lanes in new[] { 0, 1 })
            {
                float[] other = Vectors.Run(function, input, lanes);
                for (int i = 0; i < input.Length; i++)
                {
                    if (tables ? Math.Abs(wide[i] - other[i]) > 5e-6 : !Same(wide[i], other[i]))
                        Assert.Fail($"{function.Name}({input[i]:R}): {wide[i]:R} in 16 lanes, {other[i]:R} in {lanes}");
                }
            }
        }
    });

    private static bool Same(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));

    private static double Ulps(float value, double expected)
    {
        double magnitude = Math.Max(Math.Abs(expected), 1.17549435e-38);
        return Math.Abs(value - expected) / Math.ScaleB(1, Math.ILogB(magnitude) - 23);
    }
}
