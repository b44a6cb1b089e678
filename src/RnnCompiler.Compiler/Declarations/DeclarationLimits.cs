namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Maximum sizes of declarations. They are far beyond what trains on one machine. They detect a number in the wrong place, such as a sample rate as
/// the size of a layer, before it costs memory or compile time.
/// </summary>
public static class DeclarationLimits
{
    /// <summary>Maximum of the features per step and of the units of a layer: the widest published recurrent layers have 8,192 units.</summary>
    public const int Size = 65_536;

    /// <summary>Maximum number of steps of a sequence: over five minutes of audio at 48 kHz.</summary>
    public const int Steps = 1 << 24;

    /// <summary>Maximum number of steps that are fully unrolled: the code of more would exceed the instruction cache many times.</summary>
    public const int FullyUnrolledSteps = 128;

    /// <summary>Maximum unroll factor of a loop over time.</summary>
    public const int UnrollFactor = 64;

    /// <summary>Maximum number of levels of one stack: gradients vanish through more.</summary>
    public const int Layers = 64;

    /// <summary>Maximum number of taps of a convolution.</summary>
    public const int Taps = 1_024;

    /// <summary>Maximum number of steps of a delay, or between taps of a convolution: a second of audio.</summary>
    public const int Delay = 65_536;

    /// <summary>Maximum number of nodes that a layer reads.</summary>
    public const int Operands = 64;

    /// <summary>Maximum number of token ids: ten times the largest tokenisers; ids also stay exact as single-precision numbers.</summary>
    public const int Vocabulary = 1 << 24;

    /// <summary>Maximum number of elements of all parameters together, or of one example: the length of a span.</summary>
    public const int Elements = int.MaxValue;

    /// <summary>The most inputs, and the most outputs, of a network.</summary>
    public const int Ports = 8;
}
