using System.Globalization;
using System.Text;

namespace RnnCompiler.Generators.Emission;

/// <summary>Literals of C#, in the invariant culture.</summary>
internal static class CSharpLiteral
{
    /// <summary>Returns the literal of an integer.</summary>
    public static string Integer(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns an integer with digits in groups of three, for documentation.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns the literal of a Boolean.</summary>
    public static string Boolean(bool value) => value ? "true" : "false";

    /// <summary>Returns the shortest literal that has the same bits when it is read.</summary>
    public static string Single(float number)
    {
        if (float.IsNaN(number))
            return "float.NaN";
        if (float.IsInfinity(number))
            return number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        return IsNegativeZero(number) ? "-0f" : Shortest(number, 9, static (value, format) => value.ToString(format, CultureInfo.InvariantCulture), ReadsBack) + "f";
    }

    /// <summary>Returns the shortest literal that has the same bits when it is read.</summary>
    public static string Double(double number)
    {
        if (double.IsNaN(number))
            return "double.NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        return IsNegativeZero(number) ? "-0d" : Shortest(number, 17, static (value, format) => value.ToString(format, CultureInfo.InvariantCulture), ReadsBack) + "d";
    }

    /// <summary>Returns a string literal on one line.</summary>
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

    // .NET Framework and .NET, either of which may run the C# compiler, format the shortest form differently, and .NET Framework drops the sign of zero.
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
