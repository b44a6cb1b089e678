using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Builder of the nests of matrices that each row has of its own: stacked values that products read, and their cotangents, which are sums of outer products.</summary>
internal sealed class StepMatrixBuilder(LoopBuildContext context)
{
    /// <summary>Whether an equation makes a stacked value readable for products, or a mask for them.</summary>
    public static bool IsMatrix(Equation equation) => equation.Kind is OperationKind.PadSteps or OperationKind.AllSteps or OperationKind.StepMask;

    /// <summary>Adds a group with the nests of such an equation; without any if products can read the stacked value where it is.</summary>
    public void Add(Equation equation)
    {
        Value result = equation.Result;
        if (equation.Kind == OperationKind.StepMask)
        {
            BufferView mask = Transposed(result, result.Type.Rows, 1);
            context.Locations.SetView(result, mask);
            context.AddGroup("StepMask", [Transposition(null, mask, result)], context.For(equation));
            return;
        }

        int? whole = equation.Kind == OperationKind.AllSteps ? result.Type.Rows : null;
        if (!result.Type.IsMatrix)
        {
            BufferView lanes = Transposed(result, result.Type.Rows, 1);
            LoopNest nest = Transposition(context.Locations.View(equation.Operands[0]), lanes, result) with { WholeSteps = whole };
            context.Locations.SetView(result, lanes);
            context.AddGroup("StepVector", [nest], context.For(equation));
            return;
        }

        (bool overSteps, bool overFeatures) = StepMatrix.Uses(context.Function.Equations, result);
        List<LoopNest> nests = [];
        BufferView source = Readable(equation.Operands[0], nests);
        BufferView? features = overFeatures ? Transposed(result, result.Type.Rows, result.Type.Columns) : null;
        if (features is not null)
            nests.Add(Transposition(source, features, result));
        context.Locations.SetMatrix(result, new StepMatrix(overSteps ? source with { Slot = Slot.Fixed } : null, features) { IsWhole = whole is not null });
        context.AddGroup("StepMatrix", [.. nests.Select(nest => nest with { WholeSteps = whole })], context.For(equation));
    }

    /// <summary>Adds a group with a sum of outer products that is not in a scan.</summary>
    public void AddOuter(Equation equation) => context.AddGroup("OuterSum", OuterSums(null, equation.Result), context.For(equation));

    /// <summary>Builds the nests of the sums of outer products in a scan.</summary>
    public IReadOnlyList<LoopNest> OuterSums(Equation? scan, Value? result = null)
    {
        List<LoopNest> nests = [];
        foreach (OuterSum sum in context.Gradients.OuterSums.Where(s => s.Scan == scan && (result is null || s.Result == result)))
        {
            BufferView target = context.Allocate(Step(sum.Result), sum.Result.Type.Rows);
            context.Locations.SetView(sum.Result, target);
            string terms = string.Join(" + ", sum.Terms.Select(static t => $"{EquationText.Name(t.Operands[0])} ⊗ {EquationText.Name(t.Operands[1])}"));
            string text = FormattableString.Invariant(
                $"{EquationText.Name(sum.Result)} = {(scan is null ? "" : "Σ ")}{terms}{(scan is null ? "" : " over steps")}   [{sum.Result.Type.Rows},{sum.Result.Type.Columns}]");
            nests.Add(new OuterSumNest(
                [.. sum.Terms.Select(t => new OuterSumTerm(context.Locations.View(t.Operands[0]), context.Locations.View(t.Operands[1])))], scan is not null, target, [text])
            {
                WholeSteps = scan?.Operation is ScanOperation { IsWhole: true } operation ? operation.Length : null,
                WholeTarget = context.WholeSteps(sum.Result) is not null,
            });
        }

        return nests;
    }

    /// <summary>Returns a stacked value where a product can read it: padded, with a slot for each step. Another one is copied.</summary>
    private BufferView Readable(Value stacked, List<LoopNest> nests)
    {
        if (context.Locations.ViewOrNull(stacked) is { IsStacked: true, OwnsItsBlocks: true } view)
            return view;
        Value step = Step(stacked);
        if (context.Locations.ViewOrNull(stacked) is { } source)
            context.Locations.SetView(step, source);
        else if (context.Locations.TryConstant(stacked, out double number))
            context.Locations.SetConstant(step, number);
        BufferView copy = context.Allocate(step, stacked.Type.Rows);
        nests.AddRange(context.Copy(step, [copy]).Select(static r => new RegionNest(r, LoopAxis.Steps)));
        return copy;
    }

    private BufferView Transposed(Value value, int steps, int features)
    {
        LoopBuffer buffer = new(EquationText.Name(value) + "_t", MemorySpace.Workspace, steps, features + 1, isPadded: true);
        context.AddBuffer(buffer);
        return BufferView.Of(buffer);
    }

    private static TransposeNest Transposition(BufferView? source, BufferView target, Value value)
    {
        string text = source is null
            ? FormattableString.Invariant($"{target.Buffer.Name} = 1 for each step of the row, 0 behind them   [{value.Type.Rows}]")
            : FormattableString.Invariant($"{target.Buffer.Name} = {source.Buffer.Name} with steps as lanes, 0 behind those of the row   [{source.Length},{value.Type.Rows}]");
        return new TransposeNest(source, value.Type.Rows, target, [text]);
    }

    /// <summary>Returns the value of one step of a stacked one.</summary>
    private static Value Step(Value stacked) => new(stacked.Id, stacked.Type.Unstack(), stacked.Name);
}
