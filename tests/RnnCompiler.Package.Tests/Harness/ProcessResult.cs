namespace RnnCompiler.Package.Tests.Harness;

/// <summary>How a program ended.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">0 if all went well.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record ProcessResult(string Command, int ExitCode, string Output)
{
    /// <summary>Fails with the program's output unless it ended well.</summary>
    public ProcessResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>Fails unless the program ended with an error whose text holds this.</summary>
    public ProcessResult FailsWith(string text)
    {
        Assert.True(ExitCode != 0, $"{Command} should have failed:\n{Output}");
        Assert.Contains(text, Output, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Fails if any line of the output is a warning or an error.</summary>
    public ProcessResult IsQuiet()
    {
        Assert.DoesNotContain(Output.Split('\n'), static line => line.Contains(": warning ", StringComparison.Ordinal) || line.Contains(": error ", StringComparison.Ordinal));
        return this;
    }
}
