using NumberWords.CommandLine;
using Samples;

namespace NumberWords.Tests;

/// <summary>The command line.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Options_are_read() => Assert.Equal(new WordsOptions("o", 7, 30, 9), Read("--output", "o", "--seed", "7", "--updates", "30", "--seconds", "9"));

    [Fact]
    public void All_options_may_be_left_out() =>
        Assert.Equal(new WordsOptions(WordsOptions.DefaultOutput, 1, WordsOptions.DefaultUpdates, WordsOptions.DefaultSeconds), Read());

    [Theory]
    [InlineData("--updates", "0", "--updates: expected a whole number from 1 to 1000000, found '0'.")]
    [InlineData("--seconds", "-1", "--seconds: expected a whole number from 1 to 86400, found '-1'.")]
    [InlineData("--seed", "x", "--seed: expected a whole number from 0 to")]
    [InlineData("--output", " ", "--output: expected a path, found nothing.")]
    public void A_wrong_argument_is_one_line_that_says_so(string option, string value, string expected)
    {
        StringWriter error = new();
        Assert.Equal(ExitCode.Failure, WordsCommand.Invoke([option, value], TextWriter.Null, error, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, error.ToString().Count(static c => c == '\n'));
    }

    [Fact]
    public void Help_lists_every_option()
    {
        StringWriter output = new();
        Assert.Equal(ExitCode.Success, WordsCommand.Invoke(["--help"], output, TextWriter.Null, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.All(["--output", "--seed", "--updates", "--seconds"], option => Assert.Contains(option, output.ToString(), StringComparison.Ordinal));
    }

    private static WordsOptions Read(params string[] args)
    {
        WordsOptions? read = null;
        Assert.Equal(42, WordsCommand.Invoke(args, TextWriter.Null, TextWriter.Null, options =>
        {
            read = options;
            return 42;
        }));
        return read!;
    }
}
