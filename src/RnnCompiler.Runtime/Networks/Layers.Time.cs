namespace RnnCompiler.Networks;

/// <content>Reductions over time and over elements, and changes of the order of steps.</content>
public static partial class Layers
{
    /// <summary>Returns the last step of the sequence. Of a bidirectional layer's reverse direction it is the first step that this direction reads.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Last(Sequence x, string? name = null) => new(OverTime("laststep", x, name));

    /// <summary>Computes the sum of all steps.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Sum(Sequence x, string? name = null) => new(OverTime("sumovertime", x, name));

    /// <summary>Computes the mean of all steps.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Mean(Sequence x, string? name = null) => new(OverTime("meanovertime", x, name));

    /// <summary>Computes the elementwise maximum of all steps; of equal elements the first receives the gradient.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Max(Sequence x, string? name = null) => new(OverTime("maxovertime", x, name));

    /// <summary>
    /// Returns the steps at which the directions of a bidirectional layer have read the whole sequence, as <c>h_n</c> of PyTorch: the last step of the forward direction and
    /// the first step of the reverse one, combined as the layer's merge says.
    /// </summary>
    /// <param name="x">The output of a bidirectional layer, or a dropout of it: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[features].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The input is not the output of a bidirectional layer, or the name is malformed, reserved or taken.</exception>
    public static Features BothEnds(Sequence x, string? name = null)
    {
        NetworkNode layer = Expect.Node(x, nameof(x));
        while (layer.Text is { Kind: "dropout", State: null })
            layer = layer.Operands[0];
        if (!layer.Text.IsBidirectional)
            throw new ArgumentException($"Expected the output of a bidirectional layer, with at most dropout of it, found {layer.Title}.", nameof(x));
        return new Features(OverTime("bothends", x, name));
    }

    /// <summary>Computes the sum of the elements.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Sum(Features x, string? name = null) => new(Record("sum", NodeShape.Vector(1), x, name));

    /// <summary>Computes the mean of the elements.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Mean(Features x, string? name = null) => new(Record("mean", NodeShape.Vector(1), x, name));

    /// <summary>Computes the greatest element; of equal elements the first receives the gradient.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Max(Features x, string? name = null) => new(Record("maximum", NodeShape.Vector(1), x, name));

    /// <summary>Returns a vector at each step of the model's length. Operators repeat vectors themselves, to the length of their other operand.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>[steps, features].</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Repeat(Features x, string? name = null)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        return new Sequence(Record("repeat", NodeShape.Sequence(input.Size, input.Builder.SequenceLength, NodeShape.AnyGroup), x, name));
    }

    /// <summary>Returns the steps in reverse order: of an example of n steps, step t is step n − 1 − t of the input.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Reverse(Sequence x, string? name = null) => new(Record("reverse", Expect.Node(x, nameof(x)).Shape, x, name));

    /// <summary>Returns the input of earlier steps: step t is step t − steps of the input, and 0 before the first.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="steps">Steps of the delay, at least 1.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The number of steps is out of range, or the name is malformed, reserved or taken.</exception>
    public static Sequence Delay(Sequence x, int steps, string? name = null)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        return new Sequence(NetworkBuilder.Record(LayerText.Delay(Expect.Count(steps, Expect.MostSteps, nameof(steps))), input.Shape, [input], name));
    }

    private static NetworkNode OverTime(string keyword, Sequence x, string? name) => Record(keyword, NodeShape.Vector(Expect.Node(x, nameof(x)).Size), x, name);

    private static NetworkNode Record(string keyword, NodeShape shape, NetworkValue x, string? name) =>
        NetworkBuilder.Record(LayerText.Plain(keyword), shape, [Expect.Node(x, nameof(x))], name);
}
