namespace RnnCompiler.Networks;

/// <summary>Value of a network that is one vector of an example: [features]. Operators are elementwise and need operands of equal size.</summary>
public sealed class Features : NetworkValue
{
    internal Features(NetworkNode node)
        : base(node)
    {
    }

    /// <summary>Number of features.</summary>
    public int Size => Node.Size;

    /// <summary>Computes the elementwise sum: [features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Features operator +(Features left, Features right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the sum of each element and a number: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator +(Features left, double right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the sum of a number and each element: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator +(double left, Features right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the elementwise difference: [features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Features operator -(Features left, Features right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the difference of each element and a number: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator -(Features left, double right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the difference of a number and each element: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator -(double left, Features right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the elementwise product: [features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Features operator *(Features left, Features right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the product of each element and a number: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator *(Features left, double right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the product of a number and each element: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator *(double left, Features right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the elementwise quotient: [features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Features operator /(Features left, Features right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the quotient of each element and a number: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator /(Features left, double right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the quotient of a number and each element: [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Features operator /(double left, Features right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the product of each element and −1: [features].</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static Features operator -(Features value) => new(Elementwise.Record(ElementwiseKind.Multiply, value, -1, nameof(value)));
}
