using System.Reflection.Emit;
using System.Reflection;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Il;
using Label = System.Reflection.Emit.Label;

namespace RnnCompiler.Emit.Targets;

/// <summary>Emits expressions for the scalar target: a vector is one float.</summary>
/// <param name="writer">The writer of the method.</param>
internal sealed class ScalarEmitter(MethodWriter writer) : ExpressionEmitter(writer)
{
    private const int UpperHalf = unchecked((int)0xFFFF0000u);
    private const int HalfBits = 16;

    public override Type VectorType => typeof(float);

    public override void Store(StoreVector store)
    {
        Writer.Element(store.Pointer, store.Offset);
        Emit(store.Value);
        Il.Emit(OpCodes.Stind_R4);
    }

    // The same reduction tree as in the other targets: lanes 8 apart, then 4, 2, 1.
    public override void Reduce(Reduction kind, IReadOnlyList<VectorRegister> parts)
    {
        if (kind is not (Reduction.Sum or Reduction.Max))
            throw new InvalidOperationException($"The reduction {kind} has no IL.");
        Reduce(kind, parts, 0, 1);
    }

    protected override void Broadcast()
    {
    }

    protected override void BroadcastLane(int lane)
    {
    }

    protected override void Load(VectorLoad load)
    {
        Writer.Element(load.Pointer, load.Offset);
        Il.Emit(OpCodes.Ldind_R4);
    }

    protected override void LoadBytes(ByteLoad load)
    {
        Writer.Element(load.Pointer, load.Offset);
        Il.Emit(OpCodes.Ldind_I1);
        Il.Emit(OpCodes.Conv_R4);
    }

    protected override void OneHot() => Call(Methods.OneHotOf);

    protected override void MaskTail() => Call(Methods.TailMask);

    protected override void BFloat16Half(bool upper)
    {
        Call(Methods.ToBits);
        Il.Emit(OpCodes.Ldc_I4, upper ? UpperHalf : HalfBits);
        Il.Emit(upper ? OpCodes.And : OpCodes.Shl);
        Call(Methods.ToFloat);
    }

    protected override void Apply(VectorFunction function, IReadOnlyList<VectorExpression> arguments)
    {
        switch (function)
        {
            case VectorFunction.Relu:
                Emit(arguments[0]);
                Splat(0);
                Call(Methods.MaxOf);
                break;
            case VectorFunction.GreaterOrEqual:
                Emit(arguments);
                Choose(OpCodes.Bge, () => Splat(1), () => Splat(0));
                break;
            case VectorFunction.Select:
                Emit(arguments[0]);
                Splat(0);
                Choose(OpCodes.Bne_Un, () => Emit(arguments[1]), () => Emit(arguments[2]));
                break;
            default:
                Emit(arguments);
                Apply(function);
                break;
        }
    }

    private void Apply(VectorFunction function)
    {
        switch (function)
        {
            case VectorFunction.Add:
                Il.Emit(OpCodes.Add);
                break;
            case VectorFunction.Subtract:
                Il.Emit(OpCodes.Sub);
                break;
            case VectorFunction.Multiply:
                Il.Emit(OpCodes.Mul);
                break;
            case VectorFunction.Divide:
                Il.Emit(OpCodes.Div);
                break;
            case VectorFunction.Negate:
                Il.Emit(OpCodes.Neg);
                break;
            default:
                Call(Method(function));
                break;
        }
    }

    private static MethodInfo Method(VectorFunction function) => function switch
    {
        VectorFunction.Max => Methods.MaxOf,
        VectorFunction.Min => Methods.MinOf,
        VectorFunction.MultiplyAdd => Methods.MultiplyAdd,
        _ when VectorFunctionTraits.Of(function) is { Method: { } name, Arity: int operands } =>
            VectorMethods.KernelFunction(typeof(Kernels1), name, typeof(float), operands),
        _ => throw new InvalidOperationException($"The function {function} has no IL."),
    };

    // Part i of n is at first + i · stride. Each half is reduced recursively, then the two results are combined.
    private void Reduce(Reduction kind, IReadOnlyList<VectorRegister> parts, int first, int stride)
    {
        if (stride >= parts.Count)
        {
            Emit(parts[first]);
            return;
        }

        Reduce(kind, parts, first, 2 * stride);
        Reduce(kind, parts, first + stride, 2 * stride);
        if (kind == Reduction.Sum)
            Il.Emit(OpCodes.Add);
        else
            Call(Methods.MaxOf);
    }

    /// <summary>Pushes one of two values, chosen by a branch on the two floats on the stack.</summary>
    private void Choose(OpCode branch, Action taken, Action otherwise)
    {
        Label isTaken = Il.DefineLabel();
        Label done = Il.DefineLabel();
        Il.Emit(branch, isTaken);
        otherwise();
        Il.Emit(OpCodes.Br, done);
        Il.MarkLabel(isTaken);
        taken();
        Il.MarkLabel(done);
    }

    private void Call(MethodInfo method) => Il.Emit(OpCodes.Call, method);

    /// <summary>Gives access to the protected methods of the scalar kernels' base class.</summary>
    private sealed class Methods : Kernels1
    {
        private Methods()
        {
        }

        public static MethodInfo MaxOf { get; } = ((Func<float, float, float>)MathF.Max).Method;

        public static MethodInfo MinOf { get; } = ((Func<float, float, float>)MathF.Min).Method;

        public static MethodInfo MultiplyAdd { get; } = ((Func<float, float, float, float>)float.MultiplyAddEstimate).Method;

        public static MethodInfo TailMask { get; } = ((Func<float, int, float, float>)MaskTail).Method;

        public static MethodInfo OneHotOf { get; } = ((Func<nint, nint, float>)OneHot).Method;

        public static MethodInfo ToBits { get; } = ((Func<float, uint>)BitConverter.SingleToUInt32Bits).Method;

        public static MethodInfo ToFloat { get; } = ((Func<uint, float>)BitConverter.UInt32BitsToSingle).Method;
    }
}
