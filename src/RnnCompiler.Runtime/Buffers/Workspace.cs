using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// Memory of one call over sequences: the workspace of one block of rows, its tables, and copies of rows that are not in order. Its contents between calls have
/// no meaning.
/// </summary>
internal sealed class Workspace
{
    /// <summary>Rows that are sorted by length at a time, in blocks: enough that the rows of a block have like lengths.</summary>
    private const int SortedBlocks = 8;

    private readonly AlignedBuffer _buffer;
    private readonly int[] _streams;
    private AlignedBuffer? _step;

    internal Workspace(SequencePlan plan)
    {
        _buffer = new AlignedBuffer(plan.Workspace);
        Tables = new RowTables(plan.RowBlock, plan.Steps);
        Order = new LengthOrder(plan.RowBlock * SortedBlocks, plan.Steps);
        Inputs = new RowStaging(plan.RowBlock, plan.InputLength);
        Outputs = new RowStaging(plan.RowBlock, plan.OutputLength);
        States = new StateRows(plan.States, plan.RowBlock);
        _streams = new int[2 * plan.RowBlock];
    }

    /// <summary>The first float.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _buffer.Reference;
    }

    /// <summary>The tables of a block of rows.</summary>
    public RowTables Tables { get; }

    /// <summary>The order of rows of different lengths.</summary>
    public LengthOrder Order { get; }

    /// <summary>Inputs of a block of rows in that order.</summary>
    public RowStaging Inputs { get; }

    /// <summary>Outputs of a block of rows in that order.</summary>
    public RowStaging Outputs { get; }

    /// <summary>States of a block of rows.</summary>
    public StateRows States { get; }

    /// <summary>The streams of a block of rows, and those of the next block.</summary>
    public Span<int> Streams => _streams;

    /// <summary>The workspace of a streaming step, allocated at the first call.</summary>
    /// <param name="length">Floats of it, the same in each call.</param>
    public ref float Step(int length) => ref (_step ??= new AlignedBuffer(length)).Reference;

    /// <summary>Number of floats.</summary>
    public int Length => _buffer.Length;

    /// <summary>All floats.</summary>
    public Span<float> Span => _buffer.Span;
}
