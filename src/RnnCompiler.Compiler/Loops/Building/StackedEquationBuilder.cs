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
        && (equation.Kind is OperationKind.PlaceStep or OperationKind.ReverseSteps
            || equation.Operands.Any(o => context.Locations.ViewOrNull(o) is { IsStacked: true }) || IsStackedConstant(equation));

    /// <summary>
    /// Whether an equation takes the last step of floats. They are copied, so that the nests that read them may compute several rows at a time: the last steps of
    /// rows with different numbers of steps are not equally far apart.
    /// </summary>
    public static bool TakesLastStep(Equation equation) =>
        equation.Operation is StepOperation { Kind: OperationKind.TakeStep, IsLast: true, Length: > 1 } && equation.Result.Type.Element == ElementType.Float;

    /// <summary>Adds a group that copies the last step of each row.</summary>
    public void AddLastStep(Equation equation)
    {
        Value last = equation.Result;
        List<BufferView> targets = [context.Allocate(last, null)];
        BufferView view = targets[0];
        if (context.ResultTargets.TryGetValue(last, out List<BufferView>? wanted))
            targets.AddRange(wanted);
        context.ResultTargets.Remove(last);
        context.Locations.SetView(last, context.Locations.View(equation.Operands[0]).AtStep((StepOperation)equation.Operation));
        IReadOnlyList<Region> regions = context.Copy(last, targets);
        context.AddGroup("LastStep", [.. regions.Select(static r => new RegionNest(r, LoopAxis.Rows))], context.For(equation));
        context.Locations.Forget(last);
        context.Locations.SetView(last, view);
    }

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

        switch (equation.Kind)
        {
            case OperationKind.PlaceStep:
                AddPlaceStep(equation, targets);
                return;
            case OperationKind.ReverseSteps:
                AddReversed(equation, step, targets);
                return;
        }

        Equation perStep = equation with { Results = [step] };
        IReadOnlyList<Region> regions = RegionBuilder.Build(
            [perStep], context.Locations, new Dictionary<Value, List<BufferView>> { [step] = targets }, new HashSet<Value>(), v => context.Allocate(v, steps));
        context.AddGroup("Combine", [.. regions.Select(r => new RegionNest(r, LoopAxis.Steps) { WholeSteps = context.WholeSteps(equation.Result) })], context.For(equation));
    }

    /// <summary>Whether a result of the function over all steps is a constant: the gradient of an input that the loss does not depend on.</summary>
    private bool IsStackedConstant(Equation equation) => equation.Kind == OperationKind.Constant
        && context.ResultTargets.TryGetValue(equation.Result, out List<BufferView>? targets) && targets.Any(static t => t.IsStacked);

    /// <summary>Adds a group that copies the steps of each row in reverse order.</summary>
    private void AddReversed(Equation equation, Value step, List<BufferView> targets)
    {
        Value source = new(step.Id, step.Type, EquationText.Name(equation.Operands[0]));
        if (context.Locations.TryConstant(equation.Operands[0], out double number))
        {
            context.Locations.SetConstant(source, number);
        }
        else
        {
            BufferView view = context.Locations.View(equation.Operands[0]);
            context.Locations.SetView(source, view.IsStacked ? view with { Slot = Slot.Reversed } : view);
        }

        context.AddGroup("Reverse", [.. context.Copy(source, targets).Select(static r => new RegionNest(r, LoopAxis.Steps))], context.For(equation));
    }

    /// <summary>Adds a group that stores zeros at all steps, then the operand at one step.</summary>
    private void AddPlaceStep(Equation equation, List<BufferView> targets)
    {
        Value zero = new(equation.Result.Id, equation.Operands[0].Type, "zero");
        context.Locations.SetConstant(zero, 0);
        StepOperation step = (StepOperation)equation.Operation;
        Region zeros = context.Copy(zero, targets)[0];
        Region one = context.Copy(equation.Operands[0], [.. targets.Select(t => t.AtStep(step))])[0];
        RegionNest clear = new(zeros, LoopAxis.Steps) { WholeSteps = context.WholeSteps(equation.Result) };
        context.AddGroup("PlaceStep", [clear, new RegionNest(one, LoopAxis.Rows)], context.For(equation));
    }
}
