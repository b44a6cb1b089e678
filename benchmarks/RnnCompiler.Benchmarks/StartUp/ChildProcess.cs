using System.Diagnostics;

namespace RnnCompiler.Benchmarks.StartUp;

/// <summary>Runs programs and tools.</summary>
internal static class ChildProcess
{
    /// <summary>Starts a program and waits for the four bytes of its first prediction.</summary>
    /// <returns>Milliseconds from before the start to the bytes, and the prediction.</returns>
    /// <exception cref="InvalidOperationException">It ended without them.</exception>
    public static (double Milliseconds, float Prediction) TimePrediction(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true };
        byte[] bytes = new byte[sizeof(float)];
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        int read = process.StandardOutput.BaseStream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        process.WaitForExit();
        return read == bytes.Length && process.ExitCode == 0
            ? (milliseconds, BitConverter.ToSingle(bytes))
            : throw new InvalidOperationException($"{Path.GetFileName(file)} {string.Join(' ', arguments)} printed no prediction and ended with {process.ExitCode}.");
    }

    /// <summary>Runs a tool to its end.</summary>
    /// <returns>Its exit code and all that it wrote to its standard output.</returns>
    public static (int ExitCode, string Output) Run(string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
