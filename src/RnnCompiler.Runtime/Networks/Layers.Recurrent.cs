namespace RnnCompiler.Networks;

/// <content>Recurrent layers; each cell applied once, and as a layer with weights that several applications share.</content>
public static partial class Layers
{
    /// <summary>Applies a vanilla recurrent layer (Elman 1990): h′ = act(W_ih x + b_ih + W_hh h + b_hh).</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="activation"><see cref="Activation.Tanh"/> or <see cref="Activation.Relu"/>.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="useBias">Whether the cell's products have biases.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="initial">The final state of a layer of the same cell and sizes, with which the layer starts; null to start as the layer declares.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The output at each step: [steps, units], or [steps, 2 · units] of a bidirectional layer with <see cref="Merge.Concat"/>.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">
    /// A size or rate is out of range; the name is malformed, reserved or taken; the initial state is of another builder, of a layer with other sizes, or both given and
    /// learned; or the activation is neither tanh nor ReLU.
    /// </exception>
    public static RecurrentSequence Rnn(
        Sequence x, int units, Activation activation = Activation.Tanh, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, bool useBias = true,
        double zoneout = 0, double recurrentDropout = 0, double dropout = 0, bool learnInitialState = false, LayerState? initial = null, string? name = null) =>
        RnnLayer(units, activation, layers, bidirectional, merge, useBias, zoneout, recurrentDropout, dropout, learnInitialState, name).Apply(x, initial);

    /// <summary>Creates a vanilla recurrent layer (Elman 1990): h′ = act(W_ih x + b_ih + W_hh h + b_hh), to be applied several times with one set of weights.</summary>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="activation"><see cref="Activation.Tanh"/> or <see cref="Activation.Relu"/>.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="useBias">Whether the cell's products have biases.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">A size or rate is out of range; the name is malformed; or the activation is neither tanh nor ReLU.</exception>
    public static RnnLayer RnnLayer(
        int units, Activation activation = Activation.Tanh, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, bool useBias = true,
        double zoneout = 0, double recurrentDropout = 0, double dropout = 0, bool learnInitialState = false, string? name = null) =>
        new(Expect.OfRnn(activation), new RecurrentOptions(units, layers, bidirectional, merge, useBias, zoneout, recurrentDropout, dropout, learnInitialState), name);

    /// <summary>Applies a layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="useBias">Whether the cell's products have biases.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="initial">The final state of a layer of the same cell and sizes, with which the layer starts; null to start as the layer declares.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The output at each step: [steps, units], or [steps, 2 · units] of a bidirectional layer with <see cref="Merge.Concat"/>.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">
    /// A size or rate is out of range; the name is malformed, reserved or taken; or the initial state is of another builder, of a layer with other sizes, or both given and
    /// learned.
    /// </exception>
    public static RecurrentSequence Lstm(
        Sequence x, int units, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, bool useBias = true, double zoneout = 0,
        double recurrentDropout = 0, double dropout = 0, bool learnInitialState = false, LayerState? initial = null, string? name = null) =>
        LstmLayer(units, layers, bidirectional, merge, useBias, zoneout, recurrentDropout, dropout, learnInitialState, name).Apply(x, initial);

    /// <summary>
    /// Creates a layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), to be applied several times with one set of
    /// weights.
    /// </summary>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="useBias">Whether the cell's products have biases.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">A size or rate is out of range, or the name is malformed.</exception>
    public static LstmLayer LstmLayer(
        int units, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, bool useBias = true, double zoneout = 0, double recurrentDropout = 0,
        double dropout = 0, bool learnInitialState = false, string? name = null) =>
        new(new RecurrentOptions(units, layers, bidirectional, merge, useBias, zoneout, recurrentDropout, dropout, learnInitialState), name);

    /// <summary>Applies a layer of gated recurrent units (Cho et al. 2014).</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="useBias">Whether the cell's products have biases.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="resetAfter">Whether the reset gate applies after the recurrent product, as in PyTorch; false gives the original form.</param>
    /// <param name="initial">The final state of a layer of the same cell and sizes, with which the layer starts; null to start as the layer declares.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The output at each step: [steps, units], or [steps, 2 · units] of a bidirectional layer with <see cref="Merge.Concat"/>.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">
    /// A size or rate is out of range; the name is malformed, reserved or taken; or the initial state is of another builder, of a layer with other sizes, or both given and
    /// learned.
    /// </exception>
    public static RecurrentSequence Gru(
        Sequence x, int units, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, bool useBias = true, double zoneout = 0,
        double recurrentDropout = 0, double dropout = 0, bool learnInitialState = false, bool resetAfter = true, LayerState? initial = null, string? name = null) =>
        GruLayer(units, layers, bidirectional, merge, useBias, zoneout, recurrentDropout, dropout, learnInitialState, resetAfter, name).Apply(x, initial);

