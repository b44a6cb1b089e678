namespace RnnCompiler;

/// <summary>
/// Adam, as <c>torch.optim.Adam</c>: g ← g + λp; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²;
/// p ← p − (η / (1 − β₁ᵗ)) · m / (√v / √(1 − β₂ᵗ) + ε) (Kingma, Ba 2015).
/// </summary>
/// <param name="learningRate">η; PyTorch's default is 0.001.</param>
public sealed class Adam(float learningRate) : AdamOptimizer(learningRate)
{
    private protected override bool DecoupledDecay => false;
}

/// <summary>
/// Adam with decoupled weight decay, as <c>torch.optim.AdamW</c>: p ← p − ηλp, then as <see cref="Adam"/> without λ
/// (Loshchilov, Hutter 2019).
/// </summary>
public sealed class AdamW : AdamOptimizer
{
    /// <summary>Creates the optimizer; its weight decay is 0.01 by default.</summary>
    /// <param name="learningRate">η; PyTorch's default is 0.001.</param>
    public AdamW(float learningRate)
        : base(learningRate) => WeightDecay = 0.01;

    private protected override bool DecoupledDecay => true;
}
