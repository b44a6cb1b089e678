using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>Splitter of one recurrent scan: a map before it, its core, a map for its sums and a map for its remaining outputs.</summary>
internal sealed class ScanSplitter
{
    private readonly Rewriter _outer;
    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly BodyAnalysis _body;
    private readonly Dictionary<Value, ParameterRole> _roles;
    private readonly Dictionary<Value, Value> _operands = [];

    /// <summary>The stacks of body values outside of the scan.</summary>
    private readonly Dictionary<Value, Value> _stacks = [];

    private readonly Dictionary<Value, string> _names;

    /// <summary>Prepares to split a scan.</summary>
    /// <param name="outer">The rewriter of the function around the scan.</param>
    /// <param name="equation">The equation of the scan.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="threshold">The least operand length of a product that may move before the loop.</param>
    /// <param name="names">Receives names for unnamed values that leave the loop: a hoisted pre-activation is named after its gate.</param>
    public ScanSplitter(Rewriter outer, Equation equation, ScanOperation scan, int threshold, Dictionary<Value, string> names)
    {
        _names = names;
        _outer = outer;
        _equation = equation;
        _scan = scan;
        _body = new BodyAnalysis(scan, threshold);
        _roles = scan.Body.Parameters.ToDictionary(static p => p.Value, static p => p.Role);
        for (int i = 0; i < scan.Body.Parameters.Count; i++)
            _operands[scan.Body.Parameters[i].Value] = equation.Operands[i];
    }

    private IReadOnlyList<FunctionResult> Results => _scan.Body.Results;

    private IEnumerable<int> OutputIndices => Enumerable.Range(_scan.Carries, _scan.Outputs);

    private IEnumerable<int> SumIndices => Enumerable.Range(_scan.Carries + _scan.Outputs, _scan.Sums);

    /// <summary>Replaces the scan by the split scans; returns false if nothing leaves the loop.</summary>
    public bool Run()
    {
        int[] outputsAfter = [.. OutputIndices.Where(i => _body.MovesAfter(Results[i].Value))];
        int[] sumsAfter = [.. SumIndices.Where(i => Results[i].Value.Type.Rank > 0 || _body.MovesAfter(Results[i].Value))];

        // The values of the body that the maps after the loop read, then those that the loop and the maps read from the map before it.
        List<Value> read = [.. Leaves(sumsAfter).Concat(Leaves(outputsAfter)).Distinct()];
        Value[] stacked = [.. read.Where(v => IsCarry(v) || _body.IsStacked(v))];
        int[] coreResults = [.. Enumerable.Range(0, Results.Count).Except(outputsAfter).Except(sumsAfter)];
        (IReadOnlyList<Value> coreLeaves, IReadOnlyList<Equation> coreEquations) =
            _body.BackwardSlice([.. coreResults.Select(i => Results[i].Value), .. stacked], _body.MovesBefore);
        Value[] before = [.. coreLeaves.Concat(read).Where(_body.MovesBefore).Distinct()];
        if (before.Length == 0 && outputsAfter.Length == 0 && sumsAfter.Length == 0)
            return false;

        foreach (Value value in before.Where(static v => v.Name is null))
        {
            if (DerivedNames.FromConsumers(value, _scan.Body.Equations) is { } consumer)
                _names[value] = consumer + "_x";
        }

        EmitBefore(before);
        EmitCore(coreResults, coreEquations, coreLeaves, stacked);
        EmitAfter("sums", sumsAfter, 0);
        EmitAfter("outputs", outputsAfter, outputsAfter.Length);
        return true;
    }

    private IEnumerable<Value> Leaves(int[] results) => SliceAfter(results).Leaves;

    private (IReadOnlyList<Value> Leaves, IReadOnlyList<Equation> Equations) SliceAfter(int[] results) =>
        _body.BackwardSlice(results.Select(i => Results[i].Value), v => _body.MovesBefore(v) || _body.IsStacked(v));

    private void EmitBefore(Value[] before)
    {
        if (before.Length == 0)
            return;
        (IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations) = _body.BackwardSlice(before, static _ => false);
        UniqueNames names = new();
        IReadOnlyList<Value> results = EmitMap("before", leaves, equations, [.. before.Select(v => new FunctionResult(names.Of(v, Name(v)), v))], before.Length);
        for (int i = 0; i < before.Length; i++)
            _stacks[before[i]] = results[i];
    }

