using System.Globalization;
using Humanizer;

namespace NumberWords.Data;

/// <summary>A language, in whose words numbers are written.</summary>
internal abstract class Language
{
    private readonly CultureInfo _culture;

    private Language(string name, string culture)
    {
        Name = name;
        _culture = CultureInfo.GetCultureInfo(culture);
    }

    /// <summary>English with "and": one hundred and twenty-one.</summary>
    public static Language English { get; } = new EnglishLanguage();

    /// <summary>German: einhunderteinundzwanzig.</summary>
    public static Language German { get; } = new GermanLanguage();

    /// <summary>The languages.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, German];

    /// <summary>Its English name.</summary>
    public string Name { get; }

    /// <summary>Returns a number in words.</summary>
    /// <param name="number">The number: 0 to 999,999.</param>
    public virtual string Words(int number) => number.ToWords(_culture);

    private sealed class EnglishLanguage() : Language("English", "en");

    private sealed class GermanLanguage() : Language("German", "de")
    {
        private const int Hundred = 100;

        // Humanizer writes the article, "ein"; one counts "eins", "einhunderteins".
        public override string Words(int number) => number % Hundred == 1 ? base.Words(number) + "s" : base.Words(number);
    }
}
