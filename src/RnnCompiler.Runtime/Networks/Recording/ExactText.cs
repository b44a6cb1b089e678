using System.Globalization;
using System.Numerics;

namespace RnnCompiler.Networks;

/// <summary>Writes numbers with the fewest digits that parse to the same number, spelled as the compiler spells them, since text of declarations is compared and hashed.</summary>
internal static class ExactText
{
    /// <summary>Returns the text of a number.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="value">The number.</param>
    public static string Of<T>(T value)
        where T : IBinaryFloatingPointIeee754<T>
    {
        for (int digits = 1; ; digits++)
        {
            string text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (T.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).Equals(value))
                return text == "-0" ? "0" : text;
        }
    }
}
