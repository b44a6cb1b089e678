namespace RnnCompiler.Networks;

/// <content>Combinations of values: elementwise maximum and minimum, concatenation, slices.</content>
public static partial class Layers
{
    /// <summary>Computes the greater of each two elements.</summary>
    /// <param name="left">The first operand: [steps, features].</param>
    /// <param name="right">The second operand: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or length or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Sequence Max(Sequence left, Sequence right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Max, left, right, name));

    /// <summary>Computes the greater of each two elements; the vector is the same at each step.</summary>
    /// <param name="left">The first operand: [steps, features].</param>
    /// <param name="right">The second operand: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Sequence Max(Sequence left, Features right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Max, left, right, name));

    /// <summary>Computes the greater of each two elements; the vector is the same at each step.</summary>
    /// <param name="left">The first operand: [features].</param>
    /// <param name="right">The second operand: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Sequence Max(Features left, Sequence right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Max, left, right, name));

    /// <summary>Computes the greater of each two elements.</summary>
    /// <param name="left">The first operand: [features].</param>
    /// <param name="right">The second operand: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Features Max(Features left, Features right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Max, left, right, name));

    /// <summary>Computes the greater of each element and a number.</summary>
    /// <param name="left">The first operand: [steps, features].</param>
    /// <param name="right">The second operand, finite.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">The first operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite, or the name is malformed, reserved or taken.</exception>
    public static Sequence Max(Sequence left, double right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Max, left, right, nameof(left), name));

    /// <summary>Computes the greater of each element and a number.</summary>
    /// <param name="left">The first operand: [features].</param>
    /// <param name="right">The second operand, finite.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The first operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite, or the name is malformed, reserved or taken.</exception>
    public static Features Max(Features left, double right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Max, left, right, nameof(left), name));

    /// <summary>Computes the smaller of each two elements.</summary>
    /// <param name="left">The first operand: [steps, features].</param>
    /// <param name="right">The second operand: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or length or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Sequence Min(Sequence left, Sequence right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Min, left, right, name));

    /// <summary>Computes the smaller of each two elements; the vector is the same at each step.</summary>
    /// <param name="left">The first operand: [steps, features].</param>
    /// <param name="right">The second operand: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Sequence Min(Sequence left, Features right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Min, left, right, name));

    /// <summary>Computes the smaller of each two elements; the vector is the same at each step.</summary>
    /// <param name="left">The first operand: [features].</param>
    /// <param name="right">The second operand: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Sequence Min(Features left, Sequence right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Min, left, right, name));

    /// <summary>Computes the smaller of each two elements.</summary>
    /// <param name="left">The first operand: [features].</param>
    /// <param name="right">The second operand: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or are of different builders, or the name is malformed, reserved or taken.</exception>
    public static Features Min(Features left, Features right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Min, left, right, name));

    /// <summary>Computes the smaller of each element and a number.</summary>
    /// <param name="left">The first operand: [steps, features].</param>
    /// <param name="right">The second operand, finite.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">The first operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite, or the name is malformed, reserved or taken.</exception>
    public static Sequence Min(Sequence left, double right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Min, left, right, nameof(left), name));

    /// <summary>Computes the smaller of each element and a number.</summary>
    /// <param name="left">The first operand: [features].</param>
    /// <param name="right">The second operand, finite.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The first operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite, or the name is malformed, reserved or taken.</exception>
    public static Features Min(Features left, double right, string? name = null) => new(Elementwise.Record(ElementwiseKind.Min, left, right, nameof(left), name));

    /// <summary>Concatenates the features of sequences at each step.</summary>
    /// <param name="values">One to 64 sequences: [steps, features] of equal length.</param>
    /// <returns>[steps, sum of features].</returns>
    /// <exception cref="ArgumentNullException">A value is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no value or more than 64, they differ in length, are of different builders, or have more than 65,536 features together.
    /// </exception>
    public static Sequence Concat(params Sequence[] values) => new(RecordConcat(values, nameof(values)));

    /// <summary>Concatenates vectors.</summary>
    /// <param name="values">One to 64 vectors: [features].</param>
    /// <returns>[sum of features].</returns>
    /// <exception cref="ArgumentNullException">A value is null.</exception>
    /// <exception cref="ArgumentException">There is no value or more than 64, they are of different builders, or have more than 65,536 features together.</exception>
    public static Features Concat(params Features[] values) => new(RecordConcat(values, nameof(values)));

    /// <summary>Concatenates the features of sequences and vectors at each step; the vectors are the same at each step.</summary>
    /// <param name="values">One to 64 values, at least one of them a sequence: [steps, features] of equal length, or [features].</param>
    /// <returns>[steps, sum of features].</returns>
    /// <exception cref="ArgumentNullException">A value is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no sequence or more than 64 values, sequences differ in length, values are of different builders, or have more than 65,536 features together.
    /// </exception>
    public static Sequence Concat(params NetworkValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Array.Exists(values, static value => value is not Features)
            ? new Sequence(RecordConcat(values, nameof(values)))
            : throw new ArgumentException("Expected at least one sequence, found vectors only.", nameof(values));
    }

    /// <summary>Returns consecutive features of each step.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="start">The first feature, from 0.</param>
    /// <param name="length">The number of features, at least 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, length].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The features are not within those of the input, or the name is malformed, reserved or taken.</exception>
    public static Sequence Slice(Sequence x, int start, int length, string? name = null) => new(RecordSlice(x, start, length, name));

    /// <summary>Returns consecutive features of a vector.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="start">The first feature, from 0.</param>
    /// <param name="length">The number of features, at least 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[length].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The features are not within those of the input, or the name is malformed, reserved or taken.</exception>
    public static Features Slice(Features x, int start, int length, string? name = null) => new(RecordSlice(x, start, length, name));

    private static NetworkNode RecordConcat(IReadOnlyList<NetworkValue> values, string parameter)
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        NetworkNode[] nodes = [.. values.Select(value => Expect.Node(value, parameter))];
        if (nodes.Length is < 1 or > Expect.MostOperands)
            throw new ArgumentException(FormattableString.Invariant($"Expected 1 to {Expect.MostOperands} values, found {nodes.Length}."), parameter);
        NodeShape shape = NodeShape.Combined([.. nodes.Select(static node => node.Shape)]);
        NetworkNode first = nodes.First(node => node.Shape == shape);
        foreach (NetworkNode node in nodes)
            Expect.SameSteps(first, node, parameter);
        long size = nodes.Sum(static node => (long)node.Size);
        return NetworkBuilder.Record(LayerText.Plain("concat"), shape.WithSize((int)Math.Min(size, int.MaxValue)), nodes);
    }

    private static NetworkNode RecordSlice(NetworkValue x, int start, int length, string? name)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        if (start < 0 || length < 1 || start > input.Size - length)
            throw new ArgumentException($"Expected a slice within the features of {input.Title}, found {length} features from {start}.", nameof(start));
        return NetworkBuilder.Record(LayerText.Slice(start, length), input.Shape.WithSize(length), [input], name);
    }
}
