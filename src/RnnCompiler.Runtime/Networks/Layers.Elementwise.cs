namespace RnnCompiler.Networks;

/// <content>Functions of each element.</content>
public static partial class Layers
{
    /// <summary>Computes the hyperbolic tangent of each element.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Tanh(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Tanh, x, name));

    /// <summary>Computes the hyperbolic tangent of each element.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Tanh(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Tanh, x, name));

    /// <summary>Computes the logistic function 1 / (1 + e⁻ˣ) of each element.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Sigmoid(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Sigmoid, x, name));

    /// <summary>Computes the logistic function 1 / (1 + e⁻ˣ) of each element.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Sigmoid(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Sigmoid, x, name));

    /// <summary>Computes max(0, x) of each element; the derivative at 0 is 0.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Relu(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Relu, x, name));

    /// <summary>Computes max(0, x) of each element; the derivative at 0 is 0.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Relu(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Relu, x, name));

    /// <summary>Computes exp(xᵢ) / Σⱼ exp(xⱼ) over the features of each step.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Softmax(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Softmax, x, name));

    /// <summary>Computes exp(xᵢ) / Σⱼ exp(xⱼ) over the features.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Softmax(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Softmax, x, name));

    /// <summary>Computes |x| of each element; the derivative at 0 is 0.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Abs(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Abs, x, name));

    /// <summary>Computes |x| of each element; the derivative at 0 is 0.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Abs(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Abs, x, name));

    /// <summary>Computes eˣ of each element.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Exp(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Exp, x, name));

    /// <summary>Computes eˣ of each element.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Exp(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Exp, x, name));

    /// <summary>Computes the natural logarithm of each element.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Log(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Log, x, name));

    /// <summary>Computes the natural logarithm of each element.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Log(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Log, x, name));

    /// <summary>Computes the square root of each element.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Sqrt(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Sqrt, x, name));

    /// <summary>Computes the square root of each element.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Sqrt(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Sqrt, x, name));

    /// <summary>Computes x² of each element.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Sequence Square(Sequence x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Square, x, name));

    /// <summary>Computes x² of each element.</summary>
    /// <param name="x">The input: [features].</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The name is malformed, reserved or taken.</exception>
    public static Features Square(Features x, string? name = null) => new(Elementwise.Record(ElementwiseKind.Square, x, name));
}
