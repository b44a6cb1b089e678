using System.Globalization;

namespace RnnCompiler.Package.Tests.Harness;

/// <summary>A user's folder outside the repository, with projects that use the package or, by references, the repository's projects.</summary>
internal sealed class Consumer : IDisposable
{
    private static readonly string[] s_referencedProjects =
    [
        "src/RnnCompiler.Abstractions/RnnCompiler.Abstractions.csproj",
        "src/RnnCompiler.Runtime/RnnCompiler.Runtime.csproj",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rnn-consumer-");
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _version;

    /// <summary>A folder whose projects use the packages.</summary>
    public Consumer(PackageFeed feed)
    {
        _environment = feed.Environment;
        _version = feed.Version;
        AddFile("nuget.config", feed.NuGetConfig());
    }

    /// <summary>A folder whose projects reference those of the repository.</summary>
    public Consumer()
    {
        _environment = PackageFeed.MachineEnvironment;
        _version = "";
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>A reference to the package.</summary>
    public string Package => $"<PackageReference Include=\"RnnCompiler\" Version=\"{_version}\" />";

    /// <summary>A reference to the package of the interpreted runtime.</summary>
    public string InterpreterPackage => $"<PackageReference Include=\"RnnCompiler.Interpreter\" Version=\"{_version}\" />";

    /// <summary>References to the repository's projects in place of the package, as a clone's users write them.</summary>
    public static string Sources { get; } = string.Concat(s_referencedProjects.Select(static p => $"<ProjectReference Include=\"{Build.RepositoryRoot}{p}\" />"))
        + $"<ProjectReference Include=\"{Build.RepositoryRoot}generators/RnnCompiler.Generators/RnnCompiler.Generators.csproj\""
        + " OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />";

    /// <summary>Adds a project that is a program, with the model and the program of the resources.</summary>
    public Consumer AddProgram(string name, string references, string properties = "", string program = "Program.cs") =>
        AddProject(name, references, "<OutputType>Exe</OutputType>" + properties).AddResource(name, "Model.cs").AddResource(name, program, "Program.cs");

    /// <summary>Adds a project without files.</summary>
    public Consumer AddProject(string name, string references, string properties = "", string extension = "csproj", string after = "") => AddFile(
        $"{name}/{name}.{extension}",
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>"
        + $"{properties}</PropertyGroup><ItemGroup>{references}</ItemGroup>{after}</Project>\n");

    /// <summary>Adds a file of the resources to a project.</summary>
    public Consumer AddResource(string project, string resource, string? file = null)
    {
        using StreamReader reader = new(typeof(Consumer).Assembly.GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"There is no resource {resource}.", nameof(resource)));
        return AddFile($"{project}/{file ?? resource}", reader.ReadToEnd());
    }

    /// <summary>Writes a file.</summary>
    public Consumer AddFile(string path, string text)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    /// <summary>Runs <c>dotnet</c> in the folder.</summary>
    /// <param name="command">Command and arguments, separated by spaces.</param>
    public Task<ProcessResult> DotnetAsync(string command) => RunAsync("dotnet", command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Runs a program that was built or published.</summary>
    /// <param name="path">In the folder, without the ending that Windows wants.</param>
    public Task<ProcessResult> RunProgramAsync(string path) => RunAsync(Path.Combine(Folder, OperatingSystem.IsWindows() ? path + ".exe" : path), []);

    /// <summary>The one file of a name below a folder.</summary>
    public string Find(string name, string below = ".") => Directory.GetFiles(Path.Combine(Folder, below), name, SearchOption.AllDirectories).Single();

    /// <summary>Whether a file of a name is anywhere below a folder.</summary>
    public bool Has(string name, string below) => Directory.GetFiles(Path.Combine(Folder, below), name, SearchOption.AllDirectories).Length > 0;

    /// <summary>The number that a program wrote behind a word.</summary>
    public static float Number(ProcessResult result, string word) => float.Parse(
        result.Output.Split('\n').Single(line => line.StartsWith(word + " ", StringComparison.Ordinal))[(word.Length + 1)..],
        CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private Task<ProcessResult> RunAsync(string file, string[] arguments) => ProcessRunner.RunAsync(Folder, file, arguments, _environment);
}
