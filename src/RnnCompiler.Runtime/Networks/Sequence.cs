namespace RnnCompiler.Networks;

/// <summary>
/// Value of a network that has a vector at each step: [steps, features]. Operators are elementwise and need operands of equal size and length; a number, or
/// <see cref="Features"/>, is the same at each step.
/// </summary>
public class Sequence : NetworkValue
{
    internal Sequence(NetworkNode node)
        : base(node)
    {
    }

    /// <summary>Number of features at each step.</summary>
    public int Size => Node.Size;

    /// <summary>Greatest number of steps.</summary>
    public int Length => Node.Steps;

    /// <summary>Computes the elementwise sum: [steps, features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or length, or are of different builders.</exception>
    public static Sequence operator +(Sequence left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the elementwise sum of each step and a vector: [steps, features] of [steps, features] and [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator +(Sequence left, Features right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the elementwise sum of a vector and each step: [steps, features] of [features] and [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator +(Features left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the sum of each element and a number: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator +(Sequence left, double right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the sum of a number and each element: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator +(double left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Add, left, right));

    /// <summary>Computes the elementwise difference: [steps, features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or length, or are of different builders.</exception>
    public static Sequence operator -(Sequence left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the elementwise difference of each step and a vector: [steps, features] of [steps, features] and [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator -(Sequence left, Features right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the elementwise difference of a vector and each step: [steps, features] of [features] and [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator -(Features left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the difference of each element and a number: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator -(Sequence left, double right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the difference of a number and each element: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator -(double left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Subtract, left, right));

    /// <summary>Computes the elementwise product: [steps, features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or length, or are of different builders.</exception>
    public static Sequence operator *(Sequence left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the elementwise product of each step and a vector: [steps, features] of [steps, features] and [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator *(Sequence left, Features right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the elementwise product of a vector and each step: [steps, features] of [features] and [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator *(Features left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the product of each element and a number: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator *(Sequence left, double right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the product of a number and each element: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator *(double left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Multiply, left, right));

    /// <summary>Computes the elementwise quotient: [steps, features] of operands of that shape.</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size or length, or are of different builders.</exception>
    public static Sequence operator /(Sequence left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the elementwise quotient of each step and a vector: [steps, features] of [steps, features] and [features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator /(Sequence left, Features right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the elementwise quotient of a vector and each step: [steps, features] of [features] and [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The operands differ in size, or are of different builders.</exception>
    public static Sequence operator /(Features left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the quotient of each element and a number: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator /(Sequence left, double right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the quotient of a number and each element: [steps, features].</summary>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <exception cref="ArgumentNullException">An operand is null.</exception>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Sequence operator /(double left, Sequence right) => new(Elementwise.Record(ElementwiseKind.Divide, left, right));

    /// <summary>Computes the product of each element and −1: [steps, features].</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static Sequence operator -(Sequence value) => new(Elementwise.Record(ElementwiseKind.Multiply, value, -1, nameof(value)));
}