    /// <summary>Creates a layer of gated recurrent units (Cho et al. 2014), to be applied several times with one set of weights.</summary>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="useBias">Whether the cell's products have biases.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="resetAfter">Whether the reset gate applies after the recurrent product, as in PyTorch; false gives the original form.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentException">A size or rate is out of range, or the name is malformed.</exception>
    public static GruLayer GruLayer(
        int units, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, bool useBias = true, double zoneout = 0, double recurrentDropout = 0,
        double dropout = 0, bool learnInitialState = false, bool resetAfter = true, string? name = null) =>
        new(resetAfter, new RecurrentOptions(units, layers, bidirectional, merge, useBias, zoneout, recurrentDropout, dropout, learnInitialState), name);

    /// <summary>Applies a recurrent layer over a custom cell.</summary>
    /// <param name="cell">The type with <see cref="CellAttribute"/>, from an assembly that was built with the generator.</param>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="dimensions">The sizes that the cell names in <see cref="ShapeAttribute"/>, each as <c>name=size</c>; null if it names none.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="initial">The final state of a layer of the same cell and sizes, with which the layer starts; null to start as the layer declares.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <returns>The output at each step: [steps, units], or [steps, 2 · units] of a bidirectional layer with <see cref="Merge.Concat"/>.</returns>
    /// <exception cref="ArgumentNullException">The cell or the input is null.</exception>
    /// <exception cref="ArgumentException">
    /// A size or rate is out of range; the name is malformed, reserved or taken; the initial state is of another builder, of a layer with other sizes, or both given and
    /// learned; or the assembly of the cell has no equations of it for these sizes.
    /// </exception>
    public static RecurrentSequence Recurrent(
        Type cell, Sequence x, int units, string[]? dimensions = null, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, double zoneout = 0,
        double recurrentDropout = 0, double dropout = 0, bool learnInitialState = false, LayerState? initial = null, string? name = null) =>
        RecurrentLayer(cell, units, dimensions, layers, bidirectional, merge, zoneout, recurrentDropout, dropout, learnInitialState, name).Apply(x, initial);

    /// <summary>Creates a recurrent layer over a custom cell, to be applied several times with one set of weights.</summary>
    /// <param name="cell">The type with <see cref="CellAttribute"/>, from an assembly that was built with the generator.</param>
    /// <param name="units">Units per direction, at least 1.</param>
    /// <param name="dimensions">The sizes that the cell names in <see cref="ShapeAttribute"/>, each as <c>name=size</c>; null if it names none.</param>
    /// <param name="layers">How many such layers are stacked, at least 1.</param>
    /// <param name="bidirectional">Whether a second set of units reads the sequence from its end.</param>
    /// <param name="merge">How the two directions become one output; for bidirectional layers only.</param>
    /// <param name="zoneout">
    /// Probability, at least 0 and below 1, with which an element of the first state keeps its value in training; <see cref="RecurrentLayerAttribute.Zoneout"/>.
    /// </param>
    /// <param name="recurrentDropout">
    /// Probability of a drop, at least 0 and below 1, in recurrent products in training; <see cref="RecurrentLayerAttribute.RecurrentDropout"/>.
    /// </param>
    /// <param name="dropout">Probability of a drop, at least 0 and below 1, between two stacked layers in training; <see cref="RecurrentLayerAttribute.Dropout"/>.</param>
    /// <param name="learnInitialState">Whether the initial states are parameters rather than 0.</param>
    /// <param name="name">The name; null for the default name of its kind.</param>
    /// <exception cref="ArgumentNullException">The cell is null.</exception>
    /// <exception cref="ArgumentException">
    /// A size or rate is out of range; the name is malformed; or the assembly of the cell has no equations of it for these sizes.
    /// </exception>
    public static RecurrentLayer RecurrentLayer(
        Type cell, int units, string[]? dimensions = null, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat, double zoneout = 0,
        double recurrentDropout = 0, double dropout = 0, bool learnInitialState = false, string? name = null) =>
        new(
            new CellUse(CellSource.Of(cell), dimensions),
            new RecurrentOptions(units, layers, bidirectional, merge, true, zoneout, recurrentDropout, dropout, learnInitialState),
            name);
}
