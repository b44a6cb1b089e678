using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnCompiler.EmitRunner;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Emit.Tests;

/// <summary>Every target, chosen by environment in processes of their own, and by the list of targets in this one.</summary>
public class TargetTests
{
    private static readonly string[] s_sample =
    [
        nameof(LstmLast), nameof(GruEachStep), nameof(TokensBoth), nameof(MixedInInt8), nameof(WideGruInBFloat16), nameof(Narrow), nameof(MaxRelu), nameof(SoftmaxHead),
        nameof(MixedInIntegers), nameof(DroppedEachStep), nameof(Wide),
    ];

    /// <summary>Settings of the environment that leave 8 lanes, 4 with and without fused multiply-add, and none.</summary>
    public static TheoryData<string> Environments { get; } =
    [
        "DOTNET_EnableAVX512=0", "DOTNET_EnableAVX512=0 DOTNET_MaxVectorTBitWidth=128", "DOTNET_MaxVectorTBitWidth=128", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0",
    ];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Emitted_kernels_of_every_target_leave_the_bits_of_generated_ones(string environment)
    {
        Assert.Contains("0 differences", Start(environment, ["--kernels", .. s_sample]), StringComparison.Ordinal);
        Assert.Contains("0 differences", Start(environment, s_sample), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Environments))]
    public void The_whole_zoo_leaves_the_bits_of_generated_code_on_every_target(string environment)
    {
        Assert.Contains("0 differences", Start(environment, ["--kernels", "--small"]), StringComparison.Ordinal);
        Assert.Contains("0 differences", Start(environment, ["--small"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_emitted_method_is_optimised_by_the_JIT_compiler()
    {
        foreach (string environment in new[] { "", "DOTNET_EnableAVX512=0" })
        {
            string listing = Path.GetTempFileName();
            Start($"{environment} DOTNET_JitStdOutFile={listing} DOTNET_JitDisasmSummary=1 DOTNET_TieredCompilation=0".Trim(), s_sample);
            string[] kernels = [.. File.ReadLines(listing).Where(static l =>
                l.Contains("(dynamicClass):", StringComparison.Ordinal) && l.Contains("KernelFrame", StringComparison.Ordinal) | l.Contains("byref", StringComparison.Ordinal))];
            File.Delete(listing);
            Assert.True(kernels.Length >= 3 * s_sample.Length, $"only {kernels.Length} kernels were listed");
            Assert.All(kernels, static k => Assert.Contains("FullOpts", k, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Where_code_cannot_be_made_at_run_time_the_message_says_what_to_do()
    {
        string message = Start("", ["--no-dynamic-code"]);
        Assert.Contains("RnnKernels to Generated", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_targets_restricts_the_choice()
    {
        ZooModel model = Zoo.Find(nameof(LstmLast));
        ZooData data = ZooData.Of(model);
        ZooBatch batch = data.Batch(5, 3);
        float[] all = Forward(EmittedModel.Of(model), data, batch);
        float[] scalar = Forward(new EmittedModel(model, "scalar") { Name = "scalar" }, data, batch);
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(all[i], scalar[i], 1e-5f);
        if (Vector512.IsHardwareAccelerated)
            Assert.Equal(all, Forward(new EmittedModel(model, "16") { Name = "16" }, data, batch));
        if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            Assert.Equal(all, Forward(new EmittedModel(model, "8") { Name = "8" }, data, batch));
        if (AdvSimd.IsSupported || Fma.IsSupported)
            Assert.Equal(all, Forward(new EmittedModel(model, "4") { Name = "4" }, data, batch));
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("16,12", "'12'")]
    [InlineData("16;8", "'16;8'")]
    public void Another_list_is_refused(string targets, string found)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => RunTimeKernels.Compile(Zoo.All[0].Declaration, targets: targets));
        Assert.Contains($"Expected some of 16, 8, 4, scalar, separated by commas, but found {found}", refusal.Message, StringComparison.Ordinal);
    }

    private static float[] Forward(ZooModel model, ZooData data, ZooBatch batch)
    {
        float[] output = new float[batch.Rows * data.OutputLength];
        model.Create(2).Forward(batch, output);
        return output;
    }

    private static string Start(string environment, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RnnCompiler.EmitRunner.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (string variable in environment.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
