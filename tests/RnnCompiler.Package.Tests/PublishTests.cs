using System.Runtime.InteropServices;
using RnnCompiler.Package.Tests.Harness;

namespace RnnCompiler.Package.Tests;

/// <summary>Programs with the package, published in every way; each in a fresh folder.</summary>
[Collection(PackageCollection.Name)]
[Trait("Category", "Long")]
public class PublishTests(PackageFeed feed)
{
    private static readonly string s_runtime = RuntimeInformation.RuntimeIdentifier;

    [Theory]
    [InlineData("")]
    [InlineData("-p:PublishTrimmed=true --self-contained")]
    [InlineData("-p:PublishSingleFile=true --self-contained")]
    [InlineData("-p:PublishSingleFile=true --no-self-contained")]
    [InlineData("-p:PublishReadyToRun=true --no-self-contained")]
    public async Task A_published_program_runs_and_holds_its_kernels(string options)
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package);
        (await consumer.DotnetAsync($"publish App -o out -r {s_runtime} -nodeReuse:false {options}")).Succeeds().IsQuiet();
        ProcessResult run = (await consumer.RunProgramAsync("out/App")).Computes();
        Assert.Contains("emit False", run.Output, StringComparison.Ordinal);
    }

    [LinkerFact]
    public async Task Native_code_for_any_processor_has_a_warning_that_can_be_silenced()
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package, "<PublishAot>true</PublishAot>");
        ProcessResult publish = (await consumer.DotnetAsync("publish App -o out -nodeReuse:false")).Succeeds();
        bool isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        Assert.Equal(isX64, publish.Output.Contains("warning RNN1001", StringComparison.Ordinal));
        (await consumer.RunProgramAsync("out/App")).Computes();
        (await consumer.DotnetAsync("publish App -o out -nodeReuse:false -p:NoWarn=RNN1001")).Succeeds().IsQuiet();
    }

    [LinkerFact]
    public async Task Native_code_for_a_stated_processor_is_small_and_has_no_warning()
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package,
            "<PublishAot>true</PublishAot><IlcInstructionSet>native</IlcInstructionSet><InvariantGlobalization>true</InvariantGlobalization>");
        (await consumer.DotnetAsync("publish App -o out -nodeReuse:false")).Succeeds().IsQuiet();
        ProcessResult run = (await consumer.RunProgramAsync("out/App")).Computes();
        Assert.Contains($"wide {System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated}", run.Output, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(consumer.Find("App", "out")).Length, 1, 3_000_000);
    }

    [Fact]
    public async Task A_debug_build_that_is_published_holds_its_kernels_and_those_of_its_libraries()
    {
        using Consumer consumer = new(feed);
        AddLibraryAndProgram(consumer);
        (await consumer.DotnetAsync("build App -nodeReuse:false")).Succeeds().IsQuiet();
        ProcessResult built = (await consumer.RunProgramAsync("App/bin/Debug/net10.0/App")).Computes();
        Assert.Contains("emit True", built.Output, StringComparison.Ordinal);

        (await consumer.DotnetAsync("publish App -c Debug -o out -nodeReuse:false")).Succeeds().IsQuiet();
        ProcessResult published = (await consumer.RunProgramAsync("out/App")).Computes();
        Assert.Contains("emit False", published.Output, StringComparison.Ordinal);
        Assert.Contains("RnnKernels = Generated", PackageUseTests.Settings(consumer, "Library"), StringComparison.Ordinal);

        (await consumer.DotnetAsync("run --project App")).Computes();
        (await consumer.DotnetAsync("publish App -c Debug -o out2 --no-build")).FailsWith("error RNN1006");
    }

    [Fact]
    public async Task A_debug_library_that_is_packed_holds_its_kernels()
    {
        using Consumer consumer = new(feed);
        AddLibraryAndProgram(consumer);
        (await consumer.DotnetAsync("pack Library -c Debug -o packed -nodeReuse:false")).Succeeds();
        Assert.Contains("RnnKernels = Generated", PackageUseTests.Settings(consumer, "Library"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_builds_of_a_program_for_native_code_have_dynamic_code_unless_the_project_forbids_it()
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package, "<PublishAot>true</PublishAot>");
        consumer.AddProgram("Strict", consumer.Package, "<PublishAot>true</PublishAot><DynamicCodeSupport>false</DynamicCodeSupport>");
        Assert.Contains("dynamic True", (await consumer.DotnetAsync("run --project App -nodeReuse:false")).Computes().Output, StringComparison.Ordinal);
        ProcessResult strict = (await consumer.DotnetAsync("run --project Strict -nodeReuse:false")).Computes();
        Assert.Contains("dynamic False", strict.Output, StringComparison.Ordinal);
        Assert.Contains("emit False", strict.Output, StringComparison.Ordinal);
    }

    private static void AddLibraryAndProgram(Consumer consumer) => consumer
        .AddProject("Library", consumer.Package)
        .AddResource("Library", "Model.cs")
        .AddProject("App", "<ProjectReference Include=\"../Library/Library.csproj\" />", "<OutputType>Exe</OutputType>")
        .AddResource("App", "Program.cs");
}
