namespace RnnCompiler.Benchmarks.Results;

/// <summary>Folder of the sources, above the running program.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">The program runs outside of the repository.</exception>
    public static string Root { get; } = Find();

    /// <summary>Folder to which results are written.</summary>
    public static string Results => Path.Combine(Root, "benchmarks", "results");

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RnnCompiler.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("There is no RnnCompiler.sln above the program; run it from where it was built.");
    }
}
