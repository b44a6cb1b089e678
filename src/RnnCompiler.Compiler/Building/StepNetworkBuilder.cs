using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>Applies the layers to one step of a stream; a reduction over time returns its value over the steps so far.</summary>
/// <param name="builder">The function under construction.</param>
/// <param name="arguments">The states and weights by key.</param>
internal sealed class StepNetworkBuilder(FunctionBuilder builder, IReadOnlyDictionary<string, Value> arguments)
{
    private readonly Dictionary<string, Expression> _next = [];
    private IReadOnlyDictionary<int, Value> _masks = new Dictionary<int, Value>();

    /// <summary>Gets the next states by key, after <see cref="Run(NetworkPlan)"/>.</summary>
    public IReadOnlyDictionary<string, Expression> NextStates => _next;

    public IReadOnlyList<Expression> Run(NetworkPlan plan)
    {
        Dictionary<int, Expression> nodes = [];
        foreach (PortPlan input in plan.Inputs)
            nodes[input.Node] = Argument(input.Key);
        Run(plan, nodes);
        return [.. plan.Outputs.Select(output => nodes[output.Node])];
    }

    /// <summary>Applies the layers of the decoder to the token that was written last.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="context">What the encoder computed, by node.</param>
    /// <param name="masks">1 for each step that an example has of the sequence of a node.</param>
    /// <returns>The first output, which predicts the next token.</returns>
    public Expression RunDecoder(NetworkPlan plan, IReadOnlyDictionary<int, Value> context, IReadOnlyDictionary<int, Value> masks)
    {
        Dictionary<int, Expression> nodes = new() { [plan.Generated!.Node] = Argument(plan.Generated.Key) };
        foreach (KeyValuePair<int, Value> encoded in context)
            nodes[encoded.Key] = new Expression(builder, encoded.Value);
        _masks = masks;
        Run(plan, nodes);
        return nodes[plan.Outputs[0].Node];
    }

    private void Run(NetworkPlan plan, Dictionary<int, Expression> nodes)
    {
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            LayerPlan layer = plan.Layers[i];
            if (!nodes.ContainsKey(i + 1) && (plan.Generated is null || layer.InStep))
                nodes[i + 1] = layer.Declaration is AttentionDeclaration ? Attend(layer, nodes) : Apply(layer, [.. layer.Inputs.Select(node => nodes[node])]);
        }
    }

    private Expression Attend(LayerPlan layer, Dictionary<int, Expression> nodes)
    {
        Value keys = Matrix(layer.Inputs[1]);
        Value values = layer.Inputs[1] == layer.Inputs[2] ? keys : Matrix(layer.Inputs[2]);
        return new Attention(keys, values, _masks[layer.Inputs[1]]).At(nodes[layer.Inputs[0]]);

        Value Matrix(int node) => builder.Add(Operation.Of(OperationKind.AllSteps), [nodes[node].Value]);
    }

    private Expression Apply(LayerPlan layer, IReadOnlyList<Expression> operands)
    {
        Expression x = operands[0];
        return layer.Declaration switch
        {
            RecurrentDeclaration => layer.Cells.Aggregate(x, StepCell),
            ConvolutionDeclaration or DelayDeclaration => Past(layer, x),
            LayerNormalizationDeclaration or BatchNormalizationDeclaration => NetworkOperations.Normalize(layer, x, Argument),
            DenseDeclaration dense => Activations.Apply(dense.Activation, DenseLayer.Product(layer, x, Argument)),
            EmbeddingDeclaration => new(builder, builder.Apply(OperationKind.Gather, arguments[layer.WeightKey(PlanTables.EmbeddingTable)], x.Value)),
            DropoutDeclaration or TimeReductionDeclaration { Kind: TimeReduction.LastStep } => x,
            TimeReductionDeclaration { Kind: TimeReduction.Sum } => Sum(layer, x),
            TimeReductionDeclaration { Kind: TimeReduction.Mean } => Mean(layer, x),
            TimeReductionDeclaration { Kind: TimeReduction.Max } => Max(layer, x),
            _ when NetworkOperations.Has(layer.Declaration) => NetworkOperations.Apply(layer.Declaration, operands),
            _ => throw new NotSupportedException($"Expected a declared layer with equations, found {layer.Declaration.GetType().Name}."),
        };
    }

    private Expression StepCell(Expression x, CellPlan place)
    {
        Cell cell = place.Cell;
        Expression[] states = [.. cell.States.Select(s => Argument(place.Key(s.Name)))];
        StepValues next = CellStep.Infer(place, x, states, cell.Weights.ToDictionary(static w => w.Name, w => Argument(place.WeightKey(w.Name))));
        for (int i = 0; i < states.Length; i++)
            _next[place.Key(cell.States[i].Name)] = next.States[i];
        return next.Output;
    }

    private Expression Past(LayerPlan layer, Expression x)
    {
        if (DelayLine.IsIn(layer.Declaration))
        {
            string key = layer.Key(PlanTables.Past);
            Expression past = Argument(key), next = DelayLine.Next(past, x).Named("past");
            x = DelayLine.Window(layer.Declaration, past, x);
            _next[key] = next;
        }

        return layer.Declaration is ConvolutionDeclaration convolution ? Activations.Apply(convolution.Activation, DenseLayer.Product(layer, x, Argument)) : x;
    }

    private Expression Sum(LayerPlan layer, Expression x)
    {
        string key = layer.Key(PlanTables.RunningSum);
        return _next[key] = (Argument(key) + x).Named("sum");
    }

    private Expression Mean(LayerPlan layer, Expression x)
    {
        string countKey = layer.Key(PlanTables.RunningCount);
        Expression sum = Sum(layer, x);
        Expression count = _next[countKey] = (1 + Argument(countKey)).Named("count");
        return sum / count;
    }

    private Expression Max(LayerPlan layer, Expression x)
    {
        string key = layer.Key(PlanTables.RunningMax);
        return _next[key] = Expression.Max(Argument(key), x).Named("max");
    }

    private Expression Argument(string key) => new(builder, arguments[key]);
}
