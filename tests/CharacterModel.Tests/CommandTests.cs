using CharacterModel.CommandLine;
using Samples;

namespace CharacterModel.Tests;

/// <summary>The command line.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Options_are_read() => Assert.Equal(
        new CharacterOptions("t", "o", 7, RunSize.Quick with { Epochs = 3 }), Read("--text", "t", "--output", "o", "--seed", "7", "--quick", "--epochs", "3"));

    [Fact]
    public void All_options_may_be_left_out() => Assert.Equal(new CharacterOptions(null, CharacterOptions.DefaultOutput, 1, RunSize.Full), Read());

    [Theory]
    [InlineData("--epochs", "0", "--epochs: expected a whole number from 1 to 1000, found '0'.")]
    [InlineData("--seed", "x", "--seed: expected a whole number from 0 to")]
    [InlineData("--text", " ", "--text: expected a path, found nothing.")]
    [InlineData("--output", " ", "--output: expected a path, found nothing.")]
    public void A_wrong_argument_is_one_line_that_says_so(string option, string value, string expected)
    {
        StringWriter error = new();
        Assert.Equal(ExitCode.Failure, CharacterCommand.Invoke([option, value], TextWriter.Null, error, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, error.ToString().Count(static c => c == '\n'));
    }

    [Fact]
    public void Help_lists_every_option()
    {
        StringWriter output = new();
        Assert.Equal(ExitCode.Success, CharacterCommand.Invoke(["--help"], output, TextWriter.Null, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.All(["--text", "--output", "--seed", "--quick", "--epochs"], option => Assert.Contains(option, output.ToString(), StringComparison.Ordinal));
    }

    private static CharacterOptions Read(params string[] args)
    {
        CharacterOptions? read = null;
        Assert.Equal(42, CharacterCommand.Invoke(args, TextWriter.Null, TextWriter.Null, options =>
        {
            read = options;
            return 42;
        }));
        return read!;
    }
}
