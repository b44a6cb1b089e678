using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>The masks of one placed cell at one step of training; null where the layer asks for none.</summary>
/// <param name="Zoneout">0 where an element of the first state keeps its value.</param>
/// <param name="RecurrentDropout">Factors of what recurrent products read of the first state.</param>
internal sealed record CellNoise(Expression? Zoneout, Expression? RecurrentDropout);

/// <summary>
/// The equations of one step of a placed cell with what the options of its layer add to them. The same for every cell: zoneout works on the first state,
/// and so on the output if it is that state; recurrent dropout works on the operands of products.
/// </summary>
internal static class CellStep
{
    /// <summary>A step of training.</summary>
    public static StepValues Train(CellPlan place, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w, CellNoise noise)
    {
        StepValues next = noise.RecurrentDropout is { } mask ? RecurrentDropout.Apply(place.Cell, x, states, w, mask) : place.Cell.Step(x, states, w);
        return noise.Zoneout is { } keep ? WithFirstState(place.Cell, next, Expression.Select(keep, next.States[0], states[0])) : next;
    }

    /// <summary>A step of inference, in which zoneout takes the mean of what it would do (Krueger et al. 2017).</summary>
    public static StepValues Infer(CellPlan place, Expression x, IReadOnlyList<Expression> states, IReadOnlyDictionary<string, Expression> w)
    {
        StepValues next = place.Cell.Step(x, states, w);
        double rate = place.Declaration.Zoneout;
        return rate > 0 ? WithFirstState(place.Cell, next, (rate * states[0]) + ((1 - rate) * next.States[0])) : next;
    }

    /// <summary>The masks of a placed cell.</summary>
    public static IEnumerable<NoiseTensor> Noises(CellPlan place, int steps)
    {
        TensorType type = TensorType.Vector(place.Cell.States[0].Size);
        if (place.Declaration.Zoneout > 0)
            yield return new NoiseTensor(place.ZoneoutKey, type.Stack(steps), place.Declaration.Zoneout);
        if (place.Declaration.RecurrentDropout > 0)
            yield return new NoiseTensor(place.RecurrentDropoutKey, type, place.Declaration.RecurrentDropout);
    }

    private static StepValues WithFirstState(Cell cell, StepValues next, Expression state)
    {
        state = state.Named("h_zoned");
        return new StepValues(cell.OutputIsState ? state : next.Output, [state, .. next.States.Skip(1)]);
    }
}
