using System.Reflection.Emit;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Emit.Il;

namespace RnnCompiler.Emit.Targets;

/// <summary>Emits vector expressions of the lowered program as IL for one target. Each expression pushes a vector on the stack.</summary>
/// <param name="writer">The writer of the method.</param>
internal abstract class ExpressionEmitter(MethodWriter writer)
{
    /// <summary>Gets the type of a vector.</summary>
    public abstract Type VectorType { get; }

    /// <summary>Gets the writer of the method.</summary>
    protected MethodWriter Writer => writer;

    /// <summary>Gets the generator of IL.</summary>
    protected ILGenerator Il => writer.Il;

    /// <summary>Returns the emitter of a target.</summary>
    public static ExpressionEmitter Of(Target target, MethodWriter writer) => target.Lanes switch
    {
        16 => new VectorEmitter(writer, Vector512Methods.Table, target.Lanes),
        8 => new VectorEmitter(writer, Vector256Methods.Table, target.Lanes),
        4 => new VectorEmitter(writer, Vector128Methods.Table, target.Lanes),
        1 => new ScalarEmitter(writer),
        _ => throw new InvalidOperationException($"The target {target.Name} has no IL."),
    };

    /// <summary>Emits an expression.</summary>
    public void Emit(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorRegister register:
                writer.Get(register.Name);
                break;
            case VectorLoad load:
                Load(load);
                break;
            case BroadcastLoad load:
                writer.Element(load.Pointer, load.Offset);
                Il.Emit(OpCodes.Ldind_R4);
                Broadcast();
                break;
            case LaneBroadcast broadcast:
                Emit(broadcast.Vector);
                BroadcastLane(broadcast.Lane);
                break;
            case Splat splat:
                Splat((float)splat.Number);
                break;
            case Apply apply:
                Apply(apply.Function, apply.Arguments);
                break;
            case OneHotLanes oneHot:
                writer.Get(oneHot.Id.Name);
                writer.Sum(oneHot.FirstLane);
                OneHot();
                break;
            case ByteLoad load:
                LoadBytes(load);
                break;
            case MaskTail mask:
                Emit(mask.Argument);
                Il.Emit(OpCodes.Ldc_I4, mask.Count);
                Il.Emit(OpCodes.Ldc_R4, (float)mask.Fill);
                MaskTail();
                break;
            case BFloat16Half half:
                Emit(half.Words);
                BFloat16Half(half.Upper);
                break;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no IL.");
        }
    }

    /// <summary>Emits a store.</summary>
    public abstract void Store(StoreVector store);

    /// <summary>Pushes the reduction of 16 logical lanes, a float.</summary>
    public abstract void Reduce(Reduction kind, IReadOnlyList<VectorRegister> parts);

    /// <summary>Pushes a constant, broadcast to all lanes.</summary>
    protected void Splat(float number)
    {
        Il.Emit(OpCodes.Ldc_R4, number);
        Broadcast();
    }

    /// <summary>Replaces the float on the stack by a vector with that float in all lanes.</summary>
    protected abstract void Broadcast();

    /// <summary>Replaces the vector on the stack by one of its lanes in all lanes.</summary>
    protected abstract void BroadcastLane(int lane);

    /// <summary>Pushes consecutive floats.</summary>
    protected abstract void Load(VectorLoad load);

    /// <summary>Pushes consecutive bytes as floats.</summary>
    protected abstract void LoadBytes(ByteLoad load);

    /// <summary>Replaces an id and the element number of lane 0 on the stack by a vector with 1 in the lane of the id.</summary>
    protected abstract void OneHot();

    /// <summary>Replaces a vector, a count and a number on the stack by the vector with the number in the lanes from the count on.</summary>
    protected abstract void MaskTail();

    /// <summary>Replaces the words on the stack by floats, converted from the lower or upper half of each.</summary>
    protected abstract void BFloat16Half(bool upper);

    /// <summary>Pushes the result of a function that is applied lane by lane.</summary>
    protected abstract void Apply(VectorFunction function, IReadOnlyList<VectorExpression> arguments);

    /// <summary>Pushes expressions in order.</summary>
    protected void Emit(IReadOnlyList<VectorExpression> expressions)
    {
        foreach (VectorExpression expression in expressions)
            Emit(expression);
    }
}
