using System.Globalization;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Numbers in the fewest digits that read back as the same number. Done by trying, because the frameworks that the compiler runs in
/// disagree on what their own shortest form is, and a text that is hashed has to be the same in all of them.
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

    // Few digits can round the greatest numbers beyond the range, which one framework refuses and the other reads as infinity.
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
