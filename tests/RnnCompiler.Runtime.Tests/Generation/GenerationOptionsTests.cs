using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class GenerationOptionsTests
{
    [Fact]
    public void By_default_generation_is_greedy()
    {
        GenerationOptions options = new();
        Assert.Equal((0, 0, 1, 0UL, 1), (options.Temperature, options.TopK, options.TopP, options.Seed, options.Beams));
        Assert.Empty(options.StopTokens);
        Assert.Null(options.OnToken);
    }

    [Fact]
    public void Each_option_checks_its_range()
    {
        foreach (double temperature in new[] { -0.1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(nameof(GenerationOptions.Temperature), () => new GenerationOptions { Temperature = temperature });
        foreach (double probability in new[] { 0, -0.1, 1.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(nameof(GenerationOptions.TopP), () => new GenerationOptions { TopP = probability });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(GenerationOptions.TopK), static () => new GenerationOptions { TopK = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(GenerationOptions.Beams), static () => new GenerationOptions { Beams = 0 });
        Assert.Throws<ArgumentNullException>(nameof(GenerationOptions.StopTokens), static () => new GenerationOptions { StopTokens = null! });
    }

    [Fact]
    public void Stop_tokens_are_copied()
    {
        int[] stops = [3];
        GenerationOptions options = new() { StopTokens = stops };
        stops[0] = 4;
        Assert.Equal([3], options.StopTokens);
    }

    [Fact]
    public void A_stop_token_is_added_once_and_nothing_else_changes()
    {
        GenerationOptions options = new() { Beams = 3, StopTokens = [4] };
        Assert.Equal([4, 2], options.WithStop(2).StopTokens);
        Assert.Equal(3, options.WithStop(2).Beams);
        Assert.Same(options, options.WithStop(4));
    }

    [Fact]
    public void Arguments_are_checked_before_anything_is_written()
    {
        int[] tokens = [-1, -1];
        Assert.Throws<ArgumentNullException>("options", () => Run([0], null!));
        Assert.Throws<ArgumentException>("prompt", () => Run([], new()));
        Assert.Contains("-2 was given at index 1", Assert.Throws<ArgumentOutOfRangeException>("prompt", () => Run([0, -2], new())).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 2", Assert.Throws<ArgumentOutOfRangeException>("prompt", () => Run([3], new())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("StopTokens", () => Run([0], new() { StopTokens = [0, 3] }));
        Assert.Throws<ArgumentException>("options", () => Run([0], new() { Beams = 2, Temperature = 1 }));
        Assert.Equal([-1, -1], tokens);
        Assert.Equal(2, Run([0], new()));

        int Run(int[] prompt, GenerationOptions options) =>
            TokenGenerator.Generate(3, static streams => new TextStreams(3, streams, static _ => [1, 2, 3]), prompt, tokens, options);
    }

    [Fact]
    public void Into_no_memory_nothing_is_generated_but_the_prompt_is_checked()
    {
        Assert.Equal(0, Run([0]));
        Assert.Throws<ArgumentOutOfRangeException>("prompt", static () => Run([3]));

        static int Run(int[] prompt) => TokenGenerator.Generate(3, static _ => throw new InvalidOperationException(), prompt, [], new());
    }
}
