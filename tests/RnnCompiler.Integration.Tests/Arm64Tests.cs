using System.Diagnostics;
using System.Runtime.CompilerServices;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

/// <summary>The zoo on linux-arm64, under an emulator. Skipped where <c>tests/arm64.sh</c> cannot run.</summary>
public class Arm64Tests
{
    [Arm64Fact]
    [Trait("Category", "Long")]
    public void The_zoo_has_the_same_bits_on_arm64_as_on_x64()
    {
        ProcessStartInfo start = new(Arm64Fact.Script) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{output}\n{errors.Result}");
        Assert.Contains($"{Zoo.All.Count} models, the same bits", output, StringComparison.Ordinal);
    }

    /// <summary>A test that needs an x64 machine with Linux and an emulator of arm64.</summary>
    private sealed class Arm64Fact : FactAttribute
    {
        public Arm64Fact()
        {
            if (!OperatingSystem.IsLinux() || !IsInstalled("qemu-aarch64-static", "qemu-aarch64"))
                Skip = "Needs Linux and qemu-user; tests/README.md says what to install.";
        }

        public static string Script { get; } = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Here()))!, "arm64.sh");

        private static bool IsInstalled(params string[] programs) => (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => programs.Any(program => File.Exists(Path.Combine(folder, program))));

        private static string Here([CallerFilePath] string path = "") => path;
    }
}
