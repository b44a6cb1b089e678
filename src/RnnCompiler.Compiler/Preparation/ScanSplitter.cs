using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Preparation;

/// <summary>Splits one recurrent scan into a map before it, its core, a map with its sums and a map with its remaining outputs.</summary>
internal sealed class ScanSplitter
{
    private readonly Rewriter _outer;
    private readonly Equation _equation;
    private readonly ScanOperation _scan;
    private readonly BodyAnalysis _body;
    private readonly Dictionary<Value, ParameterRole> _roles;
    private readonly Dictionary<Value, Value> _operands = [];

    /// <summary>What stands for a value of the body, stacked over all steps, outside of the scan.</summary>
    private readonly Dictionary<Value, Value> _stacks = [];

    private readonly Dictionary<Value, string> _names;

    /// <summary>Prepares to split a scan.</summary>
    /// <param name="outer">The function around the scan.</param>
    /// <param name="equation">The equation of the scan.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="threshold">The least operand of a product that may leave the loop in front of it.</param>
    /// <param name="names">Learns the names of values that leave the loop and have none: a hoisted pre-activation is called after its gate.</param>
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

    /// <summary>Replaces the scan by its parts; false if there is nothing to split off.</summary>
    public bool Run()
    {
        int[] outputsAfter = [.. OutputIndices.Where(i => _body.IsAfter(Results[i].Value))];
        int[] sumsAfter = [.. SumIndices.Where(i => Results[i].Value.Type.Rank > 0 || _body.IsAfter(Results[i].Value))];

        // What the maps after the loop read of it, and what the loop and they read of the map before it.
        List<Value> read = [.. Leaves(sumsAfter).Concat(Leaves(outputsAfter)).Distinct()];
        Value[] stacked = [.. read.Where(v => IsCarry(v) || _body.IsStacked(v))];
        int[] coreResults = [.. Enumerable.Range(0, Results.Count).Except(outputsAfter).Except(sumsAfter)];
        (IReadOnlyList<Value> coreLeaves, IReadOnlyList<Equation> coreEquations) =
            _body.Cut([.. coreResults.Select(i => Results[i].Value), .. stacked], _body.IsBefore);
        Value[] before = [.. coreLeaves.Concat(read).Where(_body.IsBefore).Distinct()];
        if (before.Length == 0 && outputsAfter.Length == 0 && sumsAfter.Length == 0)
            return false;

        foreach (Value value in before.Where(static v => v.Name is null))
        {
            if (DerivedNames.FromConsumers(value, _scan.Body.Equations) is { } reader)
                _names[value] = reader + "_x";
        }

        EmitBefore(before);
        EmitCore(coreResults, coreEquations, coreLeaves, stacked);
        EmitAfter("sums", sumsAfter, 0);
        EmitAfter("outputs", outputsAfter, outputsAfter.Length);
        return true;
    }

    private IEnumerable<Value> Leaves(int[] results) => CutAfter(results).Leaves;

    private (IReadOnlyList<Value> Leaves, IReadOnlyList<Equation> Equations) CutAfter(int[] results) =>
        _body.Cut(results.Select(i => Results[i].Value), v => _body.IsBefore(v) || _body.IsStacked(v));

    private void EmitBefore(Value[] before)
    {
        if (before.Length == 0)
            return;
        (IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations) = _body.Cut(before, static _ => false);
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
        (IReadOnlyList<Value> leaves, IReadOnlyList<Equation> equations) = CutAfter(indices);
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
            new ScanOperation(body, ScanDirection.Forward, _scan.Length, 0, inputs.Length, outputs),
            [.. inputs.Select(Stack), .. invariants.Select(v => _operands[v])],
            [.. results.Select(r => Name(r.Value))]);
    }

    /// <summary>The stack of a value: the operand of a step input, else what a part before wrote.</summary>
    private Value Stack(Value value) => _stacks.TryGetValue(value, out Value? stack) ? stack : _operands[value];

    private string? Name(Value value) => value.Name ?? (_names.TryGetValue(value, out string? name) ? name : null);

    private bool IsCarry(Value value) => _roles.TryGetValue(value, out ParameterRole role) && role == ParameterRole.Carry;

    private bool IsInvariant(Value value) => _roles.TryGetValue(value, out ParameterRole role) && role == ParameterRole.Invariant;
}
