using System.Globalization;
using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Tests.Harness;

/// <summary>Sources in which « and » mark what the analyzer is to report.</summary>
internal static class MarkedSource
{
    /// <summary>Checks that the analyzer reports messages that hold the given texts, the first one at the first mark, and nothing else.</summary>
    public static void Check(string marked, params string[] messages)
    {
        string source = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        int start = marked.IndexOf('«', StringComparison.Ordinal);
        int end = marked.IndexOf('»', StringComparison.Ordinal) - 1;
        IReadOnlyList<Diagnostic> found = AnalyzerRun.Analyze(GeneratorRun.Compile(source));
        string all = string.Join("\n", found.Select(static d => d.ToString()));
        Assert.True(messages.Length == found.Count, $"{all}\n{source}");
        Assert.All(messages.Zip(found), pair => Assert.Contains(pair.First, pair.Second.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal(source[start..end], source[found[0].Location.SourceSpan.Start..found[0].Location.SourceSpan.End]);
        Assert.Equal(start, found[0].Location.SourceSpan.Start);
    }
}
