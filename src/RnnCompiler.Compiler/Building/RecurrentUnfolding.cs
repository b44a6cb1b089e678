using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>Unfolds a recurrent layer over time: one scan for each level and direction.</summary>
/// <param name="builder">The function under construction.</param>
/// <param name="function">The name of the function, the first part of the names of scan bodies.</param>
/// <param name="extents">The steps of the sequences of each length group.</param>
/// <param name="arguments">The states, whether they are learned ones, the weights and, in training, the masks, by key.</param>
/// <param name="training">Whether masks apply.</param>
internal sealed class RecurrentUnfolding(FunctionBuilder builder, string function, IReadOnlyList<TimeExtent> extents, IReadOnlyDictionary<string, Value> arguments, bool training)
{
    private readonly Dictionary<string, Value> _finalStates = [];
    private readonly Dictionary<string, IReadOnlyList<StackedValue>> _outputs = [];
    private TimeExtent _extent = extents[0];

    /// <summary>Gets the states after the last step by key, after <see cref="Apply"/>.</summary>
    public IReadOnlyDictionary<string, Value> FinalStates => _finalStates;

    /// <summary>Returns the merged output of the highest level.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The input of the layer.</param>
    /// <param name="lastStepOnly">Whether only the last step of the output is used.</param>
    public DeferredSequence Apply(LayerPlan layer, DeferredSequence input, bool lastStepOnly)
    {
        _extent = extents[layer.Group];
        IReadOnlyList<IReadOnlyList<CellPlan>> levels = Levels(layer);
        DeferredSequence sequence = Stack(layer, levels, input);
        IReadOnlyList<CellPlan> top = levels[levels.Count - 1];

        // The last step that an example has of another length group is not the last one that it executes, so all steps are kept there.
        bool onlyLast = lastStepOnly && _extent.Mask is null;
        _outputs[layer.Name] = [.. top.Select(place => onlyLast && place.Reverse ? FirstReverseStep(place, sequence) : Unfold(place, sequence, onlyLast))];
        return Merged(layer, _outputs[layer.Name]);
    }

    /// <summary>Returns the merged outputs of both directions of the highest level, of each at the step at which it has read the whole sequence.</summary>
    /// <param name="layer">The layer, bidirectional.</param>
    /// <param name="input">The input of the layer.</param>
    public Expression Ends(LayerPlan layer, DeferredSequence input)
    {
        _extent = extents[layer.Group];
        IReadOnlyList<IReadOnlyList<CellPlan>> levels = Levels(layer);
        DeferredSequence sequence = Stack(layer, levels, input);
        _outputs[layer.Name] = [.. levels[levels.Count - 1].Select(place => Unfold(place, sequence, lastStepOnly: true))];
        return EndsOf(layer);
    }

    /// <summary>Returns the ends of a layer whose outputs were computed by <see cref="Apply"/> at all steps.</summary>
    /// <param name="layer">The layer, bidirectional.</param>
    public Expression EndsOf(LayerPlan layer)
    {
        _extent = extents[layer.Group];
        IReadOnlyList<CellPlan> top = Levels(layer).Last();
        Expression[] ends = [.. top.Select((place, i) => End(place, _outputs[layer.Name][i]))];
        return _extent.UnlessEmpty(builder, Merging.Apply(((RecurrentDeclaration)layer.Declaration).Merge, ends[0], ends[1]));
    }

    /// <summary>Returns the state of a cell before the first step: the given one, the learned one, or that of another layer after its last step.</summary>
    public Value InitialState(CellPlan place, CellState state) => Initial(place, state).Value;

    private static IReadOnlyList<IReadOnlyList<CellPlan>> Levels(LayerPlan layer) =>
        [.. layer.Cells.GroupBy(static c => c.Level).Select(static g => (IReadOnlyList<CellPlan>)[.. g])];

    /// <summary>Returns the input of the highest level.</summary>
    private DeferredSequence Stack(LayerPlan layer, IReadOnlyList<IReadOnlyList<CellPlan>> levels, DeferredSequence input)
    {
        DeferredSequence sequence = Prepared(input);
        for (int level = 0; level < levels.Count - 1; level++)
        {
            DeferredSequence source = sequence;
            sequence = Prepared(Dropped(layer, level, Merged(layer, [.. levels[level].Select(place => Unfold(place, source, lastStepOnly: false))])));
        }

        return sequence;
    }

    /// <summary>Returns a sequence whose matrix products, if it has any, are computed before the recurrence; both directions share them.</summary>
    private DeferredSequence Prepared(DeferredSequence sequence) => sequence.WithoutProducts(builder, function, _extent);

    private DeferredSequence Dropped(LayerPlan layer, int level, DeferredSequence sequence)
    {
        if (Mask(layer.LevelDropoutKey(level)) is not { } mask)
            return sequence;
        StackedValue part = new("level_mask", mask);
        return sequence.Then(layer.Name, sequence.Size, [part], [], false, (scope, x) => x * scope.Part(part));
    }

