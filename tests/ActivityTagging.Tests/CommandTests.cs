using Samples;
using ActivityTagging.CommandLine;

namespace ActivityTagging.Tests;

public sealed class CommandTests
{
    [Fact]
    public void Options_are_read() => Assert.Equal(new TaggingOptions("o", 7, 3), Parse("--output", "o", "--seed", "7", "--epochs", "3"));

    [Fact]
    public void All_options_may_be_left_out() => Assert.Equal(new TaggingOptions(TaggingOptions.DefaultOutput, 1, TaggingOptions.DefaultEpochs), Parse());

    [Theory]
    [InlineData("--epochs", "0", "--epochs: expected a whole number from 1 to 10000, found '0'.")]
    [InlineData("--seed", "x", "--seed: expected a whole number from 0 to")]
    [InlineData("--output", " ", "--output: expected a path, found nothing.")]
    public void A_wrong_argument_is_one_line_that_says_so(string option, string value, string expected)
    {
        StringWriter error = new();
        Assert.Equal(ExitCode.Failure, TaggingCommand.Invoke([option, value], TextWriter.Null, error, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, error.ToString().Count(static c => c == '\n'));
    }

    [Fact]
    public void Help_lists_every_option()
    {
        StringWriter output = new();
        Assert.Equal(ExitCode.Success, TaggingCommand.Invoke(["--help"], output, TextWriter.Null, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.All(["--output", "--seed", "--epochs"], option => Assert.Contains(option, output.ToString(), StringComparison.Ordinal));
    }

    private static TaggingOptions? Parse(params string[] args)
    {
        TaggingOptions? seen = null;
        TaggingCommand.Invoke(args, TextWriter.Null, TextWriter.Null, options =>
        {
            seen = options;
            return ExitCode.Success;
        });
        return seen;
    }
}
