using System.Text;

namespace CharacterModel.Corpora;

/// <summary>Reads a text file, or the sources of this repository.</summary>
internal static class CorpusReader
{
    private const string Solution = "RnnCompiler.sln";
    private static readonly string[] s_buildFolders = ["bin", "obj"];

    /// <summary>Reads a text.</summary>
    /// <param name="file">The file; null for the sources of this repository.</param>
    /// <param name="seed">Seed of the order of sources.</param>
    /// <param name="mostCharacters">The most characters that are used.</param>
    /// <exception cref="CorpusException">There are no sources, or the text is too short.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Corpus Read(string? file, ulong seed, int mostCharacters) => file is not null
        ? Corpus.Of(file, File.ReadAllText(file), mostCharacters)
        : Corpus.Of("the sources of this repository", Sources(Root(AppContext.BaseDirectory), seed), mostCharacters);

    /// <summary>Reads the C# files under <c>src</c>, in an order that is drawn, so that the end of the text is not of one folder.</summary>
    /// <param name="root">The folder of the repository.</param>
    /// <param name="seed">Seed of the order.</param>
    internal static string Sources(string root, ulong seed)
    {
        string source = Path.Combine(root, "src");
        string[] files =
        [
            .. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar).Any(s_buildFolders.Contains))
                .Order(StringComparer.Ordinal),
        ];
        new Random((int)(seed % int.MaxValue)).Shuffle(files);
        StringBuilder text = new();
        foreach (string file in files)
            text.Append(File.ReadAllText(file));
        return text.ToString();
    }

    /// <summary>Returns the folder of the repository, which contains the program.</summary>
    /// <exception cref="CorpusException">The program is in no clone of the repository.</exception>
    internal static string Root(string folder)
    {
        for (DirectoryInfo? level = new(folder); level is not null; level = level.Parent)
        {
            if (File.Exists(Path.Combine(level.FullName, Solution)))
                return level.FullName;
        }

        throw new CorpusException($"Expected {Solution} in a folder above {folder}, but found none. --text names another text.");
    }
}
