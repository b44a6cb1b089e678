using System.Runtime.Intrinsics;
using RnnCompiler.CompilerServices;
using V = System.Runtime.Intrinsics.Vector512<float>;
using W = System.Runtime.Intrinsics.Vector512<uint>;

namespace RnnCompiler.Emit.Targets;

/// <summary>The methods of 16 lanes.</summary>
internal static class Vector512Methods
{
    private delegate V Load(ref readonly float source, nuint offset);

    private delegate void Store(V vector, ref float destination, nuint offset);

    private delegate V LoadPartial(ref float source, nuint offset, int count);

    private delegate void StorePartial(V vector, ref float destination, nuint offset, int count);

    private delegate V LoadBytes(ref sbyte source, nuint offset);

    /// <summary>The table.</summary>
    public static VectorMethods Table { get; } = new()
    {
        Vector = typeof(V),
        Create = ((Func<float, V>)Vector512.Create).Method,
        Load = ((Load)Vector512.LoadUnsafe).Method,
        Store = ((Store)Vector512.StoreUnsafe).Method,
        LoadPartial = ((LoadPartial)VectorMath.LoadPartial512).Method,
        StorePartial = ((StorePartial)VectorMath.StorePartial).Method,
        LoadBytes = ((LoadBytes)VectorMath.LoadBytes512).Method,
        Add = VectorMethods.Operator(typeof(V), "op_Addition", 2),
        Subtract = VectorMethods.Operator(typeof(V), "op_Subtraction", 2),
        Multiply = VectorMethods.Operator(typeof(V), "op_Multiply", 2),
        Divide = VectorMethods.Operator(typeof(V), "op_Division", 2),
        Negate = VectorMethods.Operator(typeof(V), "op_UnaryNegation", 1),
        MultiplyAdd = ((Func<V, V, V, V>)Vector512.MultiplyAddEstimate).Method,
        Max = ((Func<V, V, V>)Vector512.Max).Method,
        Min = ((Func<V, V, V>)Vector512.Min).Method,
        Abs = ((Func<V, V>)Vector512.Abs).Method,
        SquareRoot = ((Func<V, V>)Vector512.Sqrt).Method,
        GreaterOrEqual = ((Func<V, V, V>)Vector512.GreaterThanOrEqual).Method,
        IsEqual = ((Func<V, V, V>)Vector512.Equals).Method,
        ConditionalSelect = ((Func<V, V, V, V>)Vector512.ConditionalSelect).Method,
        Sigmoid = ((Func<V, V>)VectorMath.Sigmoid).Method,
        Tanh = ((Func<V, V>)VectorMath.Tanh).Method,
        Exp = ((Func<V, V>)VectorMath.Exp).Method,
        Log = ((Func<V, V>)VectorMath.Log).Method,
        MaskTail = ((Func<V, int, float, V>)VectorMath.MaskTail).Method,
        OneHot = ((Func<int, int, V>)VectorMath.OneHot512).Method,
        SumLanes = ((Func<V, float>)VectorMath.SumLanes).Method,
        MaxLanes = ((Func<V, float>)VectorMath.MaxLanes).Method,
        AsWords = ((Func<V, W>)Vector512.AsUInt32).Method,
        AsFloats = ((Func<W, V>)Vector512.AsSingle).Method,
        CreateWords = ((Func<uint, W>)Vector512.Create).Method,
        ShiftLeft = ((Func<W, int, W>)Vector512.ShiftLeft).Method,
        And = VectorMethods.Operator(typeof(W), "op_BitwiseAnd", 2),
    };
}
