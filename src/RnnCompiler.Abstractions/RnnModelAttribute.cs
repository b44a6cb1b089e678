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

    /// <summary>The loss that the trainer minimises.</summary>
    public Loss Loss { get; set; }

    /// <summary>Threshold δ of the Huber loss, quadratic below it and linear above it; positive.</summary>
    public float HuberDelta { get; set; } = 1f;

    /// <summary>Format of the matrices that <c>Forward</c> and <c>Step</c> read; training and weight files are float in any case.</summary>
    public WeightFormat Weights { get; set; }

    /// <summary>Unrolling of loops over time; left out if <see cref="UnrollFactor"/> is given.</summary>
    public Unroll Unroll { get; set; }

    /// <summary>Steps that a loop over time takes at a time, from 1 to 64 and at most <see cref="SequenceLength"/>; left out, <see cref="Unroll"/> decides.</summary>
    public int UnrollFactor { get; set; }

    /// <summary>
    /// Whether training is emitted. Without it there is no <c>Trainer</c>, no <c>CreateTrainer</c> and about a quarter of the text; <c>Forward</c>,
    /// <c>Step</c>, parameters and files stay, and the interpreted runtime still trains the model.
    /// </summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// Which vector widths get kernels: some of <c>16</c> (AVX-512), <c>8</c> (AVX2), <c>4</c> (NEON, SSE) and <c>scalar</c>, separated by commas. A
    /// machine runs the widest of them that it can; <c>scalar</c> is added if none of them runs everywhere. Left out, the MSBuild property
    /// <c>RnnTargets</c> decides, and without that <c>16,8,4</c>.
    /// </summary>
    public string? Targets { get; set; }
}
