using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>Stored value whose first axis is time.</summary>
/// <param name="name">The local name of one step in a scan body.</param>
/// <param name="allSteps">All steps, or null if only the last one is used.</param>
/// <param name="lastStep">The last step if it is available without the others, as the final carry of a scan is.</param>
internal sealed class StackedValue(string name, Value? allSteps, Value? lastStep = null)
{
    public string Name { get; } = name;

    /// <summary>Gets whether the last step is known without all steps.</summary>
    public bool HasLastStep => lastStep is not null;

    public Value EachStep => allSteps ?? throw new InvalidOperationException($"Of {Name} only the last step was built.");

    /// <summary>Returns the last step, extracted from all steps if necessary.</summary>
    public Value LastStep(FunctionBuilder builder, int length) =>
        lastStep ?? builder.Add(new StepOperation(OperationKind.TakeStep, length - 1, length), [EachStep]);
}

/// <summary>Operands of a deferred computation at one step: parameters of a scan body, or values of a single step.</summary>
/// <param name="part">Returns one step of a stored value.</param>
/// <param name="invariant">Returns a loop-invariant value.</param>
internal sealed class StepScope(Func<StackedValue, Expression> part, Func<Value, Expression> invariant)
{
    public Expression Part(StackedValue stacked) => part(stacked);

    public Expression Invariant(Value value) => invariant(value);
}

/// <summary>
/// Deferred sequence: stored values and a computation for each step. The consumer fuses the computation into its own scan body, so that masks,
/// merges, table look-ups and heads need no separate pass over time.
/// </summary>
/// <param name="Name">The layer whose output the sequence is.</param>
/// <param name="Size">The number of features of a step.</param>
/// <param name="Parts">The stored values.</param>
/// <param name="Invariants">The loop-invariant operands of the computation.</param>
/// <param name="HasProduct">Whether the computation contains a matrix product; then it should not be fused into a recurrence or computed twice.</param>
/// <param name="AtStep">The computation of one step.</param>
internal sealed record DeferredSequence(
    string Name,
    int Size,
    IReadOnlyList<StackedValue> Parts,
    IReadOnlyList<Value> Invariants,
    bool HasProduct,
    Func<StepScope, Expression> AtStep)
{
    /// <summary>Gets the stored value if the sequence has no deferred computation.</summary>
    private StackedValue? Stored { get; init; }

    /// <summary>Creates a sequence without deferred computation from a stored value.</summary>
    public static DeferredSequence Of(string name, StackedValue part, int size) =>
        new(name, size, [part], [], false, scope => scope.Part(part)) { Stored = part };

    /// <summary>Creates a sequence that has the same vector at each step.</summary>
    public static DeferredSequence Of(Expression vector) =>
        new("vector", vector.Value.Type.Rows, [], [vector.Value], false, scope => scope.Invariant(vector.Value));

    /// <summary>Creates a sequence that is computed from several others.</summary>
    public static DeferredSequence Of(string name, int size, IReadOnlyList<DeferredSequence> operands, Func<IReadOnlyList<Expression>, Expression> work) => new(
        name,
        size,
        [.. operands.SelectMany(static o => o.Parts).Distinct()],
        [.. operands.SelectMany(static o => o.Invariants).Distinct()],
        operands.Any(static o => o.HasProduct),
        scope => work([.. operands.Select(o => o.AtStep(scope))]));

    /// <summary>Appends a computation that has further operands.</summary>
    public DeferredSequence Then(
        string name,
        int size,
        IEnumerable<StackedValue> parts,
        IEnumerable<Value> invariants,
        bool hasProduct,
        Func<StepScope, Expression, Expression> work) =>
        new(name, size, [.. Parts, .. parts], [.. Invariants, .. invariants], HasProduct || hasProduct, scope => work(scope, AtStep(scope)));

    /// <summary>Appends a computation without further operands.</summary>
    public DeferredSequence Then(Func<Expression, Expression> work) => this with { Stored = null, AtStep = scope => work(AtStep(scope)) };

    /// <summary>Returns all steps as one value: the stored value if there is no deferred computation, else the result of a map over time.</summary>
    public StackedValue Materialize(FunctionBuilder builder, string function, TimeExtent extent)
    {
        if (Stored is not null)
            return Stored;
        ScanBuilder map = new(builder, $"{function}.{Name}.each_step", ScanDirection.Forward, extent);
        map.Output("y", map.Step(this));
        return new StackedValue("x", map.Build($"{Name}.y")[0]);
    }

    /// <summary>Returns the sequence with its matrix products, if it has any, computed and stored before what reads it.</summary>
    public DeferredSequence WithoutProducts(FunctionBuilder builder, string function, TimeExtent extent) =>
        HasProduct ? Of(Name, Materialize(builder, function, extent), Size) : this;

    /// <summary>Returns the last step that the example has, computed without the other steps if it executes no others.</summary>
    public Expression Last(FunctionBuilder builder, string function, TimeExtent extent)
    {
        if (extent.Mask is null)
            return LastStep();
        if (Parts.All(static part => part.HasLastStep))
            return extent.UnlessEmpty(builder, LastStep());
        ScanBuilder scan = new(builder, $"{function}.{Name}.last", ScanDirection.Forward, extent);
        Expression last = scan.Carry("last", builder.Constant(0, TensorType.Vector(Size)));
        scan.Next("last", scan.AtStep(scan.Step(this), last).Named("last"));
        return new Expression(builder, scan.Build($"{Name}.last")[0]);

        Expression LastStep() => AtStep(new StepScope(part => new Expression(builder, part.LastStep(builder, extent.Steps)), value => new Expression(builder, value)));
    }
}
