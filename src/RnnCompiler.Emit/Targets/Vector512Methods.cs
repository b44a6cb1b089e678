using RnnCompiler.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512<float>;
using W = System.Runtime.Intrinsics.Vector512<uint>;
using Vector = System.Runtime.Intrinsics.Vector512;

namespace RnnCompiler.Emit.Targets;

/// <summary>Methods of the target with 16 lanes.</summary>
internal sealed class Vector512Methods : Kernels16
{
    private delegate V Loader(ref readonly float source, nuint offset);

    private delegate void Storer(V vector, ref float destination, nuint offset);

    private delegate V PartialLoader(ref float source, nint offset, int count);

    private delegate void PartialStorer(V vector, ref float destination, nint offset, int count);

    private delegate V ByteLoader(ref sbyte source, nint offset);

    private Vector512Methods()
    {
    }

    /// <summary>Gets the table of methods.</summary>
    public static VectorMethods Table { get; } = new()
    {
        Vector = typeof(V),
        Create = ((Func<float, V>)Vector.Create).Method,
        SplatLane = ((Func<V, int, V>)SplatLane).Method,
        Load = ((Loader)Vector.LoadUnsafe).Method,
        Store = ((Storer)Vector.StoreUnsafe).Method,
        LoadPartial = ((PartialLoader)LoadPartial).Method,
        StorePartial = ((PartialStorer)StorePartial).Method,
        LoadBytes = ((ByteLoader)LoadBytes).Method,
        Add = VectorMethods.Operator(typeof(V), "op_Addition", 2),
        Subtract = VectorMethods.Operator(typeof(V), "op_Subtraction", 2),
        Multiply = VectorMethods.Operator(typeof(V), "op_Multiply", 2),
        Divide = VectorMethods.Operator(typeof(V), "op_Division", 2),
        Negate = VectorMethods.Operator(typeof(V), "op_UnaryNegation", 1),
        MultiplyAdd = ((Func<V, V, V, V>)Vector.MultiplyAddEstimate).Method,
        Max = ((Func<V, V, V>)Vector.Max).Method,
        Min = ((Func<V, V, V>)Vector.Min).Method,
        GreaterOrEqual = ((Func<V, V, V>)Vector.GreaterThanOrEqual).Method,
        IsEqual = ((Func<V, V, V>)Vector.Equals).Method,
        ConditionalSelect = ((Func<V, V, V, V>)Vector.ConditionalSelect).Method,
        Function = static (name, operands) => VectorMethods.KernelFunction(typeof(Kernels16), name, typeof(V), operands),
        MaskTail = ((Func<V, int, float, V>)MaskTail).Method,
        OneHot = ((Func<nint, nint, V>)OneHot).Method,
        SumLanes = ((Func<V, float>)SumLanes).Method,
        MaxLanes = ((Func<V, float>)MaxLanes).Method,
        AsWords = ((Func<V, W>)Vector.AsUInt32).Method,
        AsFloats = ((Func<W, V>)Vector.AsSingle).Method,
        CreateWords = ((Func<uint, W>)Vector.Create).Method,
        ShiftLeft = ((Func<W, int, W>)Vector.ShiftLeft).Method,
        And = VectorMethods.Operator(typeof(W), "op_BitwiseAnd", 2),
    };
}
