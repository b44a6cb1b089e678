using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>Unfolds a recurrent layer over time: one scan for each level and direction, states from zero.</summary>
/// <param name="builder">The function under construction.</param>
/// <param name="function">Its name, which starts the names of the bodies.</param>
/// <param name="length">Steps per sequence.</param>
/// <param name="weights">The weights by key.</param>
internal sealed class RecurrentUnfolding(FunctionBuilder builder, string function, int length, IReadOnlyDictionary<string, Value> weights)
{
    /// <summary>The merged output of the highest level.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="lastStepOnly">Whether only the last step of its output is ever asked for.</param>
    public TimeSequence Apply(LayerPlan layer, TimeSequence input, bool lastStepOnly)
    {
        RecurrentDeclaration declaration = (RecurrentDeclaration)layer.Declaration;
        TimeSequence sequence = input;
        foreach (IGrouping<int, CellPlan> level in layer.Cells.GroupBy(static c => c.Level))
        {
            // A product that does not depend on the state belongs before the recurrence, and both directions share it.
            if (sequence.HasProduct)
                sequence = TimeSequence.Of(sequence.Name, sequence.Materialize(builder, function, length), sequence.Size);

            TimeSequence source = sequence;
            bool last = lastStepOnly && level.Key == declaration.Layers - 1;
            StackedPart[] directions = [.. level.Select(place => last && place.Reverse ? FirstReverseStep(place, source) : Unfold(place, source, last))];
            int outputSize = level.First().Cell.OutputSize;
            sequence = TimeSequence.Of(layer.Name, directions[0], outputSize);
            if (declaration.Bidirectional)
            {
                StackedPart reverse = directions[1];
                int size = declaration.Merge == Merge.Concat ? 2 * outputSize : outputSize;
                sequence = sequence.Then(layer.Name, size, [reverse], [], false, (scope, h) => Merging.Apply(declaration.Merge, h, scope.Part(reverse)));
            }
        }

        return sequence;
    }

    private StackedPart Unfold(CellPlan place, TimeSequence input, bool lastStepOnly)
    {
        Cell cell = place.Cell;
        ScanBuilder scan = new(builder, $"{function}.{place.BodyName}", place.Reverse ? ScanDirection.Reverse : ScanDirection.Forward, length);
        Expression[] states = [.. cell.States.Select(s => scan.Carry(s.Name, Zero(s).Value))];
        scan.Declare(input);
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(static w => w.Name, w => scan.Invariant(weights[place.Key(w.Name)], w.Name));
        IReadOnlyList<Expression> next = cell.Step(scan.Step(input).Named("x"), states, w);

        List<string> names = [];
        for (int i = 0; i < states.Length; i++)
        {
            scan.Next(cell.States[i].Name, next[i]);
            names.Add(place.Key(cell.States[i].Name));
        }

        if (!lastStepOnly)
            scan.Output("y", next[0]);
        names.Add(place.Key("y"));
        IReadOnlyList<Value> results = scan.Build([.. names]);

        string local = place.Reverse ? "x_reverse" : "x";
        return new StackedPart(local, lastStepOnly ? null : results[states.Length], place.Reverse ? null : results[0]);
    }

    /// <summary>The last step is the first that the reverse direction takes, from zero: the others are not needed for it.</summary>
    private StackedPart FirstReverseStep(CellPlan place, TimeSequence input)
    {
        Cell cell = place.Cell;
        Dictionary<string, Expression> w = cell.Weights.ToDictionary(
            static w => w.Name,
            w => new Expression(builder, weights[place.Key(w.Name)]));
        IReadOnlyList<Expression> next = cell.Step(input.Last(builder, length), [.. cell.States.Select(Zero)], w);
        return new StackedPart("x_reverse", allSteps: null, next[0].Value);
    }

    private Expression Zero(CellState state) => new(builder, builder.Constant(0, TensorType.Vector(state.Size)));
}
