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

    /// <summary>Rows of this call.</summary>
    public int Rows { get; set; }

    /// <summary>Steps of this call.</summary>
    public int Steps { get; set; }

    /// <summary>The training phase that is run.</summary>
    public int Phase { get; set; }

    /// <summary>The number of this partition of the call, from 0.</summary>
    public int Partition { get; set; }

    /// <summary>The number of partitions of the call.</summary>
    public int Partitions { get; set; } = 1;

    /// <summary>The cotangent of each row's loss.</summary>
    public float LossCotangent { get; set; }

    /// <summary>Whether the gradient of the input is wanted.</summary>
    public bool WantsInputGradient { get; set; }

    /// <summary>A memory. Its elements are floats here, even if each takes one byte in a kernel.</summary>
    /// <exception cref="InvalidOperationException">The memory was read before it was given.</exception>
    public float[] this[MemorySpace space]
    {
        get => _floats[(int)space] ?? throw new InvalidOperationException($"A kernel touches {space}, which this call does not have.");
        set => _floats[(int)space] = value;
    }

    internal int[] Ids(MemorySpace space) => space == MemorySpace.Tokens ? Tokens : Classes;
}
