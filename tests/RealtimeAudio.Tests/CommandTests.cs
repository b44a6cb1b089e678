using Samples;
using RealtimeAudio.CommandLine;

namespace RealtimeAudio.Tests;

/// <summary>The command line.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Options_are_read() =>
        Assert.Equal(new AudioOptions("o", 7, RunSize.Quick with { Epochs = 3 }), Read("--output", "o", "--seed", "7", "--quick", "--epochs", "3"));

    [Fact]
    public void All_options_may_be_left_out() => Assert.Equal(new AudioOptions(AudioOptions.DefaultOutput, 1, RunSize.Full), Read());

    [Fact]
    public void A_quick_run_has_epochs_of_its_own() => Assert.Equal(RunSize.Quick, Read("--quick").Size);

    [Theory]
    [InlineData("--epochs", "0", "--epochs: expected a whole number from 1 to 10000, found '0'.")]
    [InlineData("--seed", "x", "--seed: expected a whole number from 0 to")]
    [InlineData("--output", " ", "--output: expected a path, found nothing.")]
    public void A_wrong_argument_is_one_line_that_says_so(string option, string value, string expected)
    {
        StringWriter error = new();
        Assert.Equal(ExitCode.Failure, AudioCommand.Invoke([option, value], TextWriter.Null, error, static _ => throw new InvalidOperationException("This should not run.")));
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, error.ToString().Count(static c => c == '\n'));
    }

    private static AudioOptions Read(params string[] args)
    {
        AudioOptions? read = null;
        int code = AudioCommand.Invoke(args, TextWriter.Null, TextWriter.Null, options =>
        {
            read = options;
            return 42;
        });
        Assert.Equal(42, code);
        return read!;
    }
}
