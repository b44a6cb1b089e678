using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Builder of region nests over rows and steps from elementwise equations between stacked values outside of scans. Such an equation is a map over time of the same
/// equation between the steps of its operands.
/// </summary>
internal sealed class StackedEquationBuilder(LoopBuildContext context)
{
    /// <summary>Whether an equation computes a stacked value outside of a scan.</summary>
    public bool IsStacked(Equation equation) =>
        equation.Kind is not (OperationKind.Scan or OperationKind.TakeStep)
        && (equation.Kind == OperationKind.PlaceStep || equation.Operands.Any(o => context.Locations.ViewOrNull(o) is { IsStacked: true }) || IsStackedConstant(equation));

    /// <summary>Adds a group with the regions of an equation.</summary>
    public void Add(Equation equation)
    {
        int steps = equation.Result.Type.Rows;
        Value step = new(equation.Result.Id, equation.Result.Type.Unstack(), equation.Result.Name);
        BufferView view = context.Allocate(step, steps);
        List<BufferView> targets = [view];
        if (context.ResultTargets.TryGetValue(equation.Result, out List<BufferView>? wanted))
            targets.AddRange(wanted);
        context.ResultTargets.Remove(equation.Result);
        context.Locations.SetView(equation.Result, view);

        if (equation.Kind == OperationKind.PlaceStep)
        {
            AddPlaceStep(equation, targets);
            return;
        }

        Equation perStep = equation with { Results = [step] };
        IReadOnlyList<Region> regions = RegionBuilder.Build(
            [perStep], context.Locations, new Dictionary<Value, List<BufferView>> { [step] = targets }, new HashSet<Value>(), v => context.Allocate(v, steps));
        context.AddGroup("Combine", [.. regions.Select(static r => new RegionNest(r, LoopAxis.Steps))], context.IsForInputGradient(equation));
    }

    /// <summary>Whether a result of the function over all steps is a constant: the gradient of an input that the loss does not depend on.</summary>
    private bool IsStackedConstant(Equation equation) => equation.Kind == OperationKind.Constant
        && context.ResultTargets.TryGetValue(equation.Result, out List<BufferView>? targets) && targets.Any(static t => t.IsStacked);

    /// <summary>Adds a group that stores zeros at all steps, then the operand at one step.</summary>
    private void AddPlaceStep(Equation equation, List<BufferView> targets)
    {
        Value zero = new(equation.Result.Id, equation.Operands[0].Type, "zero");
        context.Locations.SetConstant(zero, 0);
        int at = ((StepOperation)equation.Operation).Step;
        Region zeros = context.Copy(zero, targets)[0];
        Region one = context.Copy(equation.Operands[0], [.. targets.Select(t => t with { Slot = Slot.Fixed, Shift = t.Shift + at })])[0];
        context.AddGroup("PlaceStep", [new RegionNest(zeros, LoopAxis.Steps), new RegionNest(one, LoopAxis.Rows)], context.IsForInputGradient(equation));
    }
}
