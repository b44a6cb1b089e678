using System.Globalization;
using System.Text;

namespace RnnCompiler.Networks;

/// <summary>Writes a keyword and fields <c>key=value</c> of a declaration, as the compiler writes them; fields that equal their default are omitted.</summary>
internal sealed class TextLine(string keyword)
{
    private readonly StringBuilder _line = new(keyword);

    public TextLine Number(string key, int value) => Pair(key, value.ToString(CultureInfo.InvariantCulture));

    public TextLine Number(string key, int value, int omitted) => value == omitted ? this : Number(key, value);

    public TextLine Number(string key, double value) => Pair(key, ExactText.Of(value));

    public TextLine Number(string key, double value, double omitted) => value.Equals(omitted) ? this : Number(key, value);

    public TextLine Number(string key, float value, float omitted) => value.Equals(omitted) ? this : Pair(key, ExactText.Of(value));

    public TextLine Flag(string key, bool value, bool omitted) => value == omitted ? this : Pair(key, value ? "true" : "false");

    public TextLine Member<TEnum>(string key, TEnum value, TEnum omitted)
        where TEnum : struct, Enum
        => value.Equals(omitted) ? this : Pair(key, value.ToString());

    /// <summary>Appends quoted text; null is omitted.</summary>
    public TextLine Text(string key, string? value) => value is null ? this : Pair(key, QuotedText.Write(value));

    public override string ToString() => _line.ToString();

    private TextLine Pair(string key, string value)
    {
        _line.Append(' ').Append(key).Append('=').Append(value);
        return this;
    }
}
