using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>State of the construction of one loop program: locations of values, destinations of results, buffers and groups.</summary>
internal sealed class LoopBuildContext
{
    private readonly List<LoopGroup> _groups = [];
    private readonly List<LoopBuffer> _workspace = [];
    private readonly ResultDependencies _dependencies;
    private readonly HashSet<Value> _whole;

    /// <summary>Binds the parameters of a function and assigns the destinations of its results.</summary>
    /// <param name="function">The function.</param>
    /// <param name="interface">What decides where its parameters and results are.</param>
    public LoopBuildContext(Function function, FunctionInterface @interface)
    {
        Function = function;
        Gradients = GradientAnalysis.Of(function);
        GradientNests = new GradientNestBuilder(Gradients, Locations, @interface.Packing);
        _whole = WholeStacks.Of(function, @interface.Module);
        Binding = new FunctionBinding(@interface, function, Locations);
        _workspace.AddRange(Binding.Workspace);
        _dependencies = new ResultDependencies(function, Binding);
        foreach (FunctionResult result in function.Results)
        {
            if (Binding.TargetOf(result) is { } target)
                AddTarget(IsOptional(result.Value, target) ? OptionalTargets : ResultTargets, result.Value, target);
        }
    }

    /// <summary>The function.</summary>
    public Function Function { get; }

    /// <summary>The memory of its parameters and results.</summary>
    public FunctionBinding Binding { get; }

    /// <summary>The locations of the values of the function.</summary>
    public ValueLocations Locations { get; } = new();

    /// <summary>The terms of the weight gradients.</summary>
    public GradientAnalysis Gradients { get; }

    /// <summary>The builder of nests of weight gradients.</summary>
    public GradientNestBuilder GradientNests { get; }

    /// <summary>The destinations of results that no nest stores yet.</summary>
    public Dictionary<Value, List<BufferView>> ResultTargets { get; } = [];

    /// <summary>The destinations of results on request that other results need anyway; they are copied only if the caller requests them.</summary>
    public Dictionary<Value, List<BufferView>> OptionalTargets { get; } = [];

    /// <summary>The groups of nests, in order.</summary>
    public IReadOnlyList<LoopGroup> Groups => _groups;

    /// <summary>The buffers of the workspace.</summary>
    public IReadOnlyList<LoopBuffer> Workspace => _workspace;

    /// <summary>Gets the results for which an equation is computed, if all of these are computed on request only.</summary>
    public RequestedResults For(Equation equation) => _dependencies.For([equation]);

    /// <summary>Gets the results for which some equations are computed.</summary>
    public RequestedResults For(IReadOnlyList<Equation> run) => _dependencies.For(run);

    /// <summary>Gets the results that separate an equation from its neighbours: equations of the loss and of weight gradients may share a nest.</summary>
    public RequestedResults RunOf(Equation equation) => For(equation) & ~RequestedResults.Gradients;

    /// <summary>Gets the number of steps of a stacked value of which each row has all steps; null for another value.</summary>
    public int? WholeSteps(Value stacked) => _whole.Contains(stacked) ? stacked.Type.Rows : null;

    /// <summary>Adds a group, unless it is empty.</summary>
    public void AddGroup(string title, IReadOnlyList<LoopNest> nests, RequestedResults results)
    {
        if (nests.Count > 0)
            _groups.Add(new LoopGroup(title, results, nests));
    }

    /// <summary>Adds a buffer of the workspace.</summary>
    public void AddBuffer(LoopBuffer buffer) => _workspace.Add(buffer);

    /// <summary>Allocates a buffer for a value: stacked over a number of steps, which may be 1, or a single slot if that is null.</summary>
    public BufferView Allocate(Value value, int? steps)
    {
        LoopBuffer buffer = new(EquationText.Name(value), MemorySpace.Workspace, value.Type.Rows, steps ?? 1, isPadded: true);
        _workspace.Add(buffer);
        return steps is null ? BufferView.Of(buffer) : BufferView.Stacked(buffer);
    }

    /// <summary>Builds the regions that copy a value to its destinations.</summary>
    public IReadOnlyList<Region> Copy(Value value, List<BufferView> targets) => RegionBuilder.Build(
        [], Locations, new Dictionary<Value, List<BufferView>> { [value] = targets }, new HashSet<Value>(), static v =>
            throw new InvalidOperationException($"{v} has no location to be copied from."));

    /// <summary>Finds the results of some equations that are read from memory: by other equations, weight gradients or copies.</summary>
    /// <param name="equations">The equations.</param>
    /// <param name="all">The equations of the function or scan body that they belong to.</param>
    public HashSet<Value> ReadOutside(IReadOnlyList<Equation> equations, IReadOnlyList<Equation> all)
    {
        HashSet<Equation> inside = [.. equations];
        HashSet<Value> own = [.. equations.SelectMany(static e => e.Results)];
        HashSet<Value> read = [.. all.Where(e => !inside.Contains(e)).SelectMany(static e => e.Operands).Concat(Gradients.Reads).Concat(OptionalTargets.Keys).Where(own.Contains)];

        // Readers use a constant as an immediate, except weight gradients, which read their factors from memory.
        read.RemoveWhere(v => !Gradients.Reads.Contains(v) && equations.Any(e => e.Kind == OperationKind.Constant && e.Result == v));
        return read;
    }

    private static void AddTarget(Dictionary<Value, List<BufferView>> all, Value value, BufferView target)
    {
        if (!all.TryGetValue(value, out List<BufferView>? targets))
            all[value] = targets = [];
        targets.Add(target);
    }

    /// <summary>Whether a result that is stored on request only is copied from where others need it. A time loop stores its own output on request.</summary>
    private bool IsOptional(Value value, BufferView target) => target.Buffer.Space switch
    {
        MemorySpace.InputGradient => IsComputedAnyway(value),
        MemorySpace.StepGradient => !Function.Equations.Any(e => e.Operation is ScanOperation { Carries: > 0 } && e.Results.Contains(value)),
        _ => false,
    };

    private bool IsComputedAnyway(Value value) => Function.Equations.Any(e => e.Results.Contains(value) && For(e) != RequestedResults.InputGradient);
}
