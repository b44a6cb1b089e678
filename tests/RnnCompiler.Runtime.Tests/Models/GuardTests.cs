using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class GuardTests
{
    [Fact]
    public void Right_arguments_pass_and_nothing_is_allocated()
    {
        float[] input = new float[24];
        float[] output = new float[4];
        int[] tokens = [0, 1, 4];
        void Check()
        {
            Guard.Forward<float>(input, output, 2, 12, 2);
            Guard.Tokens(tokens, 5);
        }

        // .NET and a coverage tool may allocate when code first runs.
        Check();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Check();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(24, 4, 0, "Expected at least one sequence, but 0 was given.")]
    [InlineData(24, 4, -1, "Expected at least one sequence, but -1 was given.")]
    [InlineData(23, 4, 2, "Expected 24 elements (batch 2, 12 each), but 23 were given.")]
    [InlineData(24, 5, 2, "Expected 4 elements (batch 2, 2 each), but 5 were given.")]
    [InlineData(24, 4, int.MaxValue, "Expected 25769803764 elements (batch 2147483647, 12 each), but 24 were given.")]
    public void A_wrong_length_names_what_was_expected_and_given(int input, int output, int batch, string message)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => Guard.Forward<float>(new float[input], new float[output], batch, 12, 2));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_spans_are_refused_and_adjacent_ones_are_not()
    {
        float[] memory = new float[20];
        Assert.Throws<ArgumentException>(() => Guard.Forward<float>(memory.AsSpan(0, 12), memory.AsSpan(11, 2), 1, 12, 2));
        Assert.Throws<ArgumentException>(() => Guard.Forward<int>(MemoryMarshal.Cast<float, int>(memory.AsSpan(0, 12)), memory.AsSpan(11, 2), 1, 12, 2));
        Guard.Forward<float>(memory.AsSpan(0, 12), memory.AsSpan(12, 2), 1, 12, 2);
    }

    [Fact]
    public void A_step_needs_a_state_and_right_lengths()
    {
        ModelState state = new NoState();
        Guard.Step<float>(state, new float[3], new float[2], 3, 2);
        Guard.Step<float>(state, new float[12], new float[8], 4, 3, 2);
        Assert.Throws<ArgumentNullException>(() => Guard.Step<float>(null, new float[3], new float[2], 3, 2));
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, new float[4], new float[2], 3, 2));
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, new float[3], new float[1], 3, 2));
        Guard.Step<float>(state, [], [], 0, 3, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Step<float>(state, [], [], -1, 3, 2));
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, new float[12], new float[8], 3, 3, 2));
        float[] memory = new float[8];
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, memory.AsSpan(0, 3), memory.AsSpan(2, 2), 3, 2));
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, memory.AsSpan(0, 3), memory.AsSpan(0, 2), 3, 2));
        Guard.Step<float>(state, memory.AsSpan(0, 3), memory.AsSpan(0, 3), 3, 3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    public void An_id_out_of_range_is_named(int id)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Tokens([0, id], 5));
        Assert.StartsWith($"Expected token ids from 0 to 4, but {id} was given at index 1.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    public void A_class_id_out_of_range_is_named(int id)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Classes([0, -1, id], 5));
        Assert.StartsWith($"Expected class ids from -1 to 4, but {id} was given at index 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_out_of_range_are_named()
    {
        Guard.Lengths([0, 7], 2, 7);
        Assert.Contains("2 lengths", Assert.Throws<ArgumentException>("lengths", () => Guard.Lengths([1], 2, 7)).Message, StringComparison.Ordinal);
        Assert.Contains("-1 was given for row 1", Assert.Throws<ArgumentOutOfRangeException>("lengths", () => Guard.Lengths([0, -1], 2, 7)).Message, StringComparison.Ordinal);
        Assert.Contains("8 was given for row 0", Assert.Throws<ArgumentOutOfRangeException>("lengths", () => Guard.Lengths([8, 1], 2, 7)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Token_ids_behind_the_end_of_a_row_are_not_checked()
    {
        Guard.Tokens([0, -1, 1, 2], 3, [1, 2]);
        Assert.Contains("given at index 3", Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Tokens([0, -1, 1, 3], 3, [1, 2])).Message, StringComparison.Ordinal);
    }

    private sealed class NoState() : ModelState(new StateLayout([], 0), 0);
}
