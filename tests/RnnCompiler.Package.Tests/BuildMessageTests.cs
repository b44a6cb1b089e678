using RnnCompiler.Package.Tests.Harness;

namespace RnnCompiler.Package.Tests;

/// <summary>Properties of a project that are wrong, or that have another spelling than the generator reads.</summary>
[Collection(PackageCollection.Name)]
[Trait("Category", "Long")]
public class BuildMessageTests(PackageFeed feed)
{
    [Theory]
    [InlineData("build -p:RnnKernels=JIT", "error RNN1002: RnnKernels should be Generated or RunTime; found 'JIT'")]
    [InlineData("build -p:RnnTargets=16%3B9", "error RNN1003: RnnTargets should name some of 16, 8, 4 and scalar, separated by commas; found '16,9'")]
    [InlineData("build -p:RnnTargets=%2C16", "error RNN1003")]
    [InlineData("publish -p:RnnKernels=RunTime -p:PublishTrimmed=true --self-contained", "error RNN1004")]
    [InlineData("publish -p:RnnKernels=RunTime -p:PublishAot=true", "error RNN1004")]
    [InlineData("build -p:RnnKernels=RunTime -p:DynamicCodeSupport=false", "error RNN1005")]
    public async Task A_wrong_property_is_an_error_that_says_what_is_right(string command, string message)
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package);
        string[] words = command.Split(' ', 2);
        (await consumer.DotnetAsync($"{words[0]} App {words[1]} -nodeReuse:false")).FailsWith(message);
    }

    [Theory]
    [InlineData("<RnnTargets>16;8</RnnTargets>", "", "16,8")]
    [InlineData("<RnnTargets>\n  8;\n  scalar\n</RnnTargets>", "", "8,scalar")]
    [InlineData("<RnnTargets>16</RnnTargets>", "-p:RnnTargets=4%3B8", "4,8")]
    [InlineData("", "-p:RnnTargets=4%2C8", "4,8")]
    public async Task Targets_reach_the_generator_separated_by_commas(string property, string argument, string expected)
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package, property);
        (await consumer.DotnetAsync($"build App -nodeReuse:false {argument}")).Succeeds().IsQuiet();
        Assert.Contains($"build_property.RnnTargets = {expected}\n", PackageUseTests.Settings(consumer, "App"), StringComparison.Ordinal);
        (await consumer.RunProgramAsync("App/bin/Debug/net10.0/App")).Computes();
    }

    [Theory]
    [InlineData("", "Debug", "RunTime")]
    [InlineData("", "Release", "Generated")]
    [InlineData("<Optimize>true</Optimize>", "Debug", "Generated")]
    [InlineData("<RnnKernels>generated</RnnKernels>", "Debug", "Generated")]
    [InlineData("<RnnKernels>RunTime</RnnKernels>", "Release", "RunTime")]
    public async Task Kernels_come_from_where_the_project_says(string properties, string configuration, string kernels)
    {
        using Consumer consumer = new(feed);
        consumer.AddProgram("App", consumer.Package, properties);
        (await consumer.DotnetAsync($"build App -c {configuration} -nodeReuse:false")).Succeeds().IsQuiet();
        Assert.Contains($"build_property.RnnKernels = {kernels}\n", PackageUseTests.Settings(consumer, "App", configuration), StringComparison.Ordinal);
        ProcessResult run = (await consumer.RunProgramAsync($"App/bin/{configuration}/net10.0/App")).Computes();
        Assert.Contains($"emit {kernels == "RunTime"}", run.Output, StringComparison.Ordinal);
    }
}
