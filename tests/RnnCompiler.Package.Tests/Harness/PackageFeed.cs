using System.Runtime.InteropServices;

namespace RnnCompiler.Package.Tests.Harness;

/// <summary>
/// The packages, made once for all tests, in a folder that serves as a feed. Their version is of this run alone, and what is restored goes to a
/// folder of this run, so that no package of an earlier one is ever used.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-package-");

    /// <summary>The version of the packages.</summary>
    public string Version { get; } = $"{Build.PackageVersion}-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{System.Environment.ProcessId}";

    /// <summary>The feed.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Environment of commands that use the packages: folders of this run.</summary>
    internal IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(MachineEnvironment)
    {
        ["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages"),
        ["DOTNET_CLI_HOME"] = Path.Combine(_folder.FullName, "home"),
    };

    /// <summary>
    /// Environment of commands on the repository's projects, with the machine's folders: with others, restoring would rewrite what the projects
    /// keep about their packages, and the next build would compile them anew. No process stays.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> MachineEnvironment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
    };

    // The machine's own packages, as a source that is read and never written.
    private static string MachinePackages =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        string config = File.Exists(UserConfig) ? await File.ReadAllTextAsync(UserConfig) : "";
        foreach (string project in new[] { "RnnCompiler.Package", "RnnCompiler.Interpreter", "RnnCompiler.Templates" })
        {
            ProcessResult packed = await ProcessRunner.RunAsync(
                Build.RepositoryRoot,
                "dotnet",
                [
                    "pack", $"src/{project}", "-c", Build.Configuration, "-o", Feed, "--no-build", "--no-restore", "-nodeReuse:false",
                    $"-p:PackageVersion={Version}", $"-p:RnnNativePlatforms={RuntimeInformation.RuntimeIdentifier}",
                ],
                MachineEnvironment);
            packed.Succeeds();
        }

        // A home of its own has no settings of NuGet: the machine's sources come along.
        string settings = Path.Combine(Environment["DOTNET_CLI_HOME"], ".nuget", "NuGet", "NuGet.Config");
        Directory.CreateDirectory(Path.GetDirectoryName(settings)!);
        if (config.Length > 0)
            await File.WriteAllTextAsync(settings, config);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The path of a package in the feed.</summary>
    public string PackagePath(string id, string extension = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{extension}");

    /// <summary>The settings of NuGet for a folder of a test.</summary>
    internal string NuGetConfig()
    {
        string fallback = Directory.Exists(MachinePackages) ? $"<fallbackPackageFolders><add key=\"machine\" value=\"{MachinePackages}\" /></fallbackPackageFolders>" : "";
        return $"<configuration><packageSources><add key=\"packed\" value=\"{Feed}\" /></packageSources>{fallback}</configuration>";
    }

    private static string UserConfig => Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
}
