using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RnnCompiler.Generators.Tests.Harness;

/// <summary>Compares text with a committed file, so that a review shows each change. To accept a change, run with <c>UPDATE_GOLDEN_FILES=1</c>.</summary>
internal static partial class GoldenFile
{
    /// <summary>Folder of the files.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Here()))!, "Goldens");

    /// <summary>Asserts that a text is that of a file; the version of the generator does not count.</summary>
    /// <param name="name">Name of the file, without <c>.txt</c>.</param>
    /// <param name="text">The text.</param>
    public static void Compare(string name, string text)
    {
        string actual = Version().Replace(text, "\"RnnCompiler.Generators\", \"VERSION\"").ReplaceLineEndings("\n");
        string path = Path.Combine(Folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN_FILES") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"{name}.txt is missing; run with UPDATE_GOLDEN_FILES=1 to create it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("\"RnnCompiler.Generators\", \"[^\"]*\"")]
    private static partial Regex Version();
}
