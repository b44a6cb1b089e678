using System.Globalization;
using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Interpreter.Drawings;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Networks;

namespace RnnCompiler;

/// <summary>Summary of one layer of a model, or of one of several inputs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind, in lower case.</param>
/// <param name="OutputShape">[steps, features], [features] after a reduction over time, or [steps] of token ids.</param>
/// <param name="Parameters">The number of trainable elements.</param>
/// <param name="WeightBytes">The bytes that inference reads of them in the declared weight format, with scales and without padding.</param>
/// <param name="MultiplyAdds">The multiply-adds of its matrix products: at each step, or once after a reduction over time.</param>
public sealed record LayerSummary(string Name, string Kind, IReadOnlyList<int> OutputShape, long Parameters, long WeightBytes, long MultiplyAdds)
{
    /// <summary>The names of the inputs and layers that it reads.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>The layer whose weights it shares; null if it has its own. Shared weights count as parameters and bytes of that layer only.</summary>
    public string? SharedWeights { get; init; }

    /// <summary>The layer whose states after the last step are its initial states; null if there is none.</summary>
    public string? InitialStates { get; init; }
}

/// <summary>Summary of a model: its layers with shapes, parameters and multiply-adds, which are counted in its equations.</summary>
public sealed class ModelSummary
{
    private ModelSummary(ModelDeclaration declaration, IReadOnlyList<LayerSummary> layers, long sequence)
    {
        Declaration = declaration;
        Layers = layers;
        MultiplyAddsPerSequence = sequence;
    }

    /// <summary>The declaration.</summary>
    public ModelDeclaration Declaration { get; }

    /// <summary>The layers in order; several inputs, or one of another kind or length than a chain has, precede them.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Number of trainable elements.</summary>
    public long Parameters => Layers.Sum(static l => l.Parameters);

    /// <summary>Bytes of weights that inference reads: fewer than four for each parameter if the model declares a reduced weight format.</summary>
    public long WeightBytes => Layers.Sum(static l => l.WeightBytes);

    /// <summary>Multiply-adds of one step: each layer once, both directions of a bidirectional layer.</summary>
    public long MultiplyAddsPerStep => Layers.Sum(static l => l.MultiplyAdds);

    /// <summary>Multiply-adds of a whole sequence.</summary>
    public long MultiplyAddsPerSequence { get; }

    /// <summary>Summarises a compiled model.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    public static ModelSummary Of<TModel>()
        where TModel : IRecurrentModel<TModel> => Of(DeclarationText.Parse(TModel.Declaration));

    /// <summary>Summarises a recorded network.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <exception cref="ArgumentNullException">The declaration is null.</exception>
    /// <exception cref="DeclarationFormatException">The declaration has lines that this version does not interpret.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static ModelSummary Of(NetworkDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        return Of(DeclarationText.Parse(declaration.Text));
    }

    /// <summary>Summarises a declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <exception cref="ArgumentNullException">The declaration is null.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    public static ModelSummary Of(ModelDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        Module module = ModuleBuilder.Build(declaration);
        NetworkView network = new(declaration);
        Dictionary<string, string> owners = network.SharedWeights.ToDictionary(static use => use.To.Name, static use => use.From.Name);
        Dictionary<string, string> sources = network.InitialStates.ToDictionary(static use => use.To.Name, static use => use.From.Name);
        ILookup<string, string> reads = network.Values.ToLookup(static use => use.To.Name, static use => use.From.Name);
        Dictionary<string, long> costs = LayerCosts.MultiplyAddsPerVisit(module.Sequence, owners);
        ILookup<string, ParameterTensor> parameters = module.Parameters.ToLookup(static p => LayerCosts.LayerOf(p.Name));
        Dictionary<string, long> bytes = LayerCosts.WeightBytes(module);
        List<LayerSummary> layers = [];
        foreach (LayerShape layer in LayerShape.Of(declaration))
        {
            bool isTokens = declaration.Layers[layers.Count] is InputDeclaration { Kind: InputKind.Tokens };
            int[] shape = isTokens ? [layer.Steps] : layer.OverTime ? [layer.Steps, layer.OutputSize] : [layer.OutputSize];
            long count = parameters[layer.Name].Sum(static p => p.ElementCount);
            layers.Add(new LayerSummary(layer.Name, layer.Kind, shape, count, bytes.GetValueOrDefault(layer.Name), costs.GetValueOrDefault(layer.Name))
            {
                Reads = [.. reads[layer.Name]],
                SharedWeights = owners.GetValueOrDefault(layer.Name),
                InitialStates = sources.GetValueOrDefault(layer.Name),
            });
        }

        return new ModelSummary(declaration, layers, CostRules.Of(module.Sequence).MultiplyAdds);
    }

    /// <summary>
    /// Formats a table: a line for each layer, one for each of several outputs, and one for the total; lines end with '\n'. If the network is not a chain, a column says what each
    /// layer reads, and whose weights and states.
    /// </summary>
    public override string ToString()
    {
        bool isChain = Declaration.IsPlain && Declaration.Layers.All(static layer => layer is { From.Count: 0, Shares: null } and not RecurrentDeclaration { Initial: not null });
        string[] head = ["layer", "reads", "output", "parameters", "bytes", "multiply-adds/step"];
        TextTable table = new(words: isChain ? 2 : 3, Columns(head));
        foreach (LayerSummary layer in Layers)
        {
            string name = layer.Name == layer.Kind ? layer.Name : $"{layer.Name} ({layer.Kind})";
            table.Add(Columns([name, Reads(layer), Shape(layer), Number(layer.Parameters), Number(layer.WeightBytes), Number(layer.MultiplyAdds)]));
        }

        foreach (OutputDeclaration output in Declaration.Outputs)
            table.Add(Columns([$"{output.Name} (output)", Layers[output.Node - 1].Name, Shape(Layers[output.Node - 1]), "", "", ""]));

        table.Add(Columns([Declaration.Name, "", "", Number(Parameters), Number(WeightBytes), Number(MultiplyAddsPerStep)]));
        return table.ToString();

        string[] Columns(string[] cells) => isChain ? [cells[0], .. cells[2..]] : cells;
    }

    private static string Shape(LayerSummary layer) => $"[{string.Join(", ", layer.OutputShape)}]";

    private static string Reads(LayerSummary layer) => string.Join(", ", layer.Reads)
        + (layer.SharedWeights is null ? "" : $"; weights of {layer.SharedWeights}")
        + (layer.InitialStates is null ? "" : $"; states of {layer.InitialStates}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
