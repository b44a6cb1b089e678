using RnnCompiler.Package.Tests.Harness;

namespace RnnCompiler.Package.Tests;

/// <summary>Projects that reference the repository's projects instead of the package, with the command lines of their users.</summary>
[Collection(PackageCollection.Name)]
public class SourceReferenceTests
{
    private static readonly string[] s_libraries =
        ["src/RnnCompiler.Abstractions", "src/RnnCompiler.Compiler", "src/RnnCompiler.Runtime", "generators/RnnCompiler.Generators"];

    private static readonly string s_runtime = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    [Fact]
    public async Task One_folder_for_all_output_holds_the_program_alone()
    {
        using Consumer consumer = new();
        consumer.AddProgram("App", Consumer.Sources);
        (await consumer.DotnetAsync($"build App -c {Build.Configuration} -o out -nodeReuse:false")).Succeeds().IsQuiet();
        (await consumer.RunProgramAsync("out/App")).Computes();
        Assert.Equal(
            ["App.dll", "RnnCompiler.Abstractions.dll", "RnnCompiler.Runtime.dll"],
            Directory.GetFiles(Path.Combine(consumer.Folder, "out"), "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("publish App -o out", "out")]
    [InlineData("publish App -p:PublishTrimmed=true --self-contained -o out", "out")]
    [InlineData("publish App -p:PublishSingleFile=true --no-self-contained -r {0} -o out", "out")]
    [InlineData("publish App -p:PublishReadyToRun=true --no-self-contained -r {0} -o out", "out")]
    [InlineData("build App -p:UseArtifactsOutput=true", "App/artifacts/bin/App/debug")]
    [InlineData("build App -p:Platform=x64", "App/bin/x64/Debug/net10.0")]
    [InlineData("build App -c Release", "App/bin/Release/net10.0")]
    [InlineData("build App -p:EnableAotAnalyzer=true -p:EnableTrimAnalyzer=true", "App/bin/Debug/net10.0")]
    public async Task A_command_line_builds_a_program_that_runs(string command, string output)
    {
        using Consumer consumer = new();
        consumer.AddProgram("App", Consumer.Sources).AddFile("App/Directory.Build.props", "<Project />\n");
        (await consumer.DotnetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, s_runtime) + " -nodeReuse:false")).Succeeds().IsQuiet();
        (await consumer.RunProgramAsync($"{output}/App")).Computes();
    }

    [LinkerFact]
    [Trait("Category", "Long")]
    public async Task Native_code_can_be_asked_for_on_the_command_line()
    {
        using Consumer consumer = new();
        consumer.AddProgram("App", Consumer.Sources);
        (await consumer.DotnetAsync("publish App -p:PublishAot=true -o out -nodeReuse:false")).Succeeds().IsQuiet();
        (await consumer.RunProgramAsync("out/App")).Computes();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_project_that_imports_the_props_has_the_properties_of_the_package()
    {
        using Consumer consumer = new();
        string build = Path.Combine(Build.RepositoryRoot, "src/RnnCompiler.Package/build/RnnCompiler");
        consumer
            .AddProject("App", Consumer.Sources, "<OutputType>Exe</OutputType><RnnTargets>16;8</RnnTargets>",
                after: $"<Import Project=\"{build}.props\" /><Import Project=\"{build}.targets\" />")
            .AddResource("App", "Model.cs")
            .AddResource("App", "Program.cs");
        (await consumer.DotnetAsync("build App -nodeReuse:false")).Succeeds().IsQuiet();
        string settings = PackageUseTests.Settings(consumer, "App");
        Assert.Contains("build_property.RnnKernels = RunTime\n", settings, StringComparison.Ordinal);
        Assert.Contains("build_property.RnnTargets = 16,8\n", settings, StringComparison.Ordinal);
        ProcessResult run = (await consumer.RunProgramAsync("App/bin/Debug/net10.0/App")).Computes();
        Assert.Contains("emit True", run.Output, StringComparison.Ordinal);

        (await consumer.DotnetAsync("publish App -c Debug -o out -nodeReuse:false")).Succeeds().IsQuiet();
        Assert.Contains("emit False", (await consumer.RunProgramAsync("out/App")).Computes().Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Each_configuration_builds_the_library_once()
    {
        using Consumer consumer = new();
        consumer.AddProgram("App", Consumer.Sources);
        foreach (string configuration in new[] { "Debug", "Release" })
            (await consumer.DotnetAsync($"build App -c {configuration} -nodeReuse:false")).Succeeds();
        IReadOnlyDictionary<string, DateTime> before = Compiled();
        foreach (string configuration in new[] { "Debug", "Release" })
            (await consumer.DotnetAsync($"build App -c {configuration} -nodeReuse:false")).Succeeds();
        Assert.Equal(before, Compiled());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_feed_without_the_native_compiler_is_enough_to_build()
    {
        using Consumer consumer = new();
        consumer.AddProgram("App", Consumer.Sources);
        (await consumer.DotnetAsync("restore App -p:RestoreForce=true")).Succeeds();
        Assert.All(s_libraries, static library => Assert.DoesNotContain(
            "crossgen", File.ReadAllText(Path.Combine(Build.RepositoryRoot, library, "obj", "project.assets.json")), StringComparison.OrdinalIgnoreCase));
    }

    // What the C# compiler wrote, for the framework that the program and the generator use.
    private static IReadOnlyDictionary<string, DateTime> Compiled() => s_libraries
        .SelectMany(static library => Directory.GetFiles(Path.Combine(Build.RepositoryRoot, library, "obj"), "RnnCompiler.*.dll", SearchOption.AllDirectories))
        .ToDictionary(static file => file, File.GetLastWriteTimeUtc);
}
