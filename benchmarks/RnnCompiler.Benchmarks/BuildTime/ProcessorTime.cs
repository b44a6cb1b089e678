using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnCompiler.Benchmarks.BuildTime;

/// <summary>Processor time of a command and of all that it starts.</summary>
internal static partial class ProcessorTime
{
    private const int Children = -1;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Seconds of processor time; on Windows, which does not add up the time of children, seconds of wall-clock time.</returns>
    /// <exception cref="InvalidOperationException">The command failed; the message holds its output.</exception>
    public static double Measure(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // Nothing may outlive the command, or its time would be counted elsewhere.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        double before = OfChildren();
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
        return OperatingSystem.IsWindows() ? watch.Elapsed.TotalSeconds : OfChildren() - before;
    }

    private static double OfChildren()
    {
        if (OperatingSystem.IsWindows() || GetResourceUsage(Children, out ResourceUsage usage) != 0)
            return 0;
        return usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    // The first two fields are the times; the others are ignored.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct ResourceUsage
    {
        public nint UserSeconds;
        public nint UserMicroseconds;
        public nint SystemSeconds;
        public nint SystemMicroseconds;
    }
}
