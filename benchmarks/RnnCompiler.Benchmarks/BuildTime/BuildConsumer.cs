using System.Globalization;

namespace RnnCompiler.Benchmarks.BuildTime;

/// <summary>A user's project in its own folder, outside the repository, that references RnnCompiler from a feed.</summary>
internal sealed class BuildConsumer
{
    private readonly string _folder;
    private readonly string _configuration;
    private int _edits;

    /// <summary>Writes and restores the project.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="feed">The folder with the packages.</param>
    /// <param name="version">Their version.</param>
    /// <param name="configuration">Debug or Release.</param>
    /// <param name="models">The source of the models; empty for the project without any.</param>
    /// <param name="program">The source of the program.</param>
    public BuildConsumer(string folder, string feed, string version, string configuration, string models, string program = "Console.WriteLine(Unrelated.Number);\n")
    {
        _folder = folder;
        _configuration = configuration;
        Directory.CreateDirectory(folder);
        Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="local" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(Path.GetDirectoryName(feed)!, "packages")}" /></config>
            </configuration>
            """);
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RnnCompiler" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);
        if (models.Length > 0)
            Write("Models.cs", models);
        Edit();
        ProcessorTime.Measure(_folder, "restore");
    }

    /// <summary>Characters of the generated files.</summary>
    public long GeneratedCharacters => Directory.Exists(Path.Combine(_folder, "obj"))
        ? Directory.EnumerateFiles(Path.Combine(_folder, "obj"), "*.g.cs", SearchOption.AllDirectories)
            .Where(static f => f.Contains("RnnCompiler.Generators", StringComparison.Ordinal)).Sum(static f => (long)File.ReadAllText(f).Length)
        : 0;

    /// <summary>Builds after all that an earlier build left was deleted.</summary>
    /// <returns>Seconds of processor time.</returns>
    public double BuildClean()
    {
        Delete("bin");
        Delete(Path.Combine("obj", _configuration));
        return Build();
    }

    /// <summary>Edits a file that has nothing to do with the models, and builds.</summary>
    /// <returns>Seconds of processor time.</returns>
    public double BuildAfterEdit()
    {
        Edit();
        return Build();
    }

    private double Build() => ProcessorTime.Measure(_folder, "build", "-c", _configuration, "--no-restore", "-maxCpuCount:1", "-nodeReuse:false");

    private void Edit() => Write("Unrelated.cs", string.Create(CultureInfo.InvariantCulture, $"internal static class Unrelated {{ public static int Number => {++_edits}; }}\n"));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void Delete(string name)
    {
        if (Directory.Exists(Path.Combine(_folder, name)))
            Directory.Delete(Path.Combine(_folder, name), recursive: true);
    }
}
