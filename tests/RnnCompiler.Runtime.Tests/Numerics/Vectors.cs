using System.Numerics;
using System.Reflection;
using System.Runtime.Intrinsics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A function in each of the widths that the runtime spells out.</summary>
internal sealed record VectorFunction(
    string Name, Func<Vector512<float>, Vector512<float>> Lanes16, Func<Vector<float>, Vector<float>> Lanes, Func<float, float> Scalar)
{
    public static VectorFunction Tanh { get; } = new("tanh", VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh);

    public static VectorFunction Sigmoid { get; } = new("sigmoid", VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid);

    public static VectorFunction Exp { get; } = new("exp", VectorMath.Exp, VectorMath.Exp, VectorMath.Exp);

    public static VectorFunction Log { get; } = new("log", VectorMath.Log, VectorMath.Log, VectorMath.Log);

    /// <summary>Every function of one vector that the runtime has in all widths.</summary>
    public static VectorFunction[] All { get; } = [.. typeof(VectorMath).GetMethods().Where(IsFunction).Select(static m => Of(m.Name))];

    private static bool IsFunction(MethodInfo method) => method.ReturnType == typeof(float) && method.GetParameters() is [{ ParameterType: { } type }] && type == typeof(float);

    /// <summary>Gets the function of a name.</summary>
    public static VectorFunction Of(string name) => new(name.ToLowerInvariant(), Find<Vector512<float>>(name), Find<Vector<float>>(name), Find<float>(name));

    private static Func<T, T> Find<T>(string name) =>
        (typeof(VectorMath).GetMethod(name, [typeof(T)]) ?? throw new MissingMethodException(nameof(VectorMath), $"{name}({typeof(T).Name})")).CreateDelegate<Func<T, T>>();
}

/// <summary>Runs a function over arrays whose length is a multiple of 16.</summary>
internal static class Vectors
{
    /// <summary>What makes one more than a multiple of 16 a multiple again.</summary>
    public const int Padding = 16;

    public static float[] Run(VectorFunction function, float[] input, int lanes)
    {
        float[] output = new float[input.Length];
        int width = lanes switch { 16 => 16, 1 => 1, _ => Vector<float>.Count };
        for (int i = 0; i < input.Length; i += width)
        {
            switch (lanes)
            {
                case 16:
                    function.Lanes16(Vector512.LoadUnsafe(ref input[i])).StoreUnsafe(ref output[i]);
                    break;
                case 1:
                    output[i] = function.Scalar(input[i]);
                    break;
                default:
                    function.Lanes(new Vector<float>(input, i)).CopyTo(output, i);
                    break;
            }
        }

        return output;
    }
}
