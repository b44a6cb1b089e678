using System.Diagnostics;
using RnnCompiler.Generators.Tests.Diagnostics;

namespace RnnCompiler.Generators.Tests;

/// <summary>What the repository tracks is source.</summary>
public sealed class TrackedFileTests
{
    private const int MaxLineLength = 180;

    private static readonly string s_root = Path.GetFullPath(Path.Combine(DiagnosticPage.Folder, "..", "..", "..", ".."));
    private static readonly string[] s_outputFolders = ["bin", "obj", "ahead-of-time", "artifacts", "TestResults"];
    private static readonly string[] s_outputEndings = [".dll", ".exe", ".pdb", ".nupkg", ".snupkg", ".binlog"];

    [Theory]
    [InlineData("src/A/bin/Release/A.txt", true)]
    [InlineData("generators/A/ahead-of-time/A.json", true)]
    [InlineData("src/A/A.DLL", true)]
    [InlineData("src/objects/binary.cs", false)]
    public void Build_output_is_recognised(string path, bool isOutput) => Assert.Equal(isOutput, IsOutput(path));

    [Fact]
    public void No_build_output_is_tracked() => Assert.DoesNotContain(Files(), IsOutput);

    /// <summary>The build enforces the length of lines of code (RCS0056), but not of comments.</summary>
    [Fact]
    public void No_line_of_source_is_longer_than_180_characters()
    {
        IEnumerable<(string Place, int Length)> lines = Files()
            .Where(static f => f.EndsWith(".cs", StringComparison.Ordinal) && File.Exists(Path.Combine(s_root, f)))
            .SelectMany(static f => File.ReadLines(Path.Combine(s_root, f)).Select((line, i) => ($"{f}:{i + 1}", line.Length)));
        Assert.DoesNotContain(lines, static l => l.Length > MaxLineLength);
    }

    private static string[] Files()
    {
        // Sources without their history, as in an archive, have no list of tracked files.
        if (!Path.Exists(Path.Combine(s_root, ".git")))
            return [];
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", s_root, "ls-files", "-z"]) { RedirectStandardOutput = true })!;
        string[] files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        Assert.NotEmpty(files);
        return files;
    }

    private static bool IsOutput(string path) => path.Split('/').SkipLast(1).Any(s_outputFolders.Contains)
        || s_outputEndings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
}