    private void EmitCore(int[] kept, IReadOnlyList<Equation> equations, IReadOnlyList<Value> leaves, Value[] stacked)
    {
        int[] outputs = [.. OutputIndices.Intersect(kept)];
        int[] sums = [.. SumIndices.Intersect(kept)];
        HashSet<Value> written = [.. outputs.Select(i => Results[i].Value)];
        Value[] added = [.. stacked.Where(v => !written.Contains(v))];
        UniqueNames names = new(Results.Select(static r => r.Name));

        Value[] carries = [.. _scan.Body.ParametersOf(ParameterRole.Carry)];
        Value[] inputs = [.. leaves.Where(v => !IsCarry(v) && !IsInvariant(v))];
        Value[] invariants = [.. leaves.Where(IsInvariant)];
        Function body = new(
            _scan.Body.Name,
            [
                .. carries.Select(static v => new Parameter(v, ParameterRole.Carry)),
                .. inputs.Select(static v => new Parameter(v, ParameterRole.StepInput)),
                .. invariants.Select(static v => new Parameter(v, ParameterRole.Invariant)),
            ],
            equations,
            [
                .. Results.Take(_scan.Carries),
                .. outputs.Select(i => Results[i]),
                .. added.Select(v => new FunctionResult(names.Of(v, Name(v)), v)),
                .. sums.Select(i => Results[i]),
            ]);
        IReadOnlyList<Value> results = _outer.EmitMany(
            _scan with { Body = body, Inputs = inputs.Length, Outputs = outputs.Length + added.Length },
            [.. carries.Select(v => _operands[v]), .. inputs.Select(Stack), .. invariants.Select(v => _operands[v])],
            [.. _equation.Results.Take(_scan.Carries).Concat(outputs.Select(i => _equation.Results[i])).Select(static v => v.Name), .. added.Select(static v => v.Name)]);

        int at = 0;
        foreach (int i in Enumerable.Range(0, _scan.Carries).Concat(outputs))
        {
            if (i >= _scan.Carries)
                _stacks[Results[i].Value] = results[at];
            _outer.Replace(_equation.Results[i], results[at++]);
        }

        foreach (Value value in added)
            _stacks[value] = results[at++];
        foreach (int i in sums)
            _outer.Replace(_equation.Results[i], results[at++]);
    }

    private void EmitAfter(string suffix, int[] indices, int outputs)
    {
        if (indices.Length == 0)
            return;
        (IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations) = SliceAfter(indices);
        IReadOnlyList<Value> results = EmitMap(suffix, leaves, equations, [.. indices.Select(i => Results[i])], outputs);
        for (int i = 0; i < indices.Length; i++)
            _outer.Replace(_equation.Results[indices[i]], results[i]);
    }

    private IReadOnlyList<Value> EmitMap(
        string suffix, IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations, IReadOnlyList<FunctionResult> results, int outputs)
    {
        Value[] inputs = [.. leaves.Where(v => !IsInvariant(v))];
        Value[] invariants = [.. leaves.Where(IsInvariant)];
        Function body = new(
            $"{_scan.Body.Name}.{suffix}",
            [
                .. inputs.Select(static v => new Parameter(v, ParameterRole.StepInput)),
                .. invariants.Select(static v => new Parameter(v, ParameterRole.Invariant)),
            ],
            equations,
            results);
        return _outer.EmitMany(
            new ScanOperation(body, ScanDirection.Forward, _scan.Length, 0, inputs.Length, outputs) { IsWhole = _scan.IsWhole },
            [.. inputs.Select(Stack), .. invariants.Select(v => _operands[v])],
            [.. results.Select(r => Name(r.Value))]);
    }

    /// <summary>Gets the stack of a value: the operand of a step input, or what an earlier one of the split scans stores.</summary>
    private Value Stack(Value value) => _stacks.TryGetValue(value, out Value? stack) ? stack : _operands[value];

    private string? Name(Value value) => value.Name ?? (_names.TryGetValue(value, out string? name) ? name : null);

    private bool IsCarry(Value value) => _roles.TryGetValue(value, out ParameterRole role) && role == ParameterRole.Carry;

    private bool IsInvariant(Value value) => _roles.TryGetValue(value, out ParameterRole role) && role == ParameterRole.Invariant;
}