    private static DeferredSequence Merged(LayerPlan layer, IReadOnlyList<StackedValue> directions)
    {
        RecurrentDeclaration declaration = (RecurrentDeclaration)layer.Declaration;
        int outputSize = layer.Cells[0].Cell.OutputSize;
        DeferredSequence sequence = DeferredSequence.Of(layer.Name, directions[0], outputSize);
        if (!declaration.Bidirectional)
            return sequence;
        StackedValue reverse = directions[1];
        int size = declaration.Merge == Merge.Concat ? 2 * outputSize : outputSize;
        return sequence.Then(layer.Name, size, [reverse], [], false, (scope, h) => Merging.Apply(declaration.Merge, h, scope.Part(reverse)));
    }

    /// <summary>Returns the output of a direction at the last step that it reads: its first state there, unless the output is no state.</summary>
    private Expression End(CellPlan place, StackedValue output)
    {
        if (place.Cell.OutputIsState)
            return new Expression(builder, _finalStates[place.Key(place.Cell.States[0].Name)]);
        return place.Reverse
            ? new Expression(builder, builder.Add(new StepOperation(OperationKind.TakeStep, 0, _extent.Steps), [output.EachStep]))
            : DeferredSequence.Of(place.Layer, output, place.Cell.OutputSize).Last(builder, function, _extent);
    }

    private StackedValue Unfold(CellPlan place, DeferredSequence input, bool lastStepOnly)
    {
        Cell cell = place.Cell;
        ScanBuilder scan = new(builder, $"{function}.{place.BodyName}", place.Reverse ? ScanDirection.Reverse : ScanDirection.Forward, _extent);
        Expression[] states = [.. cell.States.Select(s => scan.Carry(s.Name, Initial(place, s).Value))];
        scan.Declare(input);
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(static w => w.Name, w => scan.Invariant(arguments[place.WeightKey(w.Name)], w.Name));
        CellNoise noise = new(
            Mask(place.ZoneoutKey) is { } zoneout ? scan.Input(zoneout, "zoneout") : null,
            Mask(place.RecurrentDropoutKey) is { } dropout ? scan.Invariant(dropout, "recurrent_dropout") : null);
        StepValues next = Step(place, scan.Step(input).Named("x"), states, w, noise);

        List<string> names = [];
        for (int i = 0; i < states.Length; i++)
        {
            scan.Next(cell.States[i].Name, scan.AtStep(next.States[i], states[i]));
            names.Add(place.Key(cell.States[i].Name));
        }

        // If the output is a state, its last step is the final carry. Any other output is stacked, and its last step is taken from the stack.
        bool stacked = !lastStepOnly || !cell.OutputIsState;
        if (stacked)
            scan.Output(OutputName(cell), next.Output);
        names.Add(place.Key("y"));
        IReadOnlyList<Value> results = scan.Build([.. names]);
        for (int i = 0; i < states.Length; i++)
            _finalStates[place.Key(cell.States[i].Name)] = results[i];

        string local = place.Reverse ? "x_reverse" : "x";
        return new StackedValue(local, stacked ? results[states.Length] : null, place.Reverse || !cell.OutputIsState ? null : results[0]);
    }

    /// <summary>Returns the name of the stacked output in a scan body; a state may already have the usual name.</summary>
    private static string OutputName(Cell cell)
    {
        string name = "y";
        while (cell.States.Any(s => s.Name == name))
            name += "_";
        return name;
    }

    /// <summary>
    /// Computes the last step of the reverse direction. It is the first step which that direction executes, so the output does not need the other steps; only the
    /// final states do.
    /// </summary>
    private StackedValue FirstReverseStep(CellPlan place, DeferredSequence input)
    {
        Cell cell = place.Cell;
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(
            static w => w.Name,
            w => new Expression(builder, arguments[place.WeightKey(w.Name)]));

        StackedValue? zoneout = Mask(place.ZoneoutKey) is { } masks ? new StackedValue("zoneout", masks) : null;
        CellNoise noise = new(
            zoneout is null ? null : new Expression(builder, zoneout.LastStep(builder, _extent.Steps)),
            Mask(place.RecurrentDropoutKey) is { } dropout ? new Expression(builder, dropout) : null);
        Expression[] states = [.. cell.States.Select(s => Initial(place, s))];
        StepValues next = Step(place, input.Last(builder, function, _extent), states, w, noise);
        if (!training)
            Unfold(place, input, lastStepOnly: true);
        return new StackedValue("x_reverse", allSteps: null, next.Output.Value);
    }

    /// <summary>Returns the state before the first step: the given one, or the learned one for a row that starts a sequence, whose given state is 0.</summary>
    private Expression Initial(CellPlan place, CellState state)
    {
        if (place.Initial is { } source)
            return new Expression(builder, _finalStates[source.Key(state.Name)]);
        Expression given = new(builder, arguments[place.Key(state.Name)]);
        return place.Declaration.LearnInitialState
            ? given + (new Expression(builder, arguments[PlanTables.Start]) * new Expression(builder, arguments[place.InitialKey(state)]))
            : given;
    }

    private Value? Mask(string key) => training && arguments.TryGetValue(key, out Value? mask) ? mask : null;

    private StepValues Step(CellPlan place, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w, CellNoise noise) =>
        training ? CellStep.Train(place, x, states, w, noise) : CellStep.Infer(place, x, states, w);
}
