using System.Globalization;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>How a target spells vectors in C#: the table from lowered operations to text.</summary>
internal abstract class KernelDialect
{
    /// <summary>The alias of the class of vector operations, where the dialect has one.</summary>
    public const string VectorAlias = "RnnVector";

    /// <summary>The alias of the runtime's vector functions.</summary>
    public const string MathAlias = "RnnMath";

    /// <summary>The alias of <c>System.Runtime.CompilerServices.Unsafe</c>.</summary>
    public const string MemoryAlias = "RnnMemory";

    /// <summary>The full name of the class of vector operations.</summary>
    public abstract string VectorClass { get; }

    /// <summary>What the kernels' documentation says of the hardware.</summary>
    public abstract string Description { get; }

    /// <summary>The dialect of a target.</summary>
    public static KernelDialect Of(Target target) => target.Lanes switch
    {
        16 => new Vector512Dialect(),
        1 => new ScalarDialect(),
        _ => new VectorDialect(target.Lanes),
    };

    public abstract string Load(string pointer, long offset, int count);

    public abstract string Store(string value, string pointer, long offset, int count, bool exact);

    public abstract string Splat(string number);

    public abstract string OneHot(string id, string firstLane);

    /// <summary>One half of each word, as a float: shifts and masks are intrinsics, where a helper would have to be inlined at every use.</summary>
    public abstract string BFloat16Half(string words, bool upper);

    /// <summary>Consecutive bytes as floats.</summary>
    public abstract string LoadBytes(string pointer, long offset);

    public abstract string Reduce(Reduction kind, IReadOnlyList<string> parts);

    /// <summary>A function of lanes; operators are set in parentheses where they are nested.</summary>
    public abstract string Function(VectorFunction function, IReadOnlyList<string> a, bool nested);

    public string MaskTail(string value, int count, string fill) => $"{MathAlias}.MaskTail({value}, {Text(count)}, {fill})";

    /// <summary>One float of memory.</summary>
    public static string Element(string pointer, long offset) => offset == 0 ? pointer : $"{MemoryAlias}.Add(ref {pointer}, {Text(offset)})";

    protected static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    protected static string Operator(string sign, IReadOnlyList<string> a, bool nested) => nested ? $"({a[0]} {sign} {a[1]})" : $"{a[0]} {sign} {a[1]}";
}

/// <summary>What both vector dialects share.</summary>
internal abstract class VectorDialectBase(int lanes, string suffix) : KernelDialect
{
    public override string Load(string pointer, long offset, int count) => count < lanes
        ? $"{MathAlias}.LoadPartial{suffix}(ref {pointer}, {Text(offset)}, {Text(count)})"
        : $"{VectorAlias}.LoadUnsafe(ref {pointer}, {Text(offset)})";

    public override string Store(string value, string pointer, long offset, int count, bool exact) => exact
        ? $"{MathAlias}.StorePartial({value}, ref {pointer}, {Text(offset)}, {Text(count)});"
        : $"{VectorAlias}.StoreUnsafe({value}, ref {pointer}, {Text(offset)});";

    public override string Splat(string number) => $"{VectorAlias}.Create({number})";

    public override string OneHot(string id, string firstLane) => $"{MathAlias}.OneHot{suffix}((int){id}, {firstLane})";

    public override string BFloat16Half(string words, bool upper) => AsSingle(upper
        ? $"{AsUInt32(words)} & {VectorAlias}.Create(0xFFFF0000u)"
        : $"{VectorAlias}.ShiftLeft({AsUInt32(words)}, 16)");

    public override string LoadBytes(string pointer, long offset) => $"{MathAlias}.LoadBytes{suffix}(ref {pointer}, {Text(offset)})";

    protected abstract string AsUInt32(string vector);

    protected abstract string AsSingle(string vector);

    public override string Reduce(Reduction kind, IReadOnlyList<string> parts) => $"{MathAlias}.{kind}Lanes({string.Join(", ", parts)})";

    public override string Function(VectorFunction function, IReadOnlyList<string> a, bool nested) => function switch
    {
        VectorFunction.Add => Operator("+", a, nested),
        VectorFunction.Subtract => Operator("-", a, nested),
        VectorFunction.Multiply => Operator("*", a, nested),
        VectorFunction.Divide => Operator("/", a, nested),
        VectorFunction.Max => Call("Max", a),
        VectorFunction.Min => Call("Min", a),
        VectorFunction.GreaterOrEqual => $"{VectorAlias}.ConditionalSelect({Call("GreaterThanOrEqual", a)}, {Splat("1f")}, {Splat("0f")})",
        VectorFunction.Select => $"{VectorAlias}.ConditionalSelect({VectorAlias}.Equals({a[0]}, {Splat("0f")}), {a[2]}, {a[1]})",
        VectorFunction.Negate => $"-{a[0]}",
        VectorFunction.Sigmoid or VectorFunction.Tanh or VectorFunction.Exp or VectorFunction.Log => $"{MathAlias}.{function}({a[0]})",
        VectorFunction.Sqrt => Call(SquareRoot, a),
        VectorFunction.Relu => $"{VectorAlias}.Max({a[0]}, {Splat("0f")})",
        VectorFunction.Abs => Call("Abs", a),
        VectorFunction.MultiplyAdd => Call("MultiplyAddEstimate", a),
        _ => throw new InvalidOperationException($"{function} has no spelling."),
    };

