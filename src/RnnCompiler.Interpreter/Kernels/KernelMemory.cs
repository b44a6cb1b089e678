using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>The memories of one kernel call, and its run-time numbers. An access beyond a memory throws.</summary>
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

    /// <summary>The phase of training that is run.</summary>
    public int Phase { get; set; }

    /// <summary>Which part of a call this is, from 0.</summary>
    public int Part { get; set; }

    /// <summary>How many parts share a call out.</summary>
    public int Parts { get; set; } = 1;

    /// <summary>The cotangent of each row's loss.</summary>
    public float LossBar { get; set; }

    /// <summary>Whether the gradient of the input is wanted.</summary>
    public bool WantsInputGradient { get; set; }

    /// <summary>A memory, whose elements are floats here even where each takes one byte.</summary>
    /// <exception cref="InvalidOperationException">The memory was read before it was given.</exception>
    public float[] this[MemorySpace space]
    {
        get => _floats[(int)space] ?? throw new InvalidOperationException($"A kernel touches {space}, which this call does not have.");
        set => _floats[(int)space] = value;
    }

    internal int[] Ids(MemorySpace space) => space == MemorySpace.Tokens ? Tokens : Classes;
}
