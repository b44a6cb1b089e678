using Samples;
using WeatherForecast.CommandLine;

namespace WeatherForecast.Tests;

public class CommandTests
{
    [Fact]
    public void Options_are_read()
    {
        ForecastOptions? seen = null;
        int code = ForecastCommand.Invoke(["--data", "d.csv", "--output", "o", "--seed", "7", "--epochs", "3"], TextWriter.Null, TextWriter.Null, options =>
        {
            seen = options;
            return 42;
        });
        Assert.Equal(42, code);
        Assert.Equal(new ForecastOptions("d.csv", "o", 7, 3), seen);
    }

    [Fact]
    public void All_options_may_be_left_out()
    {
        ForecastOptions? seen = null;
        ForecastCommand.Invoke([], TextWriter.Null, TextWriter.Null, options =>
        {
            seen = options;
            return ExitCode.Success;
        });
        Assert.Equal(new ForecastOptions(ForecastOptions.DefaultData, ForecastOptions.DefaultOutput, 1, 24), seen);
    }

    [Theory]
    [InlineData("--epochs", "0")]
    [InlineData("--epochs", "1001")]
    [InlineData("--epochs", "many")]
    [InlineData("--seed", "-1")]
    [InlineData("--seed", "1.5")]
    [InlineData("--data", "")]
    [InlineData("--nonsense")]
    [InlineData("--epochs")]
    [InlineData("left over")]
    public void A_wrong_argument_gives_one_line_and_exit_code_1(params string[] args)
    {
        StringWriter error = new();
        int code = ForecastCommand.Invoke(args, TextWriter.Null, error, _ => throw new InvalidOperationException("It ran."));
        Assert.Equal(1, code);
        Assert.StartsWith("error: ", error.ToString());
        Assert.Equal(1, error.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void Help_lists_every_option()
    {
        StringWriter output = new();
        int code = ForecastCommand.Invoke(["--help"], output, TextWriter.Null, _ => throw new InvalidOperationException("It ran."));
        Assert.Equal(0, code);
        Assert.All(["--data", "--output", "--seed", "--epochs"], option => Assert.Contains(option, output.ToString()));
    }
}
