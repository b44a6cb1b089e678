using RnnCompiler.Package.Tests.Harness;

namespace RnnCompiler.Package.Tests;

/// <summary>Projects whose settings make the C# compiler stricter or other than usual. Generated code gives no warning under any of them.</summary>
[Collection(PackageCollection.Name)]
[Trait("Category", "Long")]
public class ProjectSettingTests(PackageFeed feed)
{
    private const string Strict = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>";

    [Theory]
    [InlineData("<LangVersion>12</LangVersion>")]
    [InlineData("<LangVersion>13</LangVersion>")]
    [InlineData("<LangVersion>14</LangVersion>")]
    [InlineData("<LangVersion>preview</LangVersion>")]
    [InlineData("<CheckForOverflowUnderflow>true</CheckForOverflowUnderflow>")]
    [InlineData("<Nullable>disable</Nullable>")]
    [InlineData("<AllowUnsafeBlocks>false</AllowUnsafeBlocks>")]
    [InlineData("<ImplicitUsings>disable</ImplicitUsings>")]
    [InlineData("<InvariantGlobalization>true</InvariantGlobalization><TieredCompilation>false</TieredCompilation>")]
    public async Task A_program_builds_without_a_warning_and_computes_the_same(string properties)
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package, properties + Strict).AddFile("App/Usings.cs", "global using System;\nglobal using System.IO;\nglobal using System.Linq;\n");
        (await consumer.DotnetAsync("build App -c Release -nodeReuse:false")).Succeeds().IsQuiet();
        (await consumer.RunProgramAsync("App/bin/Release/net10.0/App")).Computes();
    }

    [Theory]
    [InlineData("Release")]
    [InlineData("Debug")]
    public async Task A_documented_library_builds_with_all_analyzers_and_warnings_as_errors(string configuration)
    {
        using Consumer consumer = new(feed);
        consumer
            .AddProject(
                "Library",
                consumer.Package,
                Strict + "<AnalysisMode>All</AnalysisMode><AnalysisLevel>latest</AnalysisLevel><EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>"
                + "<GenerateDocumentationFile>true</GenerateDocumentationFile>")
            .AddResource("Library", "Model.cs")
            .AddFile("Library/Assembly.cs", "[assembly: System.CLSCompliant(true)]\n[assembly: System.Runtime.InteropServices.ComVisible(false)]\n");
        (await consumer.DotnetAsync($"build Library -c {configuration} -nodeReuse:false")).Succeeds().IsQuiet();
    }

    [Fact]
    public async Task Two_assemblies_that_see_each_other_may_have_models_of_the_same_full_name()
    {
        using Consumer consumer = new(feed);
        consumer
            .AddProject("Library", consumer.Package, Strict)
            .AddResource("Library", "Model.cs")
            .AddFile("Library/Assembly.cs", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Other\")]\n")
            .AddProject("Other", consumer.Package + "<ProjectReference Include=\"../Library/Library.csproj\" />", Strict)
            .AddResource("Other", "Model.cs");
        (await consumer.DotnetAsync("build Other -c Release -nodeReuse:false")).Succeeds().IsQuiet();
    }

    [Fact]
    public async Task A_program_in_FSharp_uses_a_library_of_models()
    {
        using Consumer consumer = new(feed);
        consumer
            .AddProject("Library", consumer.Package)
            .AddResource("Library", "Model.cs")
            .AddProject("App", "<Compile Include=\"Program.fs\" /><ProjectReference Include=\"../Library/Library.csproj\" />", "<OutputType>Exe</OutputType>", "fsproj")
            .AddResource("App", "Program.fs");
        foreach (string configuration in new[] { "Release", "Debug" })
        {
            (await consumer.DotnetAsync($"build App -c {configuration} -nodeReuse:false")).Succeeds().IsQuiet();
            (await consumer.RunProgramAsync($"App/bin/{configuration}/net10.0/App")).Computes();
        }
    }

    [Fact]
    public async Task A_test_project_runs_models_of_a_debug_library()
    {
        using Consumer consumer = new(feed);
        consumer
            .AddProject("Library", consumer.Package)
            .AddResource("Library", "Model.cs")
            .AddProject(
                "Tests",
                "<PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"18.0.1\" /><PackageReference Include=\"xunit\" Version=\"2.9.3\" />"
                + "<PackageReference Include=\"xunit.runner.visualstudio\" Version=\"3.1.5\" /><ProjectReference Include=\"../Library/Library.csproj\" />")
            .AddFile(
                "Tests/Test.cs",
                "public class Tests\n{\n    [Xunit.Fact]\n    public void Runs()\n    {\n        float[] output = new float[1];\n"
                + "        Models.Series.Create(1).Forward(new float[Models.Series.SequenceLength], output);\n        Xunit.Assert.NotEqual(0, output[0]);\n    }\n}\n");
        Assert.Contains("Passed:     1", (await consumer.DotnetAsync("test Tests -nodeReuse:false")).Succeeds().Output, StringComparison.Ordinal);
        Assert.True(consumer.Has("RnnCompiler.Emit.dll", "Tests/bin"));
    }

    [Fact]
    public async Task Editing_a_program_compiles_no_model_of_its_models_library()
    {
        using Consumer consumer = new(feed);
        (await consumer.DotnetAsync($"new install {feed.PackagePath("RnnCompiler.Templates")}")).Succeeds();
        try
        {
            (await consumer.DotnetAsync("new rnn-models -o Models")).Succeeds();
        }
        finally
        {
            (await consumer.DotnetAsync("new uninstall RnnCompiler.Templates")).Succeeds();
        }

        const string Program = "float[] output = new float[1];\nModels.SeriesModel.Create(1).Forward(new float[20], output);\nSystem.Console.WriteLine(output[0]);\n";
        consumer.AddProject("App", "<ProjectReference Include=\"../Models/Models.csproj\" />", "<OutputType>Exe</OutputType>").AddFile("App/Program.cs", Program);
        (await consumer.DotnetAsync("run --project App -nodeReuse:false")).Succeeds();
        Assert.Contains("RnnKernels = Generated", PackageUseTests.Settings(consumer, "Models"), StringComparison.Ordinal);
        string compiled = Path.Combine(consumer.Folder, "Models/obj/Debug/net10.0/Models.dll");
        DateTime before = File.GetLastWriteTimeUtc(compiled);
        consumer.AddFile("App/Program.cs", Program + "// edited\n");
        (await consumer.DotnetAsync("run --project App -nodeReuse:false")).Succeeds();
        Assert.Equal(before, File.GetLastWriteTimeUtc(compiled));
    }

    [Theory]
    [InlineData("rnn-cell", "a step of the cell: 0.7320")]
    [InlineData("rnn-audio", "times as fast as real time")]
    public async Task Each_template_runs_as_it_is(string template, string expected)
    {
        using Consumer consumer = new(feed);
        (await consumer.DotnetAsync($"new install {feed.PackagePath("RnnCompiler.Templates")}")).Succeeds();
        try
        {
            (await consumer.DotnetAsync($"new {template} -o My-App")).Succeeds();
        }
        finally
        {
            (await consumer.DotnetAsync("new uninstall RnnCompiler.Templates")).Succeeds();
        }

        Assert.Contains(expected, (await consumer.DotnetAsync("run --project My-App")).Succeeds().IsQuiet().Output, StringComparison.Ordinal);
    }
}
