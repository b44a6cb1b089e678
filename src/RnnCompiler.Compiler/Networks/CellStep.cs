using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>Masks of a cell at one step of training; null for a mask that the layer does not use.</summary>
/// <param name="Zoneout">0 for each element of the first state that keeps its value, else 1; between them for the mean of both.</param>
/// <param name="RecurrentDropout">The factors of the first state's elements as operands of recurrent products.</param>
internal sealed record CellNoise(Expression? Zoneout, Expression? RecurrentDropout);

/// <summary>
/// Equations of one step of a cell, including zoneout and recurrent dropout of its layer. They apply to all cells: zoneout to the first state, and so
/// to the output if it is that state; recurrent dropout to the operands of products.
/// </summary>
internal static class CellStep
{
    /// <summary>Returns the values of a training step.</summary>
    public static StepValues Train(CellPlan place, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w, CellNoise noise)
    {
        StepValues next = noise.RecurrentDropout is { } mask ? RecurrentDropout.Apply(place.Cell, x, states, w, mask) : place.Cell.Step(x, states, w);
        return noise.Zoneout is { } keep ? WithFirstState(place.Cell, next, (keep * next.States[0]) + ((1 - keep) * states[0])) : next;
    }

    /// <summary>Returns the values of an inference step, in which zoneout uses its expected value (Krueger et al. 2017).</summary>
    public static StepValues Infer(CellPlan place, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        StepValues next = place.Cell.Step(x, states, w);
        double rate = place.Declaration.Zoneout;
        return rate > 0 ? WithFirstState(place.Cell, next, (rate * states[0]) + ((1 - rate) * next.States[0])) : next;
    }

    /// <summary>Returns the masks of a cell.</summary>
    public static IEnumerable<NoiseTensor> Noises(CellPlan place, int steps)
    {
        TensorType type = TensorType.Vector(place.Cell.States[0].Size);
        if (place.Declaration.Zoneout > 0)
            yield return new NoiseTensor(place.ZoneoutKey, type.Stack(steps), place.Declaration.Zoneout, Mean: 1 - place.Declaration.Zoneout);
        if (place.Declaration.RecurrentDropout > 0)
            yield return new NoiseTensor(place.RecurrentDropoutKey, type, place.Declaration.RecurrentDropout, Mean: 1);
    }

    private static StepValues WithFirstState(Cell cell, StepValues next, Expression state)
    {
        state = state.Named("h_zoned");
        return new StepValues(cell.OutputIsState ? state : next.Output, [state, .. next.States.Skip(1)]);
    }
}
