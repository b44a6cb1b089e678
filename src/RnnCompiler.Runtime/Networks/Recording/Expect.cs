using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RnnCompiler.Networks;

/// <summary>Checks of arguments while a network is recorded: messages say what was expected and what was found. Limits equal the compiler's <c>DeclarationLimits</c>.</summary>
internal static class Expect
{
    public const int LargestSize = 65_536;

    public const int MostSteps = 1 << 24;

    public const int MostLevels = 64;

    public const int MostUnrolled = 64;

    public const int MostOperands = 64;

    public const int LargestVocabulary = 1 << 24;

    /// <summary>Returns a number that is from 1 to a limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Count(int value, int most, string parameter) =>
        value >= 1 && value <= most ? value : throw Range(FormattableString.Invariant($"1 to {most}"), value, parameter);

    /// <summary>Returns a number that is from 0 to below a limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Index(int value, int end, string parameter) =>
        value >= 0 && value < end ? value : throw Range(FormattableString.Invariant($"0 to {end - 1}"), value, parameter);

    /// <summary>Returns a probability below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to below 1.</exception>
    public static double Rate(double value, string parameter) => value is >= 0 and < 1 ? value : throw Range("0 to below 1", value, parameter);

    /// <summary>Returns a number that is finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Finite(double value, string parameter) =>
        double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(parameter, value, "Expected a finite number.");

    /// <summary>Returns a number that is positive and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, string parameter) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(parameter, value, "Expected a positive, finite number.");

    /// <summary>Returns the activation of a vanilla recurrent layer.</summary>
    /// <exception cref="ArgumentException">It is neither Tanh nor Relu.</exception>
    public static Activation OfRnn(Activation activation) =>
        activation is Activation.Tanh or Activation.Relu ? activation : throw new ArgumentException($"Expected Tanh or Relu, found {activation}.", nameof(activation));

    /// <summary>Returns a member of an enum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member.</exception>
    public static TEnum Member<TEnum>(TEnum value, string parameter)
        where TEnum : struct, Enum
        => Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(parameter, value, $"Expected a member of {typeof(TEnum).Name}.");

    /// <summary>Returns the node of a value.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public static NetworkNode Node([NotNull] NetworkValue? value, string parameter)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        return value.Node;
    }

    /// <summary>Returns the node of token ids.</summary>
    /// <exception cref="ArgumentNullException">They are null.</exception>
    public static NetworkNode Node([NotNull] Tokens? tokens, string parameter)
    {
        ArgumentNullException.ThrowIfNull(tokens, parameter);
        return tokens.Node;
    }

    /// <summary>Checks that two values have an equal number of features.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void SameSize(NetworkNode first, NetworkNode second, string parameter)
    {
        if (first.Size != second.Size)
            throw new ArgumentException($"Expected values of one size, found {first.Size} features of {first.Title} and {second.Size} of {second.Title}.", parameter);
    }

    /// <summary>Checks that two values, if both have steps, have those of one length group.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void SameSteps(NetworkNode first, NetworkNode second, string parameter)
    {
        if (NodeShape.HaveOneLength(first.Shape, second.Shape))
            return;
        string lengths = first.Steps == second.Steps ? ", whose rows have lengths of their own" : "";
        throw new ArgumentException($"Expected values of one length, found {first.Steps} steps of {first.Title} and {second.Steps} of {second.Title}{lengths}.", parameter);
    }

    private static ArgumentOutOfRangeException Range(string expected, IFormattable value, string parameter) =>
        new(parameter, value, $"Expected {expected}, found {value.ToString(null, CultureInfo.InvariantCulture)}.");
}
