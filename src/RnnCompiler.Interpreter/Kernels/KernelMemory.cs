using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Memories and run-time numbers of one kernel call. An access beyond a memory throws.</summary>
public sealed class KernelMemory
{
    private readonly float[]?[] _floats = new float[]?[Enum.GetValues<MemorySpace>().Length];

    /// <summary>Token ids.</summary>
    public int[] Tokens { get; set; } = [];

    /// <summary>Class ids.</summary>
    public int[] Classes { get; set; } = [];

    /// <summary>The steps of each row, in descending order.</summary>
    public int[] Lengths { get; private set; } = [];

    /// <summary>The number of rows that have each step.</summary>
    public int[] ActiveRows { get; private set; } = [];

    /// <summary>Rows of this call.</summary>
    public int Rows => Lengths.Length;

    /// <summary>Steps of the longest row.</summary>
    public int Steps => ActiveRows.Length;

    /// <summary>The training phase that is run.</summary>
    public int Phase { get; set; }

    /// <summary>The number of this partition of the call, from 0.</summary>
    public int Partition { get; set; }

    /// <summary>The number of partitions of the call.</summary>
    public int Partitions { get; set; } = 1;

    /// <summary>The results that are computed on request.</summary>
    public RequestedResults Requested { get; set; }

    /// <summary>A memory. Its elements are floats here, even if each takes one byte in a kernel.</summary>
    /// <exception cref="InvalidOperationException">The memory was read before it was given.</exception>
    public float[] this[MemorySpace space]
    {
        get => _floats[(int)space] ?? throw new InvalidOperationException($"A kernel touches {space}, which this call does not have.");
        set => _floats[(int)space] = value;
    }

    /// <summary>Returns a memory, empty if the call does not have it.</summary>
    public float[] OrEmpty(MemorySpace space) => _floats[(int)space] ?? [];

    /// <summary>Sets the steps of the rows.</summary>
    /// <param name="lengths">The steps of each row, at least 1, in descending order.</param>
    public void SetLengths(int[] lengths)
    {
        Lengths = lengths;
        ActiveRows = [.. Enumerable.Range(0, lengths.Length == 0 ? 0 : lengths[0]).Select(t => lengths.Count(l => l > t))];
    }

    internal int[] Ids(MemorySpace space) => space switch
    {
        MemorySpace.Tokens => Tokens,
        MemorySpace.Classes => Classes,
        MemorySpace.Lengths => Lengths,
        MemorySpace.ActiveRows => ActiveRows,
        _ => throw new InvalidOperationException($"The memory {space} holds no integers."),
    };

    /// <summary>Copies a packed weight into the transposed layout; its padding becomes NaN.</summary>
    internal void Transpose(PanelPlacement panel)
    {
        SlicePlacement s = panel.Source;
        float[] source = this[MemorySpace.Parameters];
        float[] target = this[MemorySpace.Panels];
        for (int k = 0; k < Target.Pad(s.Columns); k++)
        {
            for (int j = 0; j < s.Rows; j++)
            {
                float value = k < s.Columns ? source[s.Offset + (j / Target.Block * s.BlockStride) + (j % Target.Block * s.LaneStride) + (k * s.ColumnStride)] : float.NaN;
                target[panel.Offset + (k / Target.Block * s.Rows * Target.Block) + (j * Target.Block) + (k % Target.Block)] = value;
            }
        }
    }
}
