namespace RnnCompiler.Networks;

/// <summary>Elementwise operations; a keyword is the name of a member in lower case. They equal the compiler's <c>ElementwiseOperation</c>.</summary>
internal enum ElementwiseKind
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Max,
    Min,
    Tanh,
    Sigmoid,
    Relu,
    Softmax,
    Abs,
    Exp,
    Log,
    Sqrt,
    Square,
}

/// <summary>Records elementwise operations.</summary>
internal static class Elementwise
{
    /// <summary>Records an operation of two values. If one is a sequence and the other a vector, the vector is repeated over time.</summary>
    public static NetworkNode Record(ElementwiseKind kind, NetworkValue left, NetworkValue right, string? name = null)
    {
        NetworkNode first = Expect.Node(left, nameof(left));
        NetworkNode second = Expect.Node(right, nameof(right));
        Expect.SameSize(first, second, nameof(right));
        Expect.SameSteps(first, second, nameof(right));
        return NetworkBuilder.Record(LayerText.Elementwise(kind, null, null), NodeShape.Combined(first.Shape, second.Shape), [first, second], name);
    }

    /// <summary>Records an operation of a value and a number.</summary>
    public static NetworkNode Record(ElementwiseKind kind, NetworkValue left, double right, string parameter = "left", string? name = null)
    {
        NetworkNode node = Expect.Node(left, parameter);
        return NetworkBuilder.Record(LayerText.Elementwise(kind, null, Expect.Finite(right, nameof(right))), node.Shape, [node], name);
    }

    /// <summary>Records an operation of a number and a value.</summary>
    public static NetworkNode Record(ElementwiseKind kind, double left, NetworkValue right)
    {
        NetworkNode node = Expect.Node(right, nameof(right));
        return NetworkBuilder.Record(LayerText.Elementwise(kind, Expect.Finite(left, nameof(left)), null), node.Shape, [node]);
    }

    /// <summary>Records an operation of one value.</summary>
    public static NetworkNode Record(ElementwiseKind kind, NetworkValue x, string? name)
    {
        NetworkNode node = Expect.Node(x, nameof(x));
        return NetworkBuilder.Record(LayerText.Elementwise(kind, null, null), node.Shape, [node], name);
    }
}
