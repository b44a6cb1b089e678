using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

/// <summary>Generated code for each vector width, which the environment chooses, each in its own process.</summary>
public class VectorWidthTests
{
    private static readonly Dictionary<string, string> s_noAvx512 = new() { ["DOTNET_EnableAVX512"] = "0" };
    private static readonly Dictionary<string, string> s_fourLanes = new() { ["DOTNET_EnableAVX512"] = "0", ["DOTNET_MaxVectorTBitWidth"] = "128" };
    private static readonly string[] s_meantCalls = [":Copy(", ":Clear(", ":Quantize("];

    [Fact]
    public void Each_vector_width_agrees_with_the_oracle_and_those_with_fused_multiply_add_to_the_bit()
    {
        Report[] reports =
        [
            Run([]),
            Run(s_noAvx512),
            Run(s_fourLanes),
            Run(new() { ["DOTNET_EnableAVX2"] = "0" }),
            Run(new() { ["DOTNET_EnableHWIntrinsic"] = "0" }),
        ];
        Assert.All(reports, r => Assert.Equal(Zoo.All.Count, r.Lines.Count));
        Assert.All(reports.SelectMany(static r => r.Lines.Select(l => (r.Lanes, l))), static l =>
            Assert.True(l.l.Value.Error <= 1, $"{l.l.Key} with {l.Lanes} lanes: error {l.l.Value.Error}"));
        Assert.Equal(1, reports[4].Lanes);
        Report[] fused = [.. reports.Where(static r => r.Fused)];
        foreach (Report other in fused.Skip(1))
            Assert.All(other.Lines, l => Assert.Equal((fused[0].Lines[l.Key].Bits, fused[0].Lines[l.Key].Updated), (l.Value.Bits, l.Value.Updated)));
    }

    [Fact]
    public void After_Prepare_the_first_calls_compile_and_allocate_nothing()
    {
        string output = Start([], "--first-call");
        Assert.Contains("first calls: 0 methods compiled, 0 bytes allocated", output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_kernel_falls_out_of_optimisation()
    {
        foreach (Dictionary<string, string> environment in new Dictionary<string, string>[] { [], s_noAvx512 })
        {
            string[] kernels = [.. Listing(environment, [new("DOTNET_JitDisasmSummary", "1")])
                .Where(static l => l.Contains("+Lanes", StringComparison.Ordinal) || l.Contains("+Scalar", StringComparison.Ordinal))];
            Assert.True(kernels.Length >= 3 * Zoo.All.Count, $"only {kernels.Length} kernels were listed");
            Assert.All(kernels, static k => Assert.Contains("FullOpts", k, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Threads_that_share_out_a_row_change_no_bit_with_any_width()
    {
        foreach (Dictionary<string, string> environment in new Dictionary<string, string>[] { [], s_noAvx512 })
        {
            string[][] lines = [.. Start(environment, "--threads").Split('\n').Where(static l => l.StartsWith("threads", StringComparison.Ordinal))
                .Select(static l => l.Split(' '))];
            Assert.Equal(Zoo.Large.Count, lines.Length);
            Assert.All(lines, static l => Assert.Single(l.Skip(2).Distinct()));
        }
    }

    [Fact]
    public void No_loop_over_k_spills_an_accumulator_or_calls()
    {
        if (!Fma.IsSupported)
            return;
        foreach (Dictionary<string, string> environment in new Dictionary<string, string>[] { [], s_noAvx512 })
        {
            Disassembly.Loop[] loops = [.. Disassembly.Loops(Listing(environment, [new("DOTNET_JitDisasm", "*.Wide+*:* *.WideGru+*:*")]))
                .Where(static l => l.Method.Contains("+Lanes", StringComparison.Ordinal) && !l.Method.Contains("Epilogue", StringComparison.Ordinal) && l.MultiplyAdds >= 4)];
            Assert.True(loops.Length >= 20, $"only {loops.Length} loops were listed");
            Assert.All(loops, static l => Assert.Equal((0, 0), (l.Spills, l.Calls)));
        }
    }

    /// <summary>The JIT compiler stops inlining once a method has 1024 locals; quantised vectors, copies and zeros are calls that are meant.</summary>
    [Fact]
    public void No_operation_of_a_kernel_remains_a_call()
    {
        foreach (Dictionary<string, string> environment in new Dictionary<string, string>[] { [], s_noAvx512 })
        {
            IReadOnlyList<string> lines = Listing(environment, [new("DOTNET_JitDisasm", "*+Lanes*:*")]);
            int kernels = lines.Count(static l => l.StartsWith("; Assembly listing", StringComparison.Ordinal));
            Assert.True(kernels >= 3 * Zoo.All.Count, $"only {kernels} kernels were listed");
            Assert.DoesNotContain(lines, static l => l.Contains(" call ", StringComparison.Ordinal)
                && (l.Contains("CompilerServices.VectorMath:", StringComparison.Ordinal) || l.Contains("CompilerServices.Kernels", StringComparison.Ordinal))
                && !s_meantCalls.Any(name => l.Contains(name, StringComparison.Ordinal)));
        }
    }

    /// <summary>
    /// What the JIT compiler lists for the kernels of all models. Without tiers nothing compiles in the background: the runtime closes the listing at exit, and a compilation
    /// that still writes to it then ends the process by a signal.
    /// </summary>
    private static IReadOnlyList<string> Listing(Dictionary<string, string> environment, IEnumerable<KeyValuePair<string, string>> options)
    {
        string listing = Path.GetTempFileName();
        string output = Start(new([.. environment, .. options, new("DOTNET_JitStdOutFile", listing), new("DOTNET_TieredCompilation", "0")]), "--touch");
        Assert.Equal(Zoo.All.Count + Zoo.Large.Count, output.Split('\n').Count(static l => l.StartsWith("touched", StringComparison.Ordinal)));
        string[] lines = File.ReadAllLines(listing);
        File.Delete(listing);
        return lines;
    }

    private static Report Run(Dictionary<string, string> environment)
    {
        string[] lines = Start(environment).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] head = lines[0].Split(' ');
        Dictionary<string, Line> models = new(StringComparer.Ordinal);
        foreach (string[] parts in lines.Skip(1).Select(static l => l.Split(' ')))
            models[parts[1]] = new Line(parts[3], parts[5], double.Parse(parts[7], CultureInfo.InvariantCulture));
        return new Report(int.Parse(head[1], CultureInfo.InvariantCulture), bool.Parse(head[3]), models);
    }

    private static string Start(Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RnnCompiler.ZooRunner.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (KeyValuePair<string, string> variable in environment)
            start.Environment[variable.Key] = variable.Value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private sealed record Line(string Bits, string Updated, double Error);

    private sealed record Report(int Lanes, bool Fused, IReadOnlyDictionary<string, Line> Lines);
}
