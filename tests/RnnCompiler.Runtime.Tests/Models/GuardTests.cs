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
        Assert.ThrowsAny<ArgumentException>(() => Guard.Step<float>(state, [], [], 0, 3, 2));
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, new float[12], new float[8], 3, 3, 2));
        float[] memory = new float[8];
        Assert.Throws<ArgumentException>(() => Guard.Step<float>(state, memory.AsSpan(0, 3), memory.AsSpan(2, 2), 3, 2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    public void An_id_out_of_range_is_named(int id)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Tokens([0, id], 5));
        Assert.StartsWith($"Expected token ids from 0 to 4, but {id} was given at index 1.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Classes([id], 5));
    }

    private sealed class NoState() : ModelState(new StateLayout([], 0), 0);
}
