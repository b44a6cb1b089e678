using System.Text.RegularExpressions;

namespace RnnCompiler.Compiler.Tests;

/// <summary>Each link between documents of the repository leads to a file and a heading that exist.</summary>
public sealed partial class DocumentLinkTests
{
    private const string OwnAddress = "https://github.com/rnncompiler/rnncompiler/blob/main/";
    private static readonly string[] s_ignoredFolders = ["bin", "obj", "artifacts", "packages", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".idea"];
    private static readonly string[] s_documents = [.. Documents(RepositoryFolder.Root)];

    [Fact]
    public void Each_link_of_each_document_exists()
    {
        List<string> broken = [];
        int links = 0;
        foreach (string document in s_documents)
        {
            foreach (string link in Links(File.ReadAllText(document)))
            {
                if (Target(document, link) is not { } target)
                    continue;
                links++;
                string path = Path.GetFullPath(target.Path);
                bool exists = File.Exists(path) || Directory.Exists(path);
                if (!exists || (target.Anchor.Length > 0 && !Anchors(path).Contains(target.Anchor)))
                    broken.Add($"{Path.GetRelativePath(RepositoryFolder.Root, document)}: {link}");
            }
        }

        Assert.Empty(broken);
        Assert.True(links > 50, $"Only {links} links were found.");
    }

    [Theory]
    [InlineData("derivative of an operation", "OperationKind.Tanh =>")]
    [InlineData("hoisting of the input product", "class ")]
    [InlineData("choice of a register tile", "record TileShape")]
    [InlineData("C# text of a loop", "for (")]
    [InlineData("diagnostic, for example RNN0105", "RNN0105")]
    public void The_table_of_the_compiler_guide_leads_to_the_file_with_the_answer(string row, string content)
    {
        string guide = Path.Combine(RepositoryFolder.Root, "src", "README.md");
        string line = File.ReadLines(guide).Single(line => line.StartsWith($"| {row}", StringComparison.Ordinal));
        string link = Links(line).First();
        Assert.Contains(content, File.ReadAllText(Target(guide, link)!.Value.Path), StringComparison.Ordinal);
        Assert.Contains("src/README.md#where-to-find-what", Links(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "README.md"))));
    }

    [Theory]
    [InlineData("Custom cells", "custom-cells")]
    [InlineData("RnnCompiler.Package, RnnCompiler.Templates", "rnncompilerpackage-rnncompilertemplates")]
    [InlineData("Kernels in Debug builds: `RnnKernels`", "kernels-in-debug-builds-rnnkernels")]
    public void Anchors_are_those_of_GitHub(string heading, string anchor) => Assert.Equal(anchor, Anchor(heading));

    private static IEnumerable<string> Documents(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(
            Directory.EnumerateDirectories(folder).Where(static inner => !s_ignoredFolders.Contains(Path.GetFileName(inner))).SelectMany(Documents));

    private static IEnumerable<string> Links(string text) => Link().Matches(Code().Replace(text, "")).Select(static match => match.Groups[1].Value);

    // Null for links to other places of the web.
    private static (string Path, string Anchor)? Target(string document, string link)
    {
        if (link.StartsWith(OwnAddress, StringComparison.Ordinal))
            return Split(RepositoryFolder.Root, link[OwnAddress.Length..], document);
        return link.Contains("://", StringComparison.Ordinal) ? null : Split(Path.GetDirectoryName(document)!, link, document);
    }

    private static (string Path, string Anchor) Split(string folder, string link, string document)
    {
        string[] parts = link.Split('#', 2);
        return (parts[0].Length == 0 ? document : Path.Combine(folder, parts[0]), parts.Length == 2 ? parts[1] : "");
    }

    private static HashSet<string> Anchors(string document) =>
        File.Exists(document) ? [.. Heading().Matches(Fence().Replace(File.ReadAllText(document), "")).Select(static match => Anchor(match.Groups[1].Value))] : [];

    private static string Anchor(string heading) => Dropped().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^#+ ([^\r\n]+)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex Dropped();
}
