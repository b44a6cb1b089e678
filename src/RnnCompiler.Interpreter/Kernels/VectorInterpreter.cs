using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Interprets vector expressions: each becomes a closure that returns its lanes, in an array of its own or that of a register.</summary>
/// <param name="locals">The locals of the method.</param>
internal sealed class VectorInterpreter(MethodLocals locals)
{
    /// <summary>Prepares an expression.</summary>
    public Func<float[]> Of(VectorExpression expression)
    {
        float[] result = new float[locals.Lanes];
        switch (expression)
        {
            case VectorRegister register:
                int slot = locals.Slot(register.Name);
                return () => locals.Vectors[slot];
            case VectorLoad load:
                int from = locals.Slot(load.Pointer.Name);
                return () =>
                {
                    (float[] memory, long at) = locals.Pointers[from];
                    for (int lane = 0; lane < locals.Lanes; lane++)
                        result[lane] = lane < load.Count ? memory[at + load.Offset + lane] : 0f;
                    return result;
                };
            case BroadcastLoad load:
                int one = locals.Slot(load.Pointer.Name);
                return () => Fill(result, locals.Pointers[one].Memory[locals.Pointers[one].At + load.Offset]);
            case LaneBroadcast broadcast:
                Func<float[]> vector = Of(broadcast.Vector);
                return () => Fill(result, vector()[broadcast.Lane]);
            case Splat splat:
                return () => Fill(result, (float)splat.Number);
            case Apply apply:
                return Apply(apply, result);
            case OneHotLanes oneHot:
                int id = locals.Slot(oneHot.Id.Name);
                Func<long> first = locals.Of(oneHot.FirstLane);
                return () => Each(result, lane => locals.Indices[id] == first() + lane ? 1f : 0f);
            case BFloat16Half half:
                Func<float[]> words = Of(half.Words);
                return () =>
                {
                    float[] w = words();
                    return Each(result, lane => LaneFunctions.Half(w[lane], half.Upper));
                };
            case ByteLoad load:
                int bytes = locals.Slot(load.Pointer.Name);
                return () => Each(result, lane => locals.Pointers[bytes].Memory[locals.Pointers[bytes].At + load.Offset + lane]);
            case MaskTail mask:
                Func<float[]> argument = Of(mask.Argument);
                return () =>
                {
                    float[] a = argument();
                    return Each(result, lane => lane < mask.Count ? a[lane] : (float)mask.Fill);
                };
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no meaning.");
        }
    }

    private Func<float[]> Apply(Apply apply, float[] result)
    {
        Func<float[]>[] arguments = [.. apply.Arguments.Select(Of)];
        return () =>
        {
            float[] a = arguments[0]();
            float[] b = arguments.Length > 1 ? arguments[1]() : a;
            float[] c = arguments.Length > 2 ? arguments[2]() : a;
            for (int lane = 0; lane < result.Length; lane++)
                result[lane] = LaneFunctions.Apply(apply.Function, a[lane], b[lane], c[lane]);
            return result;
        };
    }

    private static float[] Fill(float[] result, float value)
    {
        Array.Fill(result, value);
        return result;
    }

    private static float[] Each(float[] result, Func<int, float> lane)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = lane(i);
        return result;
    }
}
