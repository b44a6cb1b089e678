using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>A stored value with time as its first axis.</summary>
/// <param name="name">What a body calls one step of it.</param>
/// <param name="allSteps">All steps, or null where only the last is ever asked for.</param>
/// <param name="lastStep">The last step where it is at hand, as the final carry of a scan is.</param>
internal sealed class StackedPart(string name, Value? allSteps, Value? lastStep = null)
{
    public string Name { get; } = name;

    public Value EachStep => allSteps ?? throw new InvalidOperationException($"Of {Name} only the last step was built.");

    /// <summary>The last step, taken out of all of them if need be.</summary>
    public Value LastStep(FunctionBuilder builder, int length) =>
        lastStep ?? builder.Add(new StepOperation(OperationKind.TakeStep, length - 1, length), [EachStep]);
}

/// <summary>How work that is due at each step reads what it needs, wherever it ends up: in the body of a scan or at one step.</summary>
/// <param name="part">One step of a stored value.</param>
/// <param name="invariant">A value that is the same at each step.</param>
internal sealed class StepScope(Func<StackedPart, Expression> part, Func<Value, Expression> invariant)
{
    public Expression Part(StackedPart stacked) => part(stacked);

    public Expression Invariant(Value value) => invariant(value);
}

/// <summary>
/// A sequence as stored values and the work that is due at each step of them. Whoever consumes it does that work in its own body,
/// so that masks, merges, table look-ups and heads never make a pass over time of their own.
/// </summary>
/// <param name="Name">The layer that it comes from.</param>
/// <param name="Size">Features per step.</param>
/// <param name="Parts">The stored values.</param>
/// <param name="Invariants">What the work needs at each step alike.</param>
/// <param name="HasProduct">Whether the work holds a matrix product; a recurrence should not, nor should it be done twice.</param>
/// <param name="AtStep">The work.</param>
internal sealed record TimeSequence(
    string Name,
    int Size,
    IReadOnlyList<StackedPart> Parts,
    IReadOnlyList<Value> Invariants,
    bool HasProduct,
    Func<StepScope, Expression> AtStep)
{
    /// <summary>The stored value that this is, if no work is due.</summary>
    private StackedPart? Stored { get; init; }

    /// <summary>A stored value with no work due.</summary>
    public static TimeSequence Of(string name, StackedPart part, int size) =>
        new(name, size, [part], [], false, scope => scope.Part(part)) { Stored = part };

    /// <summary>More work on each step, for a layer that needs more to do it.</summary>
    public TimeSequence Then(
        string name,
        int size,
        IEnumerable<StackedPart> parts,
        IEnumerable<Value> invariants,
        bool hasProduct,
        Func<StepScope, Expression, Expression> work) =>
        new(name, size, [.. Parts, .. parts], [.. Invariants, .. invariants], HasProduct || hasProduct, scope => work(scope, AtStep(scope)));

    /// <summary>More work on each step that needs nothing more.</summary>
    public TimeSequence Then(Func<Expression, Expression> work) => this with { Stored = null, AtStep = scope => work(AtStep(scope)) };

    /// <summary>All steps as one value: the stored one if no work is due, else by a map over time.</summary>
    public StackedPart Materialize(FunctionBuilder builder, string function, int length)
    {
        if (Stored is not null)
            return Stored;
        ScanBuilder map = new(builder, $"{function}.{Name}.each_step", ScanDirection.Forward, length);
        map.Output("y", map.Step(this));
        return new StackedPart("x", map.Build($"{Name}.y")[0]);
    }

    /// <summary>The last step, with only its own work done.</summary>
    public Expression Last(FunctionBuilder builder, int length) =>
        AtStep(new StepScope(part => new Expression(builder, part.LastStep(builder, length)), value => new Expression(builder, value)));
}
