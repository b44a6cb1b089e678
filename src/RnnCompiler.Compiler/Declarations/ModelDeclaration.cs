using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>A network as declared: what both front ends make, and all that the compiler knows of it.</summary>
/// <param name="Name">The simple name of the declared class, for messages and printed IR.</param>
/// <param name="InputSize">Features per step; 0 when the first layer is an embedding.</param>
/// <param name="SequenceLength">Steps per sequence.</param>
/// <param name="Loss">The loss that training makes small.</param>
/// <param name="HuberDelta">Where the Huber loss turns linear.</param>
/// <param name="Layers">The layers in the order in which they apply.</param>
/// <param name="Weights">How inference keeps matrices.</param>
public sealed record ModelDeclaration(
    string Name,
    int InputSize,
    int SequenceLength,
    Loss Loss,
    float HuberDelta,
    EquatableArray<LayerDeclaration> Layers,
    WeightFormat Weights = WeightFormat.Float32)
{
    /// <summary>How far loops over time are unrolled.</summary>
    public Unroll Unroll { get; init; }

    /// <summary>Steps that a loop over time takes at a time; 0 where <see cref="Unroll"/> decides.</summary>
    public int UnrollFactor { get; init; }

    /// <summary>Whether the input is one token id per step.</summary>
    public bool HasTokenInput => Layers.Count > 0 && Layers[0] is EmbeddingDeclaration;

    /// <summary>Whether targets are class ids.</summary>
    public bool HasClassTargets => Loss == Loss.CrossEntropy;

    /// <summary>Whether any layer reads the sequence from its end; such a model cannot step.</summary>
    public bool IsBidirectional => Layers.Any(static layer => layer is RecurrentDeclaration { Bidirectional: true });
}
