namespace RnnCompiler;

/// <summary>
/// Declares a recurrent network. Further attributes on the same part of the partial class declare its layers, in the order in which they apply. The
/// generator writes the forward pass, the streaming step and back-propagation through time.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RnnModelAttribute : Attribute
{
    /// <summary>Features per step, at least 1. Not set if the first layer is an <see cref="EmbeddingAttribute"/>.</summary>
    public int InputSize { get; set; }

    /// <summary>Steps per sequence, at least 1.</summary>
    public int SequenceLength { get; set; }

    /// <summary>The loss that the trainer minimises.</summary>
    public Loss Loss { get; set; }

    /// <summary>δ of <see cref="Loss.Huber"/>, the error at which the parabola becomes a line; positive.</summary>
    public float HuberDelta { get; set; } = 1f;

    /// <summary>Format of the matrices that <c>Forward</c> and <c>Step</c> read; training and weight files are always float.</summary>
    public WeightFormat Weights { get; set; }

    /// <summary>
    /// Whether inference multiplies <see cref="WeightFormat.Int8"/> matrices in integers: each product rounds its vector to 8 bits beside the weights, which costs accuracy and
    /// makes layers of 128 units and more several times faster. The numbers are at <see cref="WeightFormat.Int8"/>.
    /// </summary>
    public bool IntegerProducts { get; set; }

    /// <summary>Accuracy of tanh and the logistic function in compiled kernels.</summary>
    public ActivationAccuracy Activations { get; set; }

    /// <summary>Unrolling of loops over time; not set together with <see cref="UnrollFactor"/>.</summary>
    public Unroll Unroll { get; set; }

    /// <summary>Unroll factor of loops over time, from 1 to 64 and at most <see cref="SequenceLength"/>; if not set, <see cref="Unroll"/> decides.</summary>
    public int UnrollFactor { get; set; }

    /// <summary>
    /// Whether training code is generated. Without it the class has no <c>Trainer</c> and no <c>CreateTrainer</c>, and about a quarter of the generated text.
    /// The interpreted runtime trains the model in each case.
    /// </summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// Vector widths for which kernels are generated: <c>16</c> (AVX-512), <c>8</c> (AVX2), <c>4</c> (NEON, SSE) and <c>scalar</c>, separated by commas. A
    /// machine runs the widest that it supports; <c>scalar</c> is added if no other runs on every machine. If not set, the MSBuild property
    /// <c>RnnTargets</c> decides; its default is <c>16,8,4</c>.
    /// </summary>
    public string? Targets { get; set; }
}
