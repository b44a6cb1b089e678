using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>Reads the text of a declaration.</summary>
internal static class DeclarationParser
{
    public static ModelDeclaration Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines[lines.Length - 1].Length != 0)
            throw new DeclarationFormatException(lines.Length, "an end of line", "the end of the text");

        DeclarationFields model = DeclarationFields.Parse(lines[0], 1);
        if (model.Keyword != "model")
            throw new DeclarationFormatException(1, "the keyword model", DeclarationFields.Quote(model.Keyword));

        string name = model.Text("name") ?? throw new DeclarationFormatException(1, "a field name", "none");
        int inputs = model.Integer("inputs", 0);
        int steps = model.Integer("steps", null);
        Loss loss = model.Member("loss", Loss.MeanSquaredError);
        float delta = model.Single("delta", 1f);
        WeightFormat weights = model.Member("weights", WeightFormat.Float32);
        bool integerProducts = model.Flag("integerProducts", false);
        ActivationAccuracy activations = model.Member("activations", ActivationAccuracy.Standard);
        Unroll unroll = model.Member("unroll", Unroll.Auto);
        int unrollFactor = model.Integer("unrollfactor", 0);
        model.Finish();
        List<LayerDeclaration> layers = [];
        List<OutputDeclaration> outputs = [];
        List<LayerDeclaration>? function = null;
        for (int i = 1; i < lines.Length - 1; i++)
        {
            DeclarationFields fields = DeclarationFields.Parse(lines[i], i + 1);
            if (function is not null)
                function.Add(Layer(fields, i + 1, function));
            else if (fields.Keyword == DeclarationText.LossFunction)
                function = LossFunction(fields);
            else if (fields.Keyword == "output")
                outputs.Add(Output(fields, layers));
            else if (outputs.Count == 0)
                layers.Add(Layer(fields, i + 1, layers));
            else
                throw new DeclarationFormatException(i + 1, "the keyword output, as above it", DeclarationFields.Quote(fields.Keyword));
        }

        return new ModelDeclaration(name, inputs, steps, loss, delta, new(layers), weights)
        {
            IntegerProducts = integerProducts,
            Activations = activations,
            Unroll = unroll,
            UnrollFactor = unrollFactor,
            Outputs = new(outputs),
            LossFunction = function is null ? null : new LossFunctionDeclaration(new(function)),
        };
    }

    private static List<LayerDeclaration> LossFunction(DeclarationFields fields)
    {
        fields.Finish();
        return [];
    }

    private static OutputDeclaration Output(DeclarationFields fields, IReadOnlyList<LayerDeclaration> layers)
    {
        string from = fields.Text("from") ?? throw fields.Wrong("a field from", "");
        string name = fields.Text("name") ?? throw fields.Wrong("a field name", "");
        fields.Finish();
        return new OutputDeclaration(name, Nodes(from, fields, layers)[0]);
    }

    private static LayerDeclaration Layer(DeclarationFields fields, int number, IReadOnlyList<LayerDeclaration> before)
    {
        string? name = fields.Text("name");
        LayerDeclaration layer = fields.Keyword switch
        {
            "sequence" => new InputDeclaration(InputKind.Sequence, fields.Integer("size", null), fields.OptionalInteger("length"), name),
            "features" => new InputDeclaration(InputKind.Features, fields.Integer("size", null), null, name),
            "tokens" => new InputDeclaration(InputKind.Tokens, fields.Integer("vocabulary", null), fields.OptionalInteger("length"), name) { Generated = Generated(fields) },
            "class" => new InputDeclaration(InputKind.Class, fields.Integer("vocabulary", null), null, name),
            "rnn" => Recurrent(new ElmanDeclaration(fields.Member("activation", Activation.Tanh))),
            "lstm" => Recurrent(new LstmDeclaration()),
            "gru" => Recurrent(new GruDeclaration(fields.Flag("resetAfter", true))),
            "recurrent" => Recurrent(Custom(fields)),
            "dense" => new DenseDeclaration(fields.Integer("units", null), fields.Member("activation", Activation.None), fields.Flag("bias", true), name),
            "laststep" => new TimeReductionDeclaration(TimeReduction.LastStep, name),
            "bothends" => new TimeReductionDeclaration(TimeReduction.BothEnds, name),
            "sumovertime" => new TimeReductionDeclaration(TimeReduction.Sum, name),
            "meanovertime" => new TimeReductionDeclaration(TimeReduction.Mean, name),
            "maxovertime" => new TimeReductionDeclaration(TimeReduction.Max, name),
            "dropout" => new DropoutDeclaration(fields.Double("rate"), name),
            "embedding" => new EmbeddingDeclaration(fields.Integer("vocabulary", null), fields.Integer("dimension", null), name),
            "concat" => new ConcatDeclaration(name),
            "slice" => new SliceDeclaration(fields.Integer("start", null), fields.Integer("length", null), name),
            "sum" => new FeatureReductionDeclaration(FeatureReduction.Sum, name),
            "mean" => new FeatureReductionDeclaration(FeatureReduction.Mean, name),
            "maximum" => new FeatureReductionDeclaration(FeatureReduction.Max, name),
            "repeat" => new RepeatDeclaration(name),
            "reverse" => new ReverseDeclaration(name),
            "attention" => new AttentionDeclaration(name),
            "delay" => new DelayDeclaration(fields.Integer("steps", null), name),
            "conv" => new ConvolutionDeclaration(
                fields.Integer("channels", null),
                fields.Integer("kernel", null),
                fields.Integer("dilation", 1),
                fields.Member("activation", Activation.None),
                fields.Flag("bias", true),
                name),
            "batchnorm" => new BatchNormalizationDeclaration(name),
            "layernorm" => new LayerNormalizationDeclaration(name),
            _ => (LayerDeclaration?)Operation(fields, name) ?? Term(fields, name)
                ?? throw new DeclarationFormatException(number, "the keyword of a layer", DeclarationFields.Quote(fields.Keyword)),
        };
        string? from = fields.Text("from");
        layer = layer with { Shares = Before("shares", fields, before) };
        if (layer is RecurrentDeclaration recurrent)
            layer = recurrent with { Initial = Before("initial", fields, before) };
        fields.Finish();
        return from is null ? layer : NetworkGraph.Reading(layer, before.Count, Nodes(from, fields, before));

        RecurrentDeclaration Recurrent(CellDeclaration cell) => new(
            cell,
            fields.Integer("units", null),
            fields.Integer("layers", 1),
            fields.Flag("bidirectional", false),
            fields.Member("merge", Merge.Concat),
            name)
        {
            UseBias = fields.Flag("bias", true),
            Zoneout = fields.Double("zoneout", 0),
            RecurrentDropout = fields.Double("recurrentDropout", 0),
            Dropout = fields.Double("dropout", 0),
            LearnInitialState = fields.Flag("learnInitialState", false),
        };
    }

    private static GeneratedTokens? Generated(DeclarationFields fields) =>
        fields.OptionalInteger("start") is { } start ? new GeneratedTokens(start, fields.Integer("stop", null)) : null;

    private static ElementwiseDeclaration? Operation(DeclarationFields fields, string? name)
    {
        foreach (ElementwiseOperation kind in Enum.GetValues(typeof(ElementwiseOperation)))
        {
            ElementwiseDeclaration operation = new(kind, name);
            if (LayerNames.Kind(operation) == fields.Keyword)
                return operation with { Left = fields.OptionalDouble("left"), Right = fields.OptionalDouble("right") };
        }

        return null;
    }

    private static LossTermDeclaration? Term(DeclarationFields fields, string? name)
    {
        foreach (Loss loss in Enum.GetValues(typeof(Loss)))
        {
            LossTermDeclaration term = new(loss, 1, name);
            if (LayerNames.Kind(term) == fields.Keyword)
                return term with { Delta = fields.Double("delta", 1) };
        }

        return null;
    }

    /// <summary>Returns the layer before this one that a field names.</summary>
    private static int? Before(string key, DeclarationFields fields, IReadOnlyList<LayerDeclaration> before)
    {
        if (fields.Text(key) is not { } name)
            return null;
        int layer = LayerNames.Resolve(before).ToList().IndexOf(name);
        return layer >= 0 ? layer : throw fields.Wrong("the name of a layer before it", name);
    }

    private static List<int> Nodes(string from, DeclarationFields fields, IReadOnlyList<LayerDeclaration> before)
    {
        IReadOnlyList<string> names = LayerNames.Resolve(before);
        List<int> nodes = [];
        foreach (string name in from.Split(' '))
        {
            int node = name == NetworkGraph.Input ? 0 : names.ToList().IndexOf(name) + 1;
            nodes.Add(node > 0 || name == NetworkGraph.Input ? node : throw fields.Wrong("the name of a layer before it, or input", name));
        }

        return nodes;
    }

    private static CustomDeclaration Custom(DeclarationFields fields)
    {
        string text = fields.Text("cell") ?? throw fields.Wrong("a field cell", "");
        IEnumerable<string> dimensions = fields.Text("dimensions")?.Split(' ') ?? [];
        try
        {
            return new CustomDeclaration(CellText.Parse(text), new(dimensions.Select(NamedSize.Parse)));
        }
        catch (IrFormatException fault)
        {
            throw fields.Wrong($"the text of a cell ({fault.Message.TrimEnd('.')})", text);
        }
    }
}
