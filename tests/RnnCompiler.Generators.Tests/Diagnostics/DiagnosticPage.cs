using System.Text.RegularExpressions;

namespace RnnCompiler.Generators.Tests.Diagnostics;

/// <summary>
/// A page of documentation. In its wrong example a comment below a line underlines what is wrong and says the message; the two slashes
/// cover the first two columns, so an underline that begins below the third may begin anywhere before.
/// </summary>
/// <param name="Id">The id.</param>
/// <param name="Title">The title.</param>
/// <param name="Wrong">The wrong example, if the page has one in C#.</param>
/// <param name="Right">The right example, if the page has one in C#.</param>
internal sealed partial record DiagnosticPage(string Id, string Title, string? Wrong, string? Right)
{
    /// <summary>Where pages are, from the root of the repository.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "generators", "RnnCompiler.Generators", "Diagnostics", "docs");

    /// <summary>All pages.</summary>
    public static IReadOnlyList<DiagnosticPage> All { get; } =
        [.. Directory.GetFiles(Folder, "*.md").Order(StringComparer.Ordinal).Select(static f => Read(File.ReadAllText(f)))];

    /// <summary>The first line, the start and end column and the text of each comment that underlines something.</summary>
    public IEnumerable<(int Line, int Start, int End, string Text)> Underlines()
    {
        string[] lines = Wrong!.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            Match match = Underline().Match(lines[i]);
            if (match.Success)
                yield return (i - 1, match.Groups[1].Index, match.Groups[1].Index + match.Groups[1].Length, match.Groups[2].Value);
        }
    }

    private static DiagnosticPage Read(string text)
    {
        Match heading = Heading().Match(text);
        return new(heading.Groups[1].Value, heading.Groups[2].Value, Example(text, "Wrong"), Example(text, "Right"));
    }

    private static string? Example(string text, string heading)
    {
        Match match = Regex.Match(text, $@"## {heading}\n\n```csharp\n(.*?)\n```", RegexOptions.Singleline);
        return match.Success ? match.Groups[1].Value : null;
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RnnCompiler.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests should run inside the repository.");
    }

    [GeneratedRegex(@"^# (RNN\d{4}): (.*)\n")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^// *(\^+) (RNN\d{4}: .*)$")]
    private static partial Regex Underline();
}
