using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>Output of a network before the activation of its head, which a loss may fuse.</summary>
/// <param name="Sequence">The outputs at each step, or null after a reduction over time.</param>
/// <param name="Vector">The output after a reduction over time.</param>
/// <param name="Activation">The activation that has not been applied yet.</param>
internal sealed record NetworkOutput(DeferredSequence? Sequence, Expression? Vector, Activation Activation)
{
    /// <summary>Returns the output with the activation applied.</summary>
    public NetworkOutput Activated()
    {
        if (Activation == Activation.None)
            return this;
        Expression? vector = Vector is { } v ? Activations.Apply(Activation, v) : null;
        return new NetworkOutput(Sequence?.Then(a => Activations.Apply(Activation, a)), vector, Activation.None);
    }
}

/// <summary>Applies the layers to a whole sequence.</summary>
/// <param name="plan">The network.</param>
/// <param name="builder">The function under construction.</param>
/// <param name="function">The name of the function.</param>
/// <param name="arguments">The initial states, the weights, the step count if a layer needs it and, in training, the masks, by key.</param>
/// <param name="training">Whether dropout applies.</param>
/// <param name="extents">The steps of each length group.</param>
internal sealed class SequenceNetworkBuilder(
    NetworkPlan plan,
    FunctionBuilder builder,
    string function,
    IReadOnlyDictionary<string, Value> arguments,
    bool training,
    IReadOnlyList<TimeExtent> extents)
{
    private readonly IReadOnlyList<TimeExtent> _extents = extents;
    private readonly RecurrentUnfolding _unfolding = new(builder, function, extents, arguments, training);
    private readonly Dictionary<string, Value> _reductions = [];

    /// <summary>Returns a state after the last step, after <see cref="Run()"/>.</summary>
    public Value FinalState(string key) => _reductions.TryGetValue(key, out Value? state) ? state : _unfolding.FinalStates[key];

    /// <summary>Returns the steps of the sequences of a node.</summary>
    public TimeExtent ExtentOf(int node) => _extents[plan.Graph.GroupOf(node)];

    /// <summary>Applies the layers.</summary>
    /// <returns>The outputs in order, each before its activation.</returns>
    public IReadOnlyList<NetworkOutput> Run() => Run([.. plan.Inputs.Select(Input)]);

    /// <summary>Applies the layers to values of another network.</summary>
    /// <param name="inputs">The inputs in order, each before its activation.</param>
    /// <returns>The outputs in order, each before its activation.</returns>
    public IReadOnlyList<NetworkOutput> Run(IReadOnlyList<NetworkOutput> inputs)
    {
        Dictionary<int, NetworkOutput> nodes = [];
        foreach ((PortPlan input, NetworkOutput value) in plan.Inputs.Zip(inputs, static (input, value) => (input, value)))
            nodes[input.Node] = plan.Graph.UseCount(input.Node) > 1 ? WithoutProducts(value, input.Node) : value;
        return Run(nodes, [.. plan.Outputs.Select(static output => output.Node)], static _ => true);
    }

    /// <summary>Applies the layers of the encoder.</summary>
    /// <returns>The values that the decoder reads, in order.</returns>
    public IReadOnlyList<NetworkOutput> RunEncoder()
    {
        Dictionary<int, NetworkOutput> nodes = [];
        foreach (PortPlan input in plan.Inputs.Where(input => input.Node == 0 || !plan.Layers[input.Node - 1].InDecoder))
            nodes[input.Node] = Input(input);
        return [.. Run(nodes, plan.Context, static layer => !layer.InDecoder).Select(static value => value.Activated())];
    }

    /// <summary>Returns a state after the last step, or of the decoder before its first step; after <see cref="RunEncoder"/>.</summary>
    public Value EncodedState(string key)
    {
        foreach (CellPlan place in plan.Layers.Where(static layer => layer.InStep).SelectMany(static layer => layer.Cells))
        {
            if (place.Cell.States.FirstOrDefault(state => place.Key(state.Name) == key) is { } state)
                return _unfolding.InitialState(place, state);
        }

        return _reductions.TryGetValue(key, out Value? reduced) ? reduced : _unfolding.FinalStates.TryGetValue(key, out Value? final) ? final : arguments[key];
    }

    /// <summary>Returns the padding mask of a length group as a vector, f[S].</summary>
    public Value MaskOf(int node)
    {
        TimeExtent extent = ExtentOf(node);
        return extent.Mask is { } mask
            ? builder.Add(Operation.Of(OperationKind.AllSteps), [mask])
            : builder.Add(new LengthOperation(OperationKind.StepMask, extent.Steps), []);
    }

    private IReadOnlyList<NetworkOutput> Run(Dictionary<int, NetworkOutput> nodes, IReadOnlyList<int> wanted, Func<LayerPlan, bool> isRun)
    {
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            if (isRun(plan.Layers[i]) && !nodes.ContainsKey(i + 1))
                nodes[i + 1] = Shared(i, Apply(i, [.. plan.Layers[i].Inputs.Select(node => nodes[node])]));
        }

        return [.. wanted.Select(node => nodes[node])];
    }

    private NetworkOutput Input(PortPlan input) => input.OverTime
        ? new NetworkOutput(DeferredSequence.Of(input.Key, new StackedValue("x", arguments[input.Key]), plan.SizeOf(input.Node)), null, Activation.None)
        : new NetworkOutput(null, Argument(input.Key), Activation.None);

    /// <summary>Computes a sequence with products once, before the layers that read it, if there are several.</summary>
    private NetworkOutput Shared(int index, NetworkOutput value)
    {
        if (value.Sequence is null || plan.Graph.UseCount(index + 1) < 2)
            return value;
        if (!IsFused(index))
            value = value.Activated();
        if (plan.Graph.GroupCount > 0 && plan.Graph.FitsAnyGroup(index + 1))
            return value; // each reader computes it for its own steps
        return plan.Graph.OnlyLastStepCounts(index) ? value : WithoutProducts(value, index + 1);
    }

    private NetworkOutput WithoutProducts(NetworkOutput value, int node) =>
        value with { Sequence = value.Sequence?.WithoutProducts(builder, function, ExtentOf(node)) };

    /// <summary>Returns whether a loss reads a node before its activation, for numerical stability.</summary>
    private bool IsFused(int index) => training && plan.IsFused(index + 1);

    private NetworkOutput Apply(int index, IReadOnlyList<NetworkOutput> operands)
    {
        LayerPlan layer = plan.Layers[index];
        NetworkOutput value = operands[0];
        if (layer.Declaration is LossTermDeclaration)
            return new NetworkOutput(null, new ExampleLoss(builder, function, _extents[layer.Group], arguments).Mean(layer, value, operands[1]), Activation.None);
        if (layer.Declaration is TimeReductionDeclaration { Kind: TimeReduction.LastStep })
            return Last(index, value, _extents[layer.Group]);
        if (layer.Declaration is TimeReductionDeclaration { Kind: TimeReduction.BothEnds })
            return Ends(layer, value);

        (DeferredSequence? sequence, Expression? vector, _) = value.Activated();
        Activation due = Activation.None;
        switch (layer.Declaration)
        {
            case RecurrentDeclaration when plan.Graph.OnlyEndsCount(index):
                (sequence, vector) = (null, _unfolding.Ends(layer, sequence!));
                break;
            case RecurrentDeclaration:
                sequence = _unfolding.Apply(layer, sequence!, plan.Graph.OnlyLastStepCounts(index));
                break;
            case EmbeddingDeclaration:
                sequence = Embed(layer, sequence!);
                break;
            case DropoutDeclaration dropout:
                if (plan.Graph.OnlyEndsCount(index))
                    (sequence, vector, _) = Ends(layer, value);
                if (training && dropout.Rate > 0)
                    (sequence, vector) = Drop(layer, sequence, vector);
                break;
            case DenseDeclaration dense:
                due = dense.Activation;
                (sequence, vector) = Dense(layer, sequence, vector);
                break;
            case ConvolutionDeclaration convolution:
                due = convolution.Activation;
                (sequence, vector) = Dense(layer, Window(layer, sequence!), null);
                break;
            case ReverseDeclaration:
                sequence = Reverse(layer, sequence!);
                break;
            case AttentionDeclaration:
                (sequence, vector) = Attend(layer, [.. operands.Select(static o => o.Activated())]);
                break;
            case DelayDeclaration:
                sequence = Window(layer, sequence!);
                break;
            case LayerNormalizationDeclaration or BatchNormalizationDeclaration:
                (sequence, vector) = Normalize(layer, sequence, vector);
                break;
            case TimeReductionDeclaration { Kind: TimeReduction.Sum }:
                (sequence, vector) = (null, Sum(layer, sequence!));
                break;
            case TimeReductionDeclaration { Kind: TimeReduction.Mean }:
                (sequence, vector) = (null, Mean(layer, sequence!));
                break;
            case TimeReductionDeclaration { Kind: TimeReduction.Max }:
                (sequence, vector) = (null, Max(layer, sequence!));
                break;
            case ElementwiseDeclaration { Activation: not Activation.None } operation:
                due = operation.Activation;
                break;
            case var operation when NetworkOperations.Has(operation):
                (sequence, vector) = Combine(layer, [.. operands.Select(static o => o.Activated())]);
                break;
            default:
                throw new NotSupportedException($"Expected a declared layer with equations, found {layer.Declaration.GetType().Name}.");
        }

        return new NetworkOutput(sequence, vector, due);
    }

    /// <summary>Returns the last step, before its activation if a loss may fuse that; the output of an example without steps is 0 after it.</summary>
    private NetworkOutput Last(int index, NetworkOutput value, TimeExtent extent)
    {
        if (extent.Mask is not null && !IsFused(index))
            value = value.Activated();
        return value with { Sequence = null, Vector = value.Sequence!.Last(builder, function, extent) };
    }

    /// <summary>Applies an operation to nodes; if one of them has a value at each step, vectors are repeated over time.</summary>
    private (DeferredSequence?, Expression?) Combine(LayerPlan layer, IReadOnlyList<NetworkOutput> operands)
    {
        if (!layer.OverTime && layer.Declaration is not RepeatDeclaration)
            return (null, NetworkOperations.Apply(layer.Declaration, [.. operands.Select(static o => o.Vector!.Value)]));
        IEnumerable<DeferredSequence> sequences = operands.Select(static o => o.Sequence ?? DeferredSequence.Of(o.Vector!.Value));
        return (DeferredSequence.Of(layer.Name, layer.OutputSize, [.. sequences], values => NetworkOperations.Apply(layer.Declaration, values)), null);
    }

    /// <summary>Returns the ends of the recurrent layer that a layer reads; they are the value if nothing else is used of it.</summary>
    private NetworkOutput Ends(LayerPlan layer, NetworkOutput value) =>
        value.Sequence is null ? value : new NetworkOutput(null, _unfolding.EndsOf(plan.Layers[layer.Inputs[0] - 1]), Activation.None);

    private IEnumerable<Value> Weights(LayerPlan layer) => PlanTables.Weights(layer).Select(weight => arguments[weight.Key]);

    private DeferredSequence Embed(LayerPlan layer, DeferredSequence tokens)
    {
        Value table = arguments[layer.WeightKey(PlanTables.EmbeddingTable)];
        return tokens.Then(layer.Name, layer.OutputSize, [], [table], false, (scope, token) =>
            new Expression(token.Builder, token.Builder.Apply(OperationKind.Gather, scope.Invariant(table).Value, token.Value)));
    }

    private (DeferredSequence?, Expression?) Drop(LayerPlan layer, DeferredSequence? sequence, Expression? vector)
    {
        Value mask = arguments[layer.Key(PlanTables.Mask)];
        if (vector is { } v)
            return (null, v * new Expression(builder, mask));
        StackedValue part = new(PlanTables.Mask, mask);
        return (sequence!.Then(layer.Name, layer.OutputSize, [part], [], false, (scope, x) => x * scope.Part(part)), null);
    }

    private (DeferredSequence?, Expression?) Dense(LayerPlan layer, DeferredSequence? sequence, Expression? vector)
    {
        if (vector is { } v)
            return (null, DenseLayer.Product(layer, v, key => new Expression(builder, arguments[key])));
        return (sequence!.Then(layer.Name, layer.OutputSize, [], Weights(layer), true, (scope, x) =>
            DenseLayer.Product(layer, x, key => scope.Invariant(arguments[key]))), null);
    }

    /// <summary>Returns what a layer reads of the steps before at each step, as one stored value.</summary>
    private DeferredSequence Window(LayerPlan layer, DeferredSequence sequence)
    {
        if (!DelayLine.IsIn(layer.Declaration))
            return sequence;
        sequence = sequence.WithoutProducts(builder, function, _extents[layer.Group]);
        string key = layer.Key(PlanTables.Past);
        ScanBuilder scan = new(builder, $"{function}.{layer.Name}.window", ScanDirection.Forward, _extents[layer.Group]);
        Expression past = scan.Carry("past", arguments[key]);
        Expression x = scan.Step(sequence);
        scan.Next("past", scan.AtStep(DelayLine.Next(past, x), past));
        Expression window = DelayLine.Window(layer.Declaration, past, x);
        scan.Output("window", window);
        IReadOnlyList<Value> results = scan.Build(key, $"{layer.Name}.window");
        _reductions[key] = results[0];
        return DeferredSequence.Of(layer.Name, new StackedValue("window", results[1]), window.Value.Type.Rows);
    }

    private DeferredSequence Reverse(LayerPlan layer, DeferredSequence sequence)
    {
        TimeExtent extent = _extents[layer.Group];
        Value each = sequence.Materialize(builder, function, extent).EachStep;
        if (extent.Mask is not null)
            return Reversal.Of(builder, $"{function}.{layer.Name}", layer, each, extent);
        Value reversed = builder.Add(Operation.Of(OperationKind.ReverseSteps), [each], $"{layer.Name}.reversed");
        return DeferredSequence.Of(layer.Name, new StackedValue("reversed", reversed), layer.OutputSize);
    }

    private (DeferredSequence?, Expression?) Attend(LayerPlan layer, IReadOnlyList<NetworkOutput> operands)
    {
        (Value keys, Value values) = (EachStep(operands[1]), EachStep(operands[2]));
        Attention attention = Attention.Over(builder, layer.Name, keys, values, ExtentOf(layer.Inputs[1]));
        return operands[0].Sequence is { } queries
            ? (queries.WithoutProducts(builder, function, _extents[layer.Group]).Then(layer.Name, layer.OutputSize, [], attention.Invariants, true, attention.At), null)
            : (null, attention.At(operands[0].Vector!.Value));

        Value EachStep(NetworkOutput node) => node.Sequence!.Materialize(builder, function, ExtentOf(layer.Inputs[1])).EachStep;
    }

    private (DeferredSequence?, Expression?) Normalize(LayerPlan layer, DeferredSequence? sequence, Expression? vector)
    {
        if (vector is { } v)
            return (null, NetworkOperations.Normalize(layer, v, Argument));
        return (sequence!.Then(layer.Name, layer.OutputSize, [], Weights(layer), false, (scope, x) =>
            NetworkOperations.Normalize(layer, x, key => scope.Invariant(arguments[key]))), null);
    }

    private Expression Sum(LayerPlan layer, DeferredSequence sequence)
    {
        ScanBuilder map = new(builder, $"{function}.{layer.Name}.each_step", ScanDirection.Forward, _extents[layer.Group]);
        Expression x = map.Step(sequence);
        map.Sum("total", map.AtStep(x, x.Number(0)));
        Expression sum = Argument(layer.Key(PlanTables.RunningSum)) + new Expression(builder, map.Build($"{layer.Name}.total")[0]);
        _reductions[layer.Key(PlanTables.RunningSum)] = sum.Named("sum").Value;
        return sum;
    }

    private Expression Mean(LayerPlan layer, DeferredSequence sequence)
    {
        Expression sum = Sum(layer, sequence);
        bool isMasked = _extents[layer.Group].Mask is not null;
        Expression count = Argument(layer.Key(PlanTables.RunningCount)) + (isMasked ? StepCount(layer) : Argument(PlanTables.StepCount));
        _reductions[layer.Key(PlanTables.RunningCount)] = count.Named("count").Value;

        // The sum of a row without steps is 0, and so is its mean.
        return sum / (isMasked ? Expression.Max(count, count.Number(1)) : count);
    }

    private Expression Max(LayerPlan layer, DeferredSequence sequence)
    {
        sequence = sequence.WithoutProducts(builder, function, _extents[layer.Group]);
        ScanBuilder scan = new(builder, $"{function}.{layer.Name}.each_step", ScanDirection.Forward, _extents[layer.Group]);
        Expression greatest = scan.Carry("m", arguments[layer.Key(PlanTables.RunningMax)]);
        scan.Next("m", scan.AtStep(Expression.Max(greatest, scan.Step(sequence)), greatest).Named("m"));
        Expression max = new(builder, scan.Build($"{layer.Name}.max")[0]);
        _reductions[layer.Key(PlanTables.RunningMax)] = max.Value;
        if (_extents[layer.Group].Mask is null)
            return max;

        // The maximum of a row without steps is 0.
        Expression isEmpty = Expression.GreaterOrEqual(max.Number(double.MinValue), max);
        return Expression.Select(isEmpty, max.Number(0), max);
    }

    /// <summary>Returns the number of steps that the example has of a length group other than that of the model.</summary>
    private Expression StepCount(LayerPlan layer)
    {
        ScanBuilder map = new(builder, $"{function}.{layer.Name}.count", ScanDirection.Forward, _extents[layer.Group]);
        Expression one = map.Input(_extents[layer.Group].Mask!, "present");
        map.Sum("count", one);
        return new Expression(builder, map.Build($"{layer.Name}.steps")[0]);
    }

    private Expression Argument(string key) => new(builder, arguments[key]);
}
