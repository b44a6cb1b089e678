using System.Globalization;
using System.Text;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Writes one line of a declaration's text; fields that equal their default are omitted.</summary>
internal sealed class DeclarationLine(string keyword)
{
    private readonly StringBuilder _line = new(keyword);

    public DeclarationLine Number(string key, int value) => Pair(key, value.ToString(CultureInfo.InvariantCulture));

    public DeclarationLine Number(string key, int value, int omitted) => value == omitted ? this : Number(key, value);

    public DeclarationLine Number(string key, int? value) => value is { } number ? Number(key, number) : this;

    public DeclarationLine Number(string key, double value) => Pair(key, ExactNumbers.Write(value));

    public DeclarationLine Number(string key, double? value) => value is { } number ? Number(key, number) : this;

    public DeclarationLine Number(string key, double value, double omitted) => value.Equals(omitted) ? this : Number(key, value);

    public DeclarationLine Number(string key, float value, float omitted) => value.Equals(omitted) ? this : Pair(key, ExactNumbers.Write(value));

    public DeclarationLine Flag(string key, bool value, bool omitted) => value == omitted ? this : Pair(key, value ? "true" : "false");

    /// <summary>Appends the name of an enum member, or the number if it is not a member.</summary>
    public DeclarationLine Member<TEnum>(string key, TEnum value, TEnum omitted)
        where TEnum : struct, Enum
        => value.Equals(omitted) ? this : Pair(key, value.ToString());

    /// <summary>Appends quoted text; null is omitted.</summary>
    public DeclarationLine Text(string key, string? value) => value is null ? this : Pair(key, QuotedText.Write(value));

    /// <summary>Returns the line with its line break.</summary>
    public override string ToString() => _line + "\n";

    private DeclarationLine Pair(string key, string value)
    {
        _line.Append(' ').Append(key).Append('=').Append(value);
        return this;
    }
}
