using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class BufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void A_buffer_is_zeroed_aligned_and_as_long_as_asked(int length)
    {
        AlignedBuffer buffer = new(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Span.Length);
        Assert.All(buffer.Span.ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref buffer.Reference) % 64);
        GC.Collect();
        Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref buffer.Reference) % 64);
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBuffer(-1));

    [Fact]
    public void One_caller_gets_the_first_workspace_again_and_again()
    {
        WorkspacePool pool = new(Make);
        Workspace first = pool.Rent();
        pool.Return(first);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Workspace second = pool.Rent();
        pool.Return(second);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first, second);
        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public void Reserved_workspaces_are_enough_for_as_many_callers()
    {
        WorkspacePool pool = new(Make);
        pool.Reserve(4);
        pool.Reserve(2);
        Assert.Equal(4, pool.Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Workspace a = pool.Rent(), b = pool.Rent(), c = pool.Rent(), d = pool.Rent();
        pool.Return(b);
        pool.Return(d);
        pool.Return(a);
        pool.Return(c);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4, pool.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Reserve(0));
    }

    [Fact]
    public void Workspaces_that_were_returned_are_enough_for_as_many_callers_again()
    {
        WorkspacePool pool = new(Make);
        Workspace a = pool.Rent(), b = pool.Rent(), c = pool.Rent();
        Assert.Equal(3, pool.Count);
        pool.Return(a);
        pool.Return(b);
        pool.Return(c);
        for (int round = 0; round < 3; round++)
        {
            Workspace[] rented = [pool.Rent(), pool.Rent(), pool.Rent()];
            Assert.Equal(3, rented.Distinct().Count());
            Array.ForEach(rented, pool.Return);
        }

        Assert.Equal(3, pool.Count);
    }

    [Fact]
    public void Concurrent_callers_never_share_a_workspace_and_make_no_more_than_there_are_callers()
    {
        const int Callers = 8;
        WorkspacePool pool = new(Make);
        int shared = 0;
        Thread[] threads = [.. Enumerable.Range(1, Callers).Select(id => new Thread(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                Workspace workspace = pool.Rent();
                workspace.Reference = id;
                Thread.SpinWait(i % 5);
                if (workspace.Reference != id)
                    Interlocked.Increment(ref shared);

                pool.Return(workspace);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, shared);
        Assert.InRange(pool.Count, 1, Callers);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(16, 16)]
    [InlineData(17, 40)]
    [InlineData(64, 33)]
    public void A_panel_is_the_transposed_weight(int rows, int columns)
    {
        const int SourceOffset = 32, TargetOffset = 16;
        int columnStride = 32, blockStride = columns * columnStride;
        AlignedBuffer source = new(SourceOffset + (rows + 15) / 16 * blockStride);
        for (int j = 0; j < rows; j++)
        {
            for (int k = 0; k < columns; k++)
                source.Span[SourceOffset + j / 16 * blockStride + j % 16 + k * columnStride] = 1 + j * columns + k;
        }

        int length = (columns + 15) / 16 * rows * 16;
        AlignedBuffer target = new(TargetOffset + length + 16);
        target.Span.Fill(float.NaN);
        PanelTransposition.Transpose(ref source.Reference, SourceOffset, blockStride, columnStride, rows, columns, ref target.Reference, TargetOffset);

        float[] expected = new float[TargetOffset + length + 16];
        Array.Fill(expected, float.NaN);
        Array.Clear(expected, TargetOffset, length);
        for (int j = 0; j < rows; j++)
        {
            for (int k = 0; k < columns; k++)
                expected[TargetOffset + k / 16 * (rows * 16) + j * 16 + k % 16] = 1 + j * columns + k;
        }

        Assert.Equal(expected, target.Span.ToArray());
    }

    private static Workspace Make() =>
        new(new SequencePlan { InputLength = 1, OutputLength = 1, Steps = 1, RowBlock = 1, Workspace = 32, Rows = static (ref KernelFrame _) => { } });
}
