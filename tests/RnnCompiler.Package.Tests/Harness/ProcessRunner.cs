using System.Diagnostics;
using System.Text;

namespace RnnCompiler.Package.Tests.Harness;

/// <summary>Runs programs to their end, and ends them with all that they started if they do not end by themselves.</summary>
internal static class ProcessRunner
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(9);

    /// <summary>Runs a program.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets beside those of this process, of which those of MSBuild and of the test host are left out.</param>
    /// <returns>Its exit code and all that it wrote, errors too.</returns>
    /// <exception cref="TimeoutException">It did not end within nine minutes.</exception>
    public static async Task<ProcessResult> RunAsync(string folder, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in start.Environment.Keys.Where(IsOfThisBuild).ToList())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        StringBuilder output = new();
        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using CancellationTokenSource limit = new(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} did not end within {s_limit.TotalMinutes} minutes; it wrote\n{output}");
        }

        return new ProcessResult($"{Path.GetFileName(file)} {string.Join(' ', arguments)}", process.ExitCode, output.ToString());
    }

    private static bool IsOfThisBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COREHOST", StringComparison.OrdinalIgnoreCase)
        || name is "CI" or "DOTNET_HOST_PATH" or "Configuration" or "Platform";

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            if (line is not null)
                output.Append(line).Append('\n');
        }
    }
}
