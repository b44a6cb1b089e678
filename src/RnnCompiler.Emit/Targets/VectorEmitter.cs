using System.Reflection.Emit;
using System.Reflection;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Emit.Il;

namespace RnnCompiler.Emit.Targets;

/// <summary>Emits expressions for the vector targets as calls of the methods in a table.</summary>
/// <param name="writer">The writer of the method.</param>
/// <param name="methods">The table of the target's methods.</param>
/// <param name="lanes">The number of lanes of a vector.</param>
internal sealed class VectorEmitter(MethodWriter writer, VectorMethods methods, int lanes) : ExpressionEmitter(writer)
{
    private const uint UpperHalf = 0xFFFF0000u;
    private const int HalfBits = 16;

    public override Type VectorType => methods.Vector;

    public override void Store(StoreVector store)
    {
        Emit(store.Value);
        Writer.Get(store.Pointer.Name);
        Writer.Number(store.Offset);
        if (store.Exact)
            Il.Emit(OpCodes.Ldc_I4, store.Count);
        Call(store.Exact ? methods.StorePartial : methods.Store);
    }

    public override void Reduce(Reduction kind, IReadOnlyList<VectorRegister> parts)
    {
        Emit(parts);
        Call(kind switch
        {
            Reduction.Sum => methods.SumLanes,
            Reduction.Max => methods.MaxLanes,
            _ => throw new InvalidOperationException($"The reduction {kind} has no IL."),
        });
    }

    protected override void Broadcast() => Call(methods.Create);

    protected override void BroadcastLane(int lane)
    {
        Il.Emit(OpCodes.Ldc_I4, lane);
        Call(methods.SplatLane);
    }

    protected override void Load(VectorLoad load)
    {
        Writer.Get(load.Pointer.Name);
        Writer.Number(load.Offset);
        if (load.Count < lanes)
            Il.Emit(OpCodes.Ldc_I4, load.Count);
        Call(load.Count < lanes ? methods.LoadPartial : methods.Load);
    }

    protected override void LoadBytes(ByteLoad load)
    {
        Writer.Get(load.Pointer.Name);
        Writer.Number(load.Offset);
        Call(methods.LoadBytes);
    }

    protected override void OneHot() => Call(methods.OneHot);

    protected override void MaskTail() => Call(methods.MaskTail);

    protected override void BFloat16Half(bool upper)
    {
        Call(methods.AsWords);
        if (upper)
        {
            Il.Emit(OpCodes.Ldc_I4, unchecked((int)UpperHalf));
            Call(methods.CreateWords);
            Call(methods.And);
        }
        else
        {
            Il.Emit(OpCodes.Ldc_I4, HalfBits);
            Call(methods.ShiftLeft);
        }

        Call(methods.AsFloats);
    }

    protected override void Apply(VectorFunction function, IReadOnlyList<VectorExpression> arguments)
    {
        switch (function)
        {
            case VectorFunction.Relu:
                Emit(arguments[0]);
                Splat(0);
                Call(methods.Max);
                break;
            case VectorFunction.GreaterOrEqual:
                Emit(arguments);
                Call(methods.GreaterOrEqual);
                Splat(1);
                Splat(0);
                Call(methods.ConditionalSelect);
                break;
            case VectorFunction.Select:
                Emit(arguments[0]);
                Splat(0);
                Call(methods.IsEqual);
                Emit(arguments[2]);
                Emit(arguments[1]);
                Call(methods.ConditionalSelect);
                break;
            default:
                Emit(arguments);
                Call(Method(function));
                break;
        }
    }

    private MethodInfo Method(VectorFunction function) => function switch
    {
        VectorFunction.Add => methods.Add,
        VectorFunction.Subtract => methods.Subtract,
        VectorFunction.Multiply => methods.Multiply,
        VectorFunction.Divide => methods.Divide,
        VectorFunction.Max => methods.Max,
        VectorFunction.Min => methods.Min,
        VectorFunction.Negate => methods.Negate,
        VectorFunction.MultiplyAdd => methods.MultiplyAdd,
        _ when VectorFunctionTraits.Of(function) is { Method: { } name, Arity: int operands } => methods.Function(name, operands),
        _ => throw new InvalidOperationException($"The function {function} has no IL."),
    };

    private void Call(MethodInfo method) => Il.Emit(OpCodes.Call, method);
}
