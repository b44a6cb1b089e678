using RnnCompiler.Benchmarks.Results;

namespace RnnCompiler.Benchmarks.BuildTime;

/// <summary>The packages of the repository in a folder.</summary>
internal static class LocalFeed
{
    /// <summary>Packs the repository.</summary>
    /// <param name="folder">Where the feed is made.</param>
    /// <returns>The feed, and the version of its packages.</returns>
    public static (string Feed, string Version) Pack(string folder)
    {
        const string Name = "RnnCompiler.";
        string feed = Path.Combine(folder, "feed");
        ProcessorTime.Measure(Repository.Root, "pack", "-c", "Release", "-o", feed, "-nodeReuse:false");
        string file = Directory.EnumerateFiles(feed, Name + "*.nupkg").Select(static f => Path.GetFileNameWithoutExtension(f)).First(static f => char.IsAsciiDigit(f[Name.Length]));
        return (feed, file[Name.Length..]);
    }
}
