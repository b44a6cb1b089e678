namespace RnnCompiler.Networks;

/// <summary>A recurrent layer that can be applied several times with one set of weights. Of a custom cell, <see cref="Layers.RecurrentLayer"/> creates it.</summary>
public class RecurrentLayer : NetworkLayer
{
    private readonly LayerText _text;
    private readonly RecurrentOptions _options;
    private readonly CellUse? _cell;

    private protected RecurrentLayer(LayerText text, RecurrentOptions options, string? name)
        : base(name) => (_text, _options) = (text, options);

    internal RecurrentLayer(CellUse cell, RecurrentOptions options, string? name)
        : this(LayerText.Custom(cell, options), options, name) => _cell = cell;

    /// <summary>Applies the layer to a sequence.</summary>
    /// <param name="x">The input: [steps, features].</param>
    /// <param name="initial">The final state of a layer of the same cell and sizes, with which the layer starts; null to start as the layer declares.</param>
    /// <returns>The output at each step: [steps, units], or [steps, 2 · units] of a bidirectional layer with <see cref="Merge.Concat"/>.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">
    /// The input has another number of features than at the first application or is of another builder, the state is of a layer with other sizes, or the layer learns its
    /// initial state and one is given.
    /// </exception>
    public RecurrentSequence Apply(Sequence x, LayerState? initial = null)
    {
        NetworkNode input = Expect.Node(x, nameof(x));
        if (initial is not null && _options.LearnInitialState)
            throw new ArgumentException($"Expected either an initial state or a learned one, found the state of {initial.Layer.Title} and learnInitialState.", nameof(initial));
        if (initial is not null && (initial.Layer.Text.State, initial.Layer.Text.Cell) != (_text.State, _text.Cell))
            throw new ArgumentException($"Expected the state of a layer that is {_text.State}, found {initial.Layer.Title}, {initial.Layer.Text.State}.", nameof(initial));
        int outputs = _options.Merged(_cell?.OutputSize(input.Size, _options.Units) ?? _options.Units);
        return new RecurrentSequence(Record(_text, input.Shape.WithSize(outputs), input, initial?.Layer));
    }
}

/// <summary>A vanilla recurrent layer that can be applied several times; <see cref="Layers.RnnLayer"/> creates it.</summary>
public sealed class RnnLayer : RecurrentLayer
{
    internal RnnLayer(Activation activation, RecurrentOptions options, string? name)
        : base(LayerText.Rnn(activation, options), options, name)
    {
    }
}

/// <summary>A layer of long short-term memory that can be applied several times; <see cref="Layers.LstmLayer"/> creates it.</summary>
public sealed class LstmLayer : RecurrentLayer
{
    internal LstmLayer(RecurrentOptions options, string? name)
        : base(LayerText.Lstm(options), options, name)
    {
    }
}

/// <summary>A layer of gated recurrent units that can be applied several times; <see cref="Layers.GruLayer"/> creates it.</summary>
public sealed class GruLayer : RecurrentLayer
{
    internal GruLayer(bool resetAfter, RecurrentOptions options, string? name)
        : base(LayerText.Gru(resetAfter, options), options, name)
    {
    }
}
