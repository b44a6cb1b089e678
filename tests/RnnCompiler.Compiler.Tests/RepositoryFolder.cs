namespace RnnCompiler.Compiler.Tests;

/// <summary>The folder of the repository in which the tests run.</summary>
internal static class RepositoryFolder
{
    /// <summary>Full path of the folder that contains the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RnnCompiler.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests should run inside the repository.");
    }
}
