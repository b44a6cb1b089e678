using System.Globalization;
using System.Text;

namespace RnnCompiler.Generators.Emission;

/// <summary>Values as C# spells them, in no culture but the invariant one.</summary>
internal static class CSharpLiteral
{
    /// <summary>A whole number.</summary>
    public static string Integer(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number in words for readers: digits in groups of three.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A truth value.</summary>
    public static string Boolean(bool value) => value ? "true" : "false";

    /// <summary>A literal in the fewest digits that read back as the same bits.</summary>
    public static string Single(float number)
    {
        if (float.IsNaN(number))
            return "float.NaN";
        if (float.IsInfinity(number))
            return number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        return IsNegativeZero(number) ? "-0f" : Shortest(number, 9, static (value, format) => value.ToString(format, CultureInfo.InvariantCulture), ReadsBack) + "f";
    }

    /// <summary>A literal in the fewest digits that read back as the same bits.</summary>
    public static string Double(double number)
    {
        if (double.IsNaN(number))
            return "double.NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        return IsNegativeZero(number) ? "-0d" : Shortest(number, 17, static (value, format) => value.ToString(format, CultureInfo.InvariantCulture), ReadsBack) + "d";
    }

    /// <summary>A string literal on one line.</summary>
    public static string String(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' => literal.Append("\\\""),
                '\\' => literal.Append("\\\\"),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                >= ' ' and <= '~' => literal.Append(character),
                _ => literal.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        return literal.Append('"').ToString();
    }

    // The frameworks that the C# compiler runs in disagree on the shortest form, and the older ones drop the sign of zero.
    private static bool IsNegativeZero(double number) => number == 0 && double.IsNegativeInfinity(1 / number);

    private static bool ReadsBack(string text, float number) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float back) && back.Equals(number);

    private static bool ReadsBack(string text, double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double back) && back.Equals(number);

    private static string Shortest<T>(T value, int mostDigits, Func<T, string, string> write, Func<string, T, bool> readsBack)
    {
        for (int digits = 1; ; digits++)
        {
            string text = write(value, "G" + digits.ToString(CultureInfo.InvariantCulture));
            if (digits == mostDigits || readsBack(text, value))
                return text;
        }
    }
}
