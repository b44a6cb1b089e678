using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Loop program of a function, and the memory of its parameters and results.</summary>
/// <param name="Loops">The loop program.</param>
/// <param name="Binding">The memory of the parameters and results.</param>
internal sealed record BoundLoops(LoopProgram Loops, FunctionBinding Binding);

/// <summary>
/// Builder of the loop program of a function. Straight-line equations become regions over rows (<see cref="StraightLineBuilder"/>), maps over time regions over
/// rows and steps, recurrences loops over time (<see cref="ScanBuilder"/>), and weight gradients sums over rows and steps (<see cref="GradientNestBuilder"/>).
/// </summary>
internal sealed class LoopBuilder
{
    private readonly Function _function;
    private readonly LoopBuildContext _context;
    private readonly StraightLineBuilder _straightLine;
    private readonly StackedEquationBuilder _stacked;
    private readonly StepMatrixBuilder _matrices;
    private readonly ScanBuilder _scans;

    private LoopBuilder(Function function, FunctionInterface @interface)
    {
        _function = function;
        _context = new LoopBuildContext(function, @interface);
        _straightLine = new StraightLineBuilder(_context);
        _stacked = new StackedEquationBuilder(_context);
        _matrices = new StepMatrixBuilder(_context);
        _scans = new ScanBuilder(_context, _matrices);
    }

    /// <summary>Builds the loop nests of a prepared function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="interface">What decides where its parameters and results are.</param>
    public static BoundLoops Build(Function function, FunctionInterface @interface)
    {
        LoopBuilder builder = new(function, @interface);
        builder.Run();
        IReadOnlyList<LoopGroup> groups = builder._context.Groups;
        IReadOnlyList<LoopPhase> phases = PhasePartitioner.Split(groups);
        HashSet<LoopBuffer> touched = [.. groups.SelectMany(static g => g.Nests).SelectMany(static n => n.Touched)];
        LoopBuffer[] workspace = [.. builder._context.Workspace.Where(b => b.IsInterface || touched.Contains(b))];
        LoopBuffer[] outside = [.. groups.SelectMany(static g => g.Nests).SelectMany(static n => n.Touched).Where(static b => !b.IsInWorkspace).Distinct()];
        return new BoundLoops(new LoopProgram(function.Name, [.. workspace, .. outside], phases), builder._context.Binding);
    }

    private void Run()
    {
        List<Equation> straightLine = [];
        foreach (Equation equation in _function.Equations.Where(e => !_context.Gradients.Absorbed.Contains(e)))
        {
            bool matrix = StepMatrixBuilder.IsMatrix(equation) || equation.Kind == OperationKind.Outer;
            bool stacked = !matrix && _stacked.IsStacked(equation);
            bool takesLastStep = StackedEquationBuilder.TakesLastStep(equation);
            bool endsRun = matrix || stacked || takesLastStep || equation.Kind == OperationKind.Scan
                || (straightLine.Count > 0 && _context.RunOf(equation) != _context.RunOf(straightLine[0]));
            if (endsRun)
            {
                _straightLine.Add(straightLine);
                straightLine = [];
            }

            if (equation.Kind == OperationKind.Scan)
                _scans.Add(equation);
            else if (equation.Kind == OperationKind.Outer)
                _matrices.AddOuter(equation);
            else if (matrix)
                _matrices.Add(equation);
            else if (stacked)
                _stacked.Add(equation);
            else if (takesLastStep)
                _stacked.AddLastStep(equation);
            else
                straightLine.Add(equation);
        }

        _straightLine.Add(straightLine);
        StoreRemainingResults();
        _context.AddGroup("WeightGradients", [.. _context.GradientNests.For(null), .. _context.GradientNests.Zeros()], RequestedResults.Gradients);
    }

    private static RequestedResults OnRequest(BufferView target) => target.Buffer.Space switch
    {
        MemorySpace.InputGradient => RequestedResults.InputGradient,
        MemorySpace.StepGradient => RequestedResults.StepGradients,
        _ => RequestedResults.None,
    };

    /// <summary>Stores results that no nest stores: parameters that are results, and results that are views of others.</summary>
    private void StoreRemainingResults()
    {
        foreach (KeyValuePair<Value, List<BufferView>> result in _context.ResultTargets.Concat(_context.OptionalTargets))
        {
            bool stacked = _context.Locations.ViewOrNull(result.Key)?.IsStacked ?? result.Value[0].IsStacked;
            int? whole = stacked ? _context.WholeSteps(result.Key) : null;
            IReadOnlyList<Region> regions = _context.Copy(result.Key, result.Value);
            _context.AddGroup("Results", [.. regions.Select(r => new RegionNest(r, stacked ? LoopAxis.Steps : LoopAxis.Rows) { WholeSteps = whole })],
                OnRequest(result.Value[0]));
        }
    }
}
