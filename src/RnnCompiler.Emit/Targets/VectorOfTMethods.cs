using System.Numerics;
using System.Reflection;
using RnnCompiler.CompilerServices;
using V = System.Numerics.Vector<float>;
using W = System.Numerics.Vector<uint>;

namespace RnnCompiler.Emit.Targets;

/// <summary>The methods of <c>Vector&lt;float&gt;</c>, which has 8 or 4 lanes by hardware.</summary>
internal static class VectorOfTMethods
{
    private delegate V Load(ref readonly float source, nuint offset);

    private delegate void Store(V vector, ref float destination, nuint offset);

    private delegate V LoadPartial(ref float source, nuint offset, int count);

    private delegate void StorePartial(V vector, ref float destination, nuint offset, int count);

    private delegate V LoadBytes(ref sbyte source, nuint offset);

    /// <summary>The table for 8 lanes: two vectors make 16.</summary>
    public static VectorMethods Eight => field ??= Table(((Func<V, V, float>)VectorMath.SumLanes).Method, ((Func<V, V, float>)VectorMath.MaxLanes).Method);

    /// <summary>The table for 4 lanes: four vectors make 16.</summary>
    public static VectorMethods Four =>
        field ??= Table(((Func<V, V, V, V, float>)VectorMath.SumLanes).Method, ((Func<V, V, V, V, float>)VectorMath.MaxLanes).Method);

    private static VectorMethods Table(MethodInfo sumLanes, MethodInfo maxLanes) => new()
    {
        Vector = typeof(V),
        Create = ((Func<float, V>)Vector.Create).Method,
        Load = ((Load)Vector.LoadUnsafe).Method,
        Store = ((Store)Vector.StoreUnsafe).Method,
        LoadPartial = ((LoadPartial)VectorMath.LoadPartial).Method,
        StorePartial = ((StorePartial)VectorMath.StorePartial).Method,
        LoadBytes = ((LoadBytes)VectorMath.LoadBytes).Method,
        Add = VectorMethods.Operator(typeof(V), "op_Addition", 2),
        Subtract = VectorMethods.Operator(typeof(V), "op_Subtraction", 2),
        Multiply = VectorMethods.Operator(typeof(V), "op_Multiply", 2),
        Divide = VectorMethods.Operator(typeof(V), "op_Division", 2),
        Negate = VectorMethods.Operator(typeof(V), "op_UnaryNegation", 1),
        MultiplyAdd = ((Func<V, V, V, V>)Vector.MultiplyAddEstimate).Method,
        Max = ((Func<V, V, V>)Vector.Max).Method,
        Min = ((Func<V, V, V>)Vector.Min).Method,
        Abs = ((Func<V, V>)Vector.Abs).Method,
        SquareRoot = ((Func<V, V>)Vector.SquareRoot).Method,
        GreaterOrEqual = ((Func<V, V, V>)Vector.GreaterThanOrEqual<float>).Method,
        IsEqual = ((Func<V, V, V>)Vector.Equals<float>).Method,
        ConditionalSelect = ((Func<V, V, V, V>)Vector.ConditionalSelect<float>).Method,
        Sigmoid = ((Func<V, V>)VectorMath.Sigmoid).Method,
        Tanh = ((Func<V, V>)VectorMath.Tanh).Method,
        Exp = ((Func<V, V>)VectorMath.Exp).Method,
        Log = ((Func<V, V>)VectorMath.Log).Method,
        MaskTail = ((Func<V, int, float, V>)VectorMath.MaskTail).Method,
        OneHot = ((Func<int, int, V>)VectorMath.OneHot).Method,
        SumLanes = sumLanes,
        MaxLanes = maxLanes,
        AsWords = ((Func<V, W>)Vector.AsVectorUInt32).Method,
        AsFloats = ((Func<W, V>)Vector.AsVectorSingle).Method,
        CreateWords = ((Func<uint, W>)Vector.Create).Method,
        ShiftLeft = ((Func<W, int, W>)Vector.ShiftLeft).Method,
        And = VectorMethods.Operator(typeof(W), "op_BitwiseAnd", 2),
    };
}
