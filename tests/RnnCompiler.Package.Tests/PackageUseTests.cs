using RnnCompiler.Package.Tests.Harness;

namespace RnnCompiler.Package.Tests;

/// <summary>The package in projects of users, the quick part: a Release build, a Debug build, a template.</summary>
[Collection(PackageCollection.Name)]
public class PackageUseTests(PackageFeed feed)
{
    [Fact]
    public async Task A_release_build_computes_what_the_packed_interpreter_computes()
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package + consumer.InterpreterPackage, program: "Compare.cs");
        (await consumer.DotnetAsync("build App -c Release -nodeReuse:false")).Succeeds().IsQuiet();
        ProcessResult run = (await consumer.RunProgramAsync("App/bin/Release/net10.0/App")).Succeeds();
        Assert.Equal(Consumer.Number(run, "reference"), Consumer.Number(run, "forward"), 1e-6f);
        Assert.False(consumer.Has("RnnCompiler.Emit.dll", "App/bin"));
    }

    [Fact]
    public async Task A_debug_build_makes_its_kernels_at_run_time()
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package);
        (await consumer.DotnetAsync("build App -nodeReuse:false")).Succeeds().IsQuiet();
        Assert.Contains("build_property.RnnKernels = RunTime", Settings(consumer, "App"), StringComparison.Ordinal);
        ProcessResult run = (await consumer.RunProgramAsync("App/bin/Debug/net10.0/App")).Computes();
        Assert.Contains("emit True", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_a_template_to_the_first_prediction_it_is_two_commands()
    {
        using Consumer consumer = new(feed);
        (await consumer.DotnetAsync($"new install {feed.PackagePath("RnnCompiler.Templates")}")).Succeeds();
        try
        {
            (await consumer.DotnetAsync("new rnn-console -o App")).Succeeds();
            ProcessResult run = (await consumer.DotnetAsync("run --project App -v quiet")).Succeeds().IsQuiet();
            Assert.Contains("predicted -0.279, true -0.279", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            (await consumer.DotnetAsync("new uninstall RnnCompiler.Templates")).Succeeds();
        }
    }

    /// <summary>What the C# compiler is told of a project's properties.</summary>
    internal static string Settings(Consumer consumer, string project, string configuration = "Debug") =>
        File.ReadAllText(consumer.Find($"{project}.GeneratedMSBuildEditorConfig.editorconfig", $"{project}/obj/{configuration}"));
}
