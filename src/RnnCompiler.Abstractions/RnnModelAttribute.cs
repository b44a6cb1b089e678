namespace RnnCompiler;

/// <summary>
/// Declares a recurrent network. The layers follow as further attributes, in the order in which they apply, on the same part
/// of the partial class; the generator writes the forward pass, the streaming step and back-propagation through time.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RnnModelAttribute : Attribute
{
    /// <summary>Features per step, at least 1. Left out when the first layer is an <see cref="EmbeddingAttribute"/>.</summary>
    public int InputSize { get; set; }

    /// <summary>Steps per sequence, at least 1.</summary>
    public int SequenceLength { get; set; }

    /// <summary>The loss that the trainer makes small.</summary>
    public Loss Loss { get; set; }

    /// <summary>Where the Huber loss turns from a parabola into a line; positive.</summary>
    public float HuberDelta { get; set; } = 1f;

    /// <summary>How <c>Forward</c> and <c>Step</c> keep matrices; training and weight files are float in any case.</summary>
    public WeightFormat Weights { get; set; }

    /// <summary>How far loops over time are unrolled; left out where <see cref="UnrollFactor"/> is given.</summary>
    public Unroll Unroll { get; set; }

    /// <summary>Steps that a loop over time takes at a time, from 1 to 64 and at most <see cref="SequenceLength"/>; left out, <see cref="Unroll"/> decides.</summary>
    public int UnrollFactor { get; set; }
}
