using System.Globalization;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Writes numbers with the fewest digits that parse to the same number. It tries each number of digits: .NET Framework and .NET, either of which may
/// run the compiler, have different shortest forms, and text that is hashed must be the same in both.
/// </summary>
internal static class ExactNumbers
{
    public static string Write(double value) =>
        Shortest(value, 17, format => value.ToString(format, CultureInfo.InvariantCulture), static text => Parse(text));

    public static string Write(float value) =>
        Shortest(value, 9, format => value.ToString(format, CultureInfo.InvariantCulture), static text => ParseSingle(text));

    public static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static float ParseSingle(string text) => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Shortest<T>(T value, int mostDigits, Func<string, string> write, Func<string, T> parse)
        where T : IEquatable<T>
    {
        for (int digits = 1; ; digits++)
        {
            string text = write("G" + digits.ToString(CultureInfo.InvariantCulture));
            if (digits == mostDigits || IsSame(text, value, parse))
                return text == "-0" ? "0" : text;
        }
    }

    // Rounded to few digits, the greatest numbers can exceed the range: .NET Framework throws, and .NET returns infinity.
    private static bool IsSame<T>(string text, T value, Func<string, T> parse)
        where T : IEquatable<T>
    {
        try
        {
            return parse(text).Equals(value);
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
