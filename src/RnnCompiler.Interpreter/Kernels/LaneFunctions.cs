using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Interpreter.Functions;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Scalar semantics of each vector function, in double precision if the result is not exact.</summary>
internal static class LaneFunctions
{
    public static float Apply(VectorFunction function, float a, float b, float c) => function switch
    {
        VectorFunction.Add => a + b,
        VectorFunction.Subtract => a - b,
        VectorFunction.Multiply => a * b,
        VectorFunction.Divide => a / b,
        VectorFunction.Max => Max(a, b),
        VectorFunction.Min => -Max(-a, -b),
        VectorFunction.GreaterOrEqual => a >= b ? 1f : 0f,
        VectorFunction.Select => a != 0f ? b : c,
        VectorFunction.Negate => -a,
        VectorFunction.Relu => Max(a, 0f),
        VectorFunction.Abs => Math.Abs(a),
        VectorFunction.MultiplyAdd => (float)Math.FusedMultiplyAdd((double)a, b, c),
        VectorFunction.MultiplyAddBytes => MultiplyAddBytes(a, b, c),
        VectorFunction.IntegerToFloat => BitConverter.SingleToInt32Bits(a),
        _ when VectorFunctionTraits.Of(function) is { Arity: 1, Operation: { } operation } => (float)UnaryFunctions.Apply(operation, a),
        _ => throw new InvalidOperationException($"{function} has no meaning."),
    };

    /// <summary>One half of a word, as the upper half of a float.</summary>
    public static float Half(float word, bool upper)
    {
        uint bits = BitConverter.SingleToUInt32Bits(word);
        return BitConverter.UInt32BitsToSingle((upper ? bits >> 16 : bits) << 16);
    }

    /// <summary>The integer that c holds, plus the products of the bytes of a and b.</summary>
    private static float MultiplyAddBytes(float a, float b, float c)
    {
        Span<byte> x = stackalloc byte[sizeof(float)], w = stackalloc byte[sizeof(float)];
        BitConverter.TryWriteBytes(x, a);
        BitConverter.TryWriteBytes(w, b);
        int sum = BitConverter.SingleToInt32Bits(c);
        for (int pair = 0; pair < x.Length; pair += 2)
        {
            int two = (x[pair] * (sbyte)w[pair]) + (x[pair + 1] * (sbyte)w[pair + 1]);
            if (two is < short.MinValue or > short.MaxValue)
                throw new InvalidOperationException($"Expected two products of bytes to fit into 16 bits, found {two}.");
            sum += two;
        }

        return BitConverter.Int32BitsToSingle(sum);
    }

    public static float Max(float a, float b) => float.IsNaN(a) || float.IsNaN(b) ? float.NaN : a >= b ? a : b;
}
