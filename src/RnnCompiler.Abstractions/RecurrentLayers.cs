namespace RnnCompiler;

/// <summary>Base of the attributes of all layers.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    private protected LayerAttribute()
    {
    }

    /// <summary>The layer's name in parameter names and files; the kind in lower case when left out (<c>gru</c>, then <c>gru_1</c>, …).</summary>
    public string? Name { get; set; }
}

/// <summary>Base of the attributes of all recurrent layers.</summary>
public abstract class RecurrentLayerAttribute : LayerAttribute
{
    private protected RecurrentLayerAttribute(int hiddenSize) => HiddenSize = hiddenSize;

    /// <summary>Units per direction, at least 1.</summary>
    public int HiddenSize { get; }

    /// <summary>How many such layers are stacked, at least 1.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether a second set of units reads the sequence from its end.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>How the two directions become one output; for bidirectional layers only.</summary>
    public Merge Merge { get; set; }

    /// <summary>
    /// Whether the cell's products have biases, as <c>bias</c> of <c>torch.nn.LSTM</c>; <see langword="false"/> leaves out <c>bias_ih</c> and <c>bias_hh</c>
    /// of every level and direction. Not for <see cref="RecurrentAttribute"/>, whose cell names its weights itself.
    /// </summary>
    public bool UseBias { get; set; } = true;

    /// <summary>
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value of the step before in training (zoneout, Krueger
    /// et al. 2017). Inference takes the mean, rate · old + (1 − rate) · new. The first state is the output, except in custom cells whose output is no state.
    /// </summary>
    public double Zoneout { get; set; }

    /// <summary>
    /// Probability of a drop, at least 0 and below 1, of what recurrent products read of the first state in training: one mask for a whole sequence, the
    /// rest divided by 1 − rate (variational dropout, Gal and Ghahramani 2016).
    /// </summary>
    public double RecurrentDropout { get; set; }

    /// <summary>
    /// Probability of a drop, at least 0 and below 1, of the elements between two stacked layers in training, as <c>dropout</c> of <c>torch.nn.LSTM</c>: of the output of
    /// each but the last, at each step; the rest is divided by 1 − rate.
    /// </summary>
    public double Dropout { get; set; }

    /// <summary>
    /// Whether the initial states are parameters, <c>{layer}.initial_h_l0</c> and so on, rather than 0. They start at 0, and are what a state is reset to.
    /// </summary>
    public bool LearnInitialState { get; set; }
}

/// <summary>A vanilla recurrent layer (Elman 1990): h′ = act(W_ih x + b_ih + W_hh h + b_hh).</summary>
/// <param name="hiddenSize">Units per direction, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RnnAttribute(int hiddenSize) : RecurrentLayerAttribute(hiddenSize)
{
    /// <summary><see cref="Activation.Tanh"/> or <see cref="Activation.Relu"/>.</summary>
    public Activation Activation { get; set; } = Activation.Tanh;
}

/// <summary>A layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).</summary>
/// <param name="hiddenSize">Units per direction, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LstmAttribute(int hiddenSize) : RecurrentLayerAttribute(hiddenSize);

/// <summary>A layer of gated recurrent units (Cho et al. 2014).</summary>
/// <param name="hiddenSize">Units per direction, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GruAttribute(int hiddenSize) : RecurrentLayerAttribute(hiddenSize)
{
    /// <summary>Whether the reset gate applies after the recurrent product, as in PyTorch; <see langword="false"/> gives the original form.</summary>
    public bool ResetAfter { get; set; } = true;
}
