using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace RnnCompiler.Emit.Targets;

/// <summary>
/// Table of the methods that vector kernels call, from lowered operations to IL. Operations on vectors are methods of .NET, which the JIT compiler
/// treats as intrinsics. Other operations are methods of the base class of the target's generated kernels.
/// </summary>
internal sealed record VectorMethods
{
    /// <summary>The type of a vector of floats.</summary>
    public required Type Vector { get; init; }

    /// <summary>float → vector.</summary>
    public required MethodInfo Create { get; init; }

    /// <summary>vector, lane → vector.</summary>
    public required MethodInfo SplatLane { get; init; }

    /// <summary>ref float, nuint → vector.</summary>
    public required MethodInfo Load { get; init; }

    /// <summary>vector, ref float, nuint.</summary>
    public required MethodInfo Store { get; init; }

    /// <summary>ref float, nint, count → vector.</summary>
    public required MethodInfo LoadPartial { get; init; }

    /// <summary>vector, ref float, nint, count.</summary>
    public required MethodInfo StorePartial { get; init; }

    /// <summary>ref sbyte, nint → vector.</summary>
    public required MethodInfo LoadBytes { get; init; }

    /// <summary>a + b.</summary>
    public required MethodInfo Add { get; init; }

    /// <summary>a − b.</summary>
    public required MethodInfo Subtract { get; init; }

    /// <summary>a · b.</summary>
    public required MethodInfo Multiply { get; init; }

    /// <summary>a / b.</summary>
    public required MethodInfo Divide { get; init; }

    /// <summary>−a.</summary>
    public required MethodInfo Negate { get; init; }

    /// <summary>a · b + c.</summary>
    public required MethodInfo MultiplyAdd { get; init; }

    /// <summary>The greater.</summary>
    public required MethodInfo Max { get; init; }

    /// <summary>The smaller.</summary>
    public required MethodInfo Min { get; init; }

    /// <summary>A mask of a ≥ b.</summary>
    public required MethodInfo GreaterOrEqual { get; init; }

    /// <summary>A mask of a = b.</summary>
    public required MethodInfo IsEqual { get; init; }

    /// <summary>mask, a, b → a where the mask is set, else b.</summary>
    public required MethodInfo ConditionalSelect { get; init; }

    /// <summary>Returns the method of a function by its name and the number of its vectors.</summary>
    public required Func<string, int, MethodInfo> Function { get; init; }

    /// <summary>vector, count, fill → vector.</summary>
    public required MethodInfo MaskTail { get; init; }

    /// <summary>nint id, nint element of lane 0 → vector.</summary>
    public required MethodInfo OneHot { get; init; }

    /// <summary>The vectors of 16 logical lanes → their sum.</summary>
    public required MethodInfo SumLanes { get; init; }

    /// <summary>The vectors of 16 logical lanes → the greatest.</summary>
    public required MethodInfo MaxLanes { get; init; }

    /// <summary>Floats as words.</summary>
    public required MethodInfo AsWords { get; init; }

    /// <summary>Words as floats.</summary>
    public required MethodInfo AsFloats { get; init; }

    /// <summary>uint → words.</summary>
    public required MethodInfo CreateWords { get; init; }

    /// <summary>words, count → words.</summary>
    public required MethodInfo ShiftLeft { get; init; }

    /// <summary>words and words.</summary>
    public required MethodInfo And { get; init; }

    /// <summary>Returns a function of vectors in the base class of generated kernels.</summary>
    /// <param name="kernels">The base class of the target's generated kernels.</param>
    /// <param name="name">The name of the function.</param>
    /// <param name="vector">The type of a vector.</param>
    /// <param name="operands">The number of vectors.</param>
    /// <exception cref="InvalidOperationException">The class has no such function.</exception>
    internal static MethodInfo KernelFunction(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicMethods)] Type kernels, string name, Type vector, int operands) =>
        kernels.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic, [.. Enumerable.Repeat(vector, operands)])
        ?? throw new InvalidOperationException($"The function {name} has no IL: expected {kernels.Name} to have a method {name} of {operands} {vector.Name}.");

    /// <summary>Returns an operator of a vector type.</summary>
    /// <param name="vector">The type, such as <c>Vector512&lt;float&gt;</c>.</param>
    /// <param name="name">The operator's name in metadata.</param>
    /// <param name="operands">The number of operands.</param>
    internal static MethodInfo Operator([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type vector, string name, int operands) =>
        vector.GetMethod(name, [.. Enumerable.Repeat(vector, operands)]) ?? throw new MissingMethodException(vector.Name, name);
}
