using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Networks;

namespace RnnCompiler.Compiler.Building;

/// <summary>Unfolds a recurrent layer over time: one scan for each level and direction, with states that start at zero.</summary>
/// <param name="builder">The function under construction.</param>
/// <param name="function">The name of the function, the first part of the names of scan bodies.</param>
/// <param name="length">The number of steps of a sequence.</param>
/// <param name="arguments">The weights and, in training, the masks by key.</param>
/// <param name="training">Whether masks apply.</param>
internal sealed class RecurrentUnfolding(FunctionBuilder builder, string function, int length, IReadOnlyDictionary<string, Value> arguments, bool training)
{
    /// <summary>Returns the merged output of the highest level.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The input of the layer.</param>
    /// <param name="lastStepOnly">Whether only the last step of the output is used.</param>
    public DeferredSequence Apply(LayerPlan layer, DeferredSequence input, bool lastStepOnly)
    {
        RecurrentDeclaration declaration = (RecurrentDeclaration)layer.Declaration;
        DeferredSequence sequence = input;
        foreach (IGrouping<int, CellPlan> level in layer.Cells.GroupBy(static c => c.Level))
        {
            // A matrix product that does not depend on the state is computed before the recurrence, and both directions share it.
            if (sequence.HasProduct)
                sequence = DeferredSequence.Of(sequence.Name, sequence.Materialize(builder, function, length), sequence.Size);

            DeferredSequence source = sequence;
            bool last = lastStepOnly && level.Key == declaration.Layers - 1;
            StackedValue[] directions = [.. level.Select(place => last && place.Reverse ? FirstReverseStep(place, source) : Unfold(place, source, last))];
            int outputSize = level.First().Cell.OutputSize;
            sequence = DeferredSequence.Of(layer.Name, directions[0], outputSize);
            if (declaration.Bidirectional)
            {
                StackedValue reverse = directions[1];
                int size = declaration.Merge == Merge.Concat ? 2 * outputSize : outputSize;
                sequence = sequence.Then(layer.Name, size, [reverse], [], false, (scope, h) => Merging.Apply(declaration.Merge, h, scope.Part(reverse)));
            }
        }

        return sequence;
    }

    private StackedValue Unfold(CellPlan place, DeferredSequence input, bool lastStepOnly)
    {
        Cell cell = place.Cell;
        ScanBuilder scan = new(builder, $"{function}.{place.BodyName}", place.Reverse ? ScanDirection.Reverse : ScanDirection.Forward, length);
        Expression[] states = [.. cell.States.Select(s => scan.Carry(s.Name, Zero(s).Value))];
        scan.Declare(input);
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(static w => w.Name, w => scan.Invariant(arguments[place.Key(w.Name)], w.Name));
        CellNoise noise = new(
            Mask(place.ZoneoutKey) is { } zoneout ? scan.Input(zoneout, "zoneout") : null,
            Mask(place.RecurrentDropoutKey) is { } dropout ? scan.Invariant(dropout, "recurrent_dropout") : null);
        StepValues next = Step(place, scan.Step(input).Named("x"), states, w, noise);

        List<string> names = [];
        for (int i = 0; i < states.Length; i++)
        {
            scan.Next(cell.States[i].Name, next.States[i]);
            names.Add(place.Key(cell.States[i].Name));
        }

        // If the output is a state, its last step is the final carry. Any other output is stacked, and its last step is taken from the stack.
        bool stacked = !lastStepOnly || !cell.OutputIsState;
        if (stacked)
            scan.Output(OutputName(cell), next.Output);
        names.Add(place.Key("y"));
        IReadOnlyList<Value> results = scan.Build([.. names]);

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
    /// Computes the last step of the reverse direction. It is the first step which that direction executes, from a zero state, so the other steps are
    /// not needed.
    /// </summary>
    private StackedValue FirstReverseStep(CellPlan place, DeferredSequence input)
    {
        Cell cell = place.Cell;
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(
            static w => w.Name,
            w => new Expression(builder, arguments[place.Key(w.Name)]));

        // The state before this step is zero, so recurrent dropout has no effect.
        StackedValue? zoneout = Mask(place.ZoneoutKey) is { } masks ? new StackedValue("zoneout", masks) : null;
        CellNoise noise = new(zoneout is null ? null : new Expression(builder, zoneout.LastStep(builder, length)), null);
        StepValues next = Step(place, input.Last(builder, length), [.. cell.States.Select(Zero)], w, noise);
        return new StackedValue("x_reverse", allSteps: null, next.Output.Value);
    }

    private Value? Mask(string key) => training && arguments.TryGetValue(key, out Value? mask) ? mask : null;

    private StepValues Step(CellPlan place, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w, CellNoise noise) =>
        training ? CellStep.Train(place, x, states, w, noise) : CellStep.Infer(place, x, states, w);

    private Expression Zero(CellState state) => new(builder, builder.Constant(0, TensorType.Vector(state.Size)));
}