    protected abstract string SquareRoot { get; }

    private static string Call(string name, IReadOnlyList<string> a) => $"{VectorAlias}.{name}({string.Join(", ", a)})";
}

/// <summary>Vector512&lt;float&gt;.</summary>
internal sealed class Vector512Dialect() : VectorDialectBase(16, "512")
{
    public override string VectorClass => "global::System.Runtime.Intrinsics.Vector512";

    public override string Description => "vectors of 16 floats (Vector512, AVX-512)";

    protected override string SquareRoot => "Sqrt";

    protected override string AsUInt32(string vector) => $"{VectorAlias}.AsUInt32({vector})";

    protected override string AsSingle(string vector) => $"{VectorAlias}.AsSingle({vector})";
}

/// <summary>Vector&lt;float&gt;.</summary>
internal sealed class VectorDialect(int width) : VectorDialectBase(width, "")
{
    private readonly bool _wide = width == 8;

    public override string VectorClass => "global::System.Numerics.Vector";

    public override string Description => _wide ? "vectors of 8 floats (Vector<float> on AVX2)" : "vectors of 4 floats (Vector<float> on NEON and SSE)";

    protected override string SquareRoot => "SquareRoot";

    protected override string AsUInt32(string vector) => $"{VectorAlias}.AsVectorUInt32({vector})";

    protected override string AsSingle(string vector) => $"{VectorAlias}.AsVectorSingle({vector})";
}

/// <summary>Plain floats, for hardware without vectors.</summary>
internal sealed class ScalarDialect : KernelDialect
{
    private const string BitsAlias = "global::System.BitConverter";

    public override string VectorClass => "global::System.MathF";

    public override string Description => "plain floats, where there are no hardware vectors";

    public override string Load(string pointer, long offset, int count) => Element(pointer, offset);

    public override string Store(string value, string pointer, long offset, int count, bool exact) => $"{Element(pointer, offset)} = {value};";

    public override string Splat(string number) => number;

    public override string OneHot(string id, string firstLane) => $"{MathAlias}.OneHotScalar((int){id}, {firstLane})";

    public override string BFloat16Half(string words, bool upper) =>
        $"{BitsAlias}.UInt32BitsToSingle({BitsAlias}.SingleToUInt32Bits({words}) {(upper ? "& 0xFFFF0000u" : "<< 16")})";

    public override string LoadBytes(string pointer, long offset) => $"(float){Element(pointer, offset)}";

    /// <summary>The same tree as in the other dialects: lanes 8 apart, then 4, 2, 1.</summary>
    public override string Reduce(Reduction kind, IReadOnlyList<string> parts)
    {
        while (parts.Count > 1)
        {
            int half = parts.Count / 2;
            IReadOnlyList<string> whole = parts;
            parts = [.. Enumerable.Range(0, half).Select(i => kind == Reduction.Sum ? $"({whole[i]} + {whole[i + half]})" : $"{VectorAlias}.Max({whole[i]}, {whole[i + half]})")];
        }

        return parts[0];
    }

    public override string Function(VectorFunction function, IReadOnlyList<string> a, bool nested) => function switch
    {
        VectorFunction.Add => Operator("+", a, nested),
        VectorFunction.Subtract => Operator("-", a, nested),
        VectorFunction.Multiply => Operator("*", a, nested),
        VectorFunction.Divide => Operator("/", a, nested),
        VectorFunction.Max => $"{VectorAlias}.Max({a[0]}, {a[1]})",
        VectorFunction.Min => $"{VectorAlias}.Min({a[0]}, {a[1]})",
        VectorFunction.GreaterOrEqual => $"({a[0]} >= {a[1]} ? 1f : 0f)",
        VectorFunction.Select => $"({a[0]} != 0f ? {a[1]} : {a[2]})",
        VectorFunction.Negate => $"-{a[0]}",
        VectorFunction.Sigmoid or VectorFunction.Tanh or VectorFunction.Exp or VectorFunction.Log => $"{MathAlias}.{function}({a[0]})",
        VectorFunction.Sqrt => $"{VectorAlias}.Sqrt({a[0]})",
        VectorFunction.Relu => $"{VectorAlias}.Max({a[0]}, 0f)",
        VectorFunction.Abs => $"{VectorAlias}.Abs({a[0]})",
        VectorFunction.MultiplyAdd => $"float.MultiplyAddEstimate({a[0]}, {a[1]}, {a[2]})",
        _ => throw new InvalidOperationException($"{function} has no spelling."),
    };
}
