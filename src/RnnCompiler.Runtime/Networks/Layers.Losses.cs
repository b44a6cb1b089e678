namespace RnnCompiler.Networks;

/// <content>Losses of one example, for methods with <see cref="LossFunctionAttribute"/>.</content>
public static partial class Layers
{
    /// <summary>Computes the mean of (y − t)² over steps and features, of one example.</summary>
    /// <param name="output">The output y: [steps, features].</param>
    /// <param name="target">The target t: [steps, features].</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size or length, or are of different builders.</exception>
    public static Features MeanSquaredError(Sequence output, Sequence target) => new(RecordLoss(LayerText.Plain("meansquarederror"), output, target));

    /// <summary>Computes the mean of (y − t)² over features, of one example.</summary>
    /// <param name="output">The output y: [features].</param>
    /// <param name="target">The target t: [features].</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size, or are of different builders.</exception>
    public static Features MeanSquaredError(Features output, Features target) => new(RecordLoss(LayerText.Plain("meansquarederror"), output, target));

    /// <summary>Computes the mean of |y − t| over steps and features; the derivative at 0 is 0, of one example.</summary>
    /// <param name="output">The output y: [steps, features].</param>
    /// <param name="target">The target t: [steps, features].</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size or length, or are of different builders.</exception>
    public static Features MeanAbsoluteError(Sequence output, Sequence target) => new(RecordLoss(LayerText.Plain("meanabsoluteerror"), output, target));

    /// <summary>Computes the mean of |y − t| over features; the derivative at 0 is 0, of one example.</summary>
    /// <param name="output">The output y: [features].</param>
    /// <param name="target">The target t: [features].</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size, or are of different builders.</exception>
    public static Features MeanAbsoluteError(Features output, Features target) => new(RecordLoss(LayerText.Plain("meanabsoluteerror"), output, target));

    /// <summary>Computes the mean over steps and features of ½(y − t)² where |y − t| ≤ δ and of δ(|y − t| − ½δ) elsewhere (Huber 1964), of one example.</summary>
    /// <param name="output">The output y: [steps, features].</param>
    /// <param name="target">The target t: [steps, features].</param>
    /// <param name="delta">δ, the error at which the parabola becomes a line; positive and finite.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size or length or are of different builders, or δ is not positive and finite.</exception>
    public static Features Huber(Sequence output, Sequence target, double delta = 1) => new(RecordLoss(LayerText.Huber(Expect.Positive(delta, nameof(delta))), output, target));

    /// <summary>Computes the mean over features of ½(y − t)² where |y − t| ≤ δ and of δ(|y − t| − ½δ) elsewhere (Huber 1964), of one example.</summary>
    /// <param name="output">The output y: [features].</param>
    /// <param name="target">The target t: [features].</param>
    /// <param name="delta">δ, the error at which the parabola becomes a line; positive and finite.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size or are of different builders, or δ is not positive and finite.</exception>
    public static Features Huber(Features output, Features target, double delta = 1) => new(RecordLoss(LayerText.Huber(Expect.Positive(delta, nameof(delta))), output, target));

    /// <summary>Computes the mean of −t·log y − (1 − t)·log(1 − y) over steps and features; fused with a sigmoid, while a linear output gives logits, of one example.</summary>
    /// <param name="output">The output y: [steps, features].</param>
    /// <param name="target">The target t: [steps, features].</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size or length, or are of different builders.</exception>
    public static Features BinaryCrossEntropy(Sequence output, Sequence target) => new(RecordLoss(LayerText.Plain("binarycrossentropy"), output, target));

    /// <summary>Computes the mean of −t·log y − (1 − t)·log(1 − y) over features; fused with a sigmoid, while a linear output gives logits, of one example.</summary>
    /// <param name="output">The output y: [features].</param>
    /// <param name="target">The target t: [features].</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in size, or are of different builders.</exception>
    public static Features BinaryCrossEntropy(Features output, Features target) => new(RecordLoss(LayerText.Plain("binarycrossentropy"), output, target));

    /// <summary>Computes the mean of −log p[class] over steps, of one example; fused with a softmax, while a linear output gives logits.</summary>
    /// <param name="output">The output p: [steps, classes].</param>
    /// <param name="target">The class of each step: [steps] token ids; the vocabulary is the number of classes.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in classes or length, or are of different builders.</exception>
    public static Features CrossEntropy(Sequence output, Tokens target) => new(RecordLoss(LayerText.Plain("crossentropy"), output, Expect.Node(target, nameof(target))));

    /// <summary>Computes −log p[class], of one example; fused with a softmax, while a linear output gives logits.</summary>
    /// <param name="output">The output p: [classes].</param>
    /// <param name="target">The class: [1] token id; the vocabulary is the number of classes.</param>
    /// <returns>[1].</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Output and target differ in classes, the target has several steps, or they are of different builders.</exception>
    public static Features CrossEntropy(Features output, Tokens target)
    {
        NetworkNode ids = Expect.Node(target, nameof(target));
        if (ids.Steps != 1)
            throw new ArgumentException($"Expected one class for one vector of output, found {ids.Title}.", nameof(target));
        return new Features(RecordLoss(LayerText.Plain("crossentropy"), output, ids));
    }

    private static NetworkNode RecordLoss(LayerText text, NetworkValue output, NetworkValue target) => RecordLoss(text, output, Expect.Node(target, nameof(target)));

    private static NetworkNode RecordLoss(LayerText text, NetworkValue output, NetworkNode target)
    {
        NetworkNode computed = Expect.Node(output, nameof(output));
        if (computed.Size != target.Size)
            throw new ArgumentException($"Expected a target of the size of the output, found {target.Title} for {computed.Title}.", nameof(target));
        Expect.SameSteps(computed, target, nameof(target));
        return NetworkBuilder.Record(text, NodeShape.Vector(1), [computed, target]);
    }
}
