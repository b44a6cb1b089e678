namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// The greatest sizes that are accepted. They are far beyond what trains on one machine; what they catch is a number in the wrong
/// place (a sample rate as a layer's size), before it costs memory or compile time.
/// </summary>
public static class DeclarationLimits
{
    /// <summary>Features per step and units of a layer: the widest published recurrent layers have 8,192 units.</summary>
    public const int Size = 65_536;

    /// <summary>Steps per sequence: over five minutes of audio at 48 kHz.</summary>
    public const int Steps = 1 << 24;

    /// <summary>Steps that are unrolled altogether: beyond, code would outgrow the cache for instructions many times over.</summary>
    public const int FullyUnrolledSteps = 128;

    /// <summary>Steps that a loop over time takes at a time.</summary>
    public const int UnrollFactor = 64;

    /// <summary>Levels of one stack: gradients through more have long vanished.</summary>
    public const int Layers = 64;

    /// <summary>Token ids: ten times the largest tokenisers; ids also stay exact as single-precision numbers.</summary>
    public const int Vocabulary = 1 << 24;

    /// <summary>Elements of all parameters together, or of one example: what a span can address.</summary>
    public const int Elements = int.MaxValue;
}
