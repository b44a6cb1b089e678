using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests.Models;

public class LengthOrderTests
{
    private const int Steps = 9;

    [Fact]
    public void Rows_are_in_descending_order_of_their_lengths_and_equal_ones_keep_their_order()
    {
        Random random = new(3);
        LengthOrder order = new(40, Steps);
        for (int round = 0; round < 50; round++)
        {
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 41)).Select(_ => random.Next(Steps + 1))];
            order.Sort(lengths);
            int[] expected = [.. Enumerable.Range(0, lengths.Length).Where(r => lengths[r] > 0).OrderByDescending(r => lengths[r])];
            Assert.Equal(expected, order.Rows.ToArray());
            Assert.Equal(expected.Select(r => lengths[r]), order.Lengths.ToArray());
        }
    }

    [Fact]
    public void Consecutive_rows_are_recognised()
    {
        LengthOrder order = new(8, Steps);
        order.Sort([5, 5, 3, 0, 2]);
        Assert.True(order.IsConsecutive(0, 3));
        Assert.False(order.IsConsecutive(0, 4));
        Assert.True(order.IsConsecutive(3, 1));
        order.SetFull(3, Steps);
        Assert.Equal([0, 1, 2], order.Rows.ToArray());
        Assert.Equal([Steps, Steps, Steps], order.Lengths.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Threads_divide_all_rows_and_about_as_many_steps(int parts)
    {
        Random random = new(4);
        for (int rows = 1; rows < 80; rows++)
        {
            int[] lengths = [.. Enumerable.Range(0, rows).Select(_ => random.Next(1, Steps + 1)).OrderDescending()];
            RowShare[] shares = [.. Enumerable.Range(0, parts).Select(p => RowShare.Of(lengths, p, parts))];
            int next = 0;
            foreach (RowShare share in shares)
            {
                Assert.Equal(next, share.First);
                next += share.Count;
            }

            Assert.Equal(rows, next);
            int most = shares.Max(s => lengths.AsSpan(s.First, s.Count).ToArray().Sum());
            Assert.True(most <= (lengths.Sum() / parts) + (5 * Steps), $"{rows} rows: {most} of {lengths.Sum()} steps");
        }
    }

    [Fact]
    public void Tables_say_which_rows_have_each_step()
    {
        RowTables tables = new(6, Steps);
        KernelFrame frame = default;
        frame.Rows = 4;
        tables.SetFull(ref frame, 3);
        Assert.Equal([4, 4, 4], Read(ref frame.ActiveRows, frame.Steps));
        Assert.Equal([3, 3, 3, 3], Read(ref frame.Lengths, frame.Rows));
        tables.Set(ref frame, [5, 2, 2], 7);
        Assert.Equal((3, 7), (frame.Rows, frame.Steps));
        Assert.Equal([3, 3, 1, 1, 1, 0, 0], Read(ref frame.ActiveRows, frame.Steps));
        Assert.Equal([5, 2, 2], Read(ref frame.Lengths, frame.Rows));
        frame.Rows = 4;
        tables.SetFull(ref frame, 3);
        Assert.Equal([4, 4, 4], Read(ref frame.ActiveRows, frame.Steps));
    }

    [Fact]
    public void Only_the_steps_of_a_row_are_copied()
    {
        RowStaging staging = new(3, 4);
        staging.All<float>().Fill(-1);
        staging.Gather<float>([0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23], [2, 0], [2, 1], 2);
        Assert.Equal([20, 21, 22, 23, 0, 1, -1, -1], staging.All<float>()[..8].ToArray());
        staging.Gather<float>([0, 1, 2, 3, 10, 11, 12, 13], [1], [1], 0);
        Assert.Equal([10, 11, 12, 13], staging.All<float>()[..4].ToArray());
    }

    private static int[] Read(ref int first, int count) => System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref first, count).ToArray();
}
