using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Optimization;

/// <summary>
/// Simplification of the interface of scans: substitutes constant operands, merges repeated operands and results, turns carries that never change into
/// invariants, and replaces results that are an operand, a constant or another result.
/// </summary>
public static class ScanSimplification
{
    /// <summary>Simplifies the scans of a function and of their bodies.</summary>
    public static Function Run(Function function) =>
        Rewriter.Run(function, static (rewriter, equation) => equation.Operation is ScanOperation scan && new Edit(rewriter, equation, scan).Run(), Run);

    /// <summary>Decomposed scan; a rule moves entries and sets <see cref="_changed"/>.</summary>
    private sealed class Edit
    {
        private readonly Rewriter _outer;
        private readonly ScanOperation _scan;
        private readonly List<(Value Inner, Value Operand, FunctionResult Next, Value Final)> _carries = [];
        private readonly List<(Value Inner, Value Operand)> _inputs = [];
        private readonly List<(Value Inner, Value Operand)> _invariants = [];
        private readonly List<(FunctionResult Inner, Value Result)> _outputs = [];
        private readonly List<(FunctionResult Inner, Value Result)> _sums = [];
        private readonly List<Equation> _constants = [];
        private readonly Dictionary<Value, double> _numbers = [];
        private readonly Dictionary<Value, Value> _replaced = [];
        private int _nextId;
        private bool _changed;

        public Edit(Rewriter outer, Equation equation, ScanOperation scan)
        {
            _outer = outer;
            _scan = scan;
            Function body = scan.Body;
            _nextId = Rewriter.FirstFreeId(body);
            for (int i = 0; i < body.Parameters.Count; i++)
            {
                (Value inner, Value operand) = (body.Parameters[i].Value, equation.Operands[i]);
                if (i < scan.Carries)
                    _carries.Add((inner, operand, body.Results[i], equation.Results[i]));
                else
                    (i < scan.Carries + scan.Inputs ? _inputs : _invariants).Add((inner, operand));
            }

            for (int i = scan.Carries; i < body.Results.Count; i++)
                (i < scan.Carries + scan.Outputs ? _outputs : _sums).Add((body.Results[i], equation.Results[i]));
            foreach (Equation inner in body.Equations)
            {
                if (inner.Operation is ConstantOperation constant)
                    _numbers[inner.Result] = constant.Number;
            }
        }

        public bool Run()
        {
            _inputs.RemoveAll(SubstituteConstant);
            _invariants.RemoveAll(SubstituteConstant);
            _inputs.RemoveAll(BecomeInvariant);
            RemoveRepeated(_inputs);
            RemoveRepeated(_invariants);
            SimplifyCarries();
            _outputs.RemoveAll(ForwardOperand);
            _sums.RemoveAll(s => Number(s.Inner.Value) is 0.0 && ReplaceResult(s.Result, _outer.Constant(0, s.Result.Type)));
            RemoveRepeated(_outputs);
            RemoveRepeated(_sums);
            if (_changed)
                Rebuild();
            return _changed;
        }

        private bool SubstituteConstant((Value Inner, Value Operand) entry) =>
            _outer.Number(entry.Operand) is double number && Substitute(entry.Inner, EmitConstant(number, entry.Inner.Type));

        /// <summary>Replaces an input that is an output of another scan by an invariant, if that output is an invariant of the other scan.</summary>
        private bool BecomeInvariant((Value Inner, Value Operand) entry)
        {
            if (!_outer.TryDefinition(entry.Operand, OperationKind.Scan, out Equation producer))
                return false;
            ScanOperation scan = (ScanOperation)producer.Operation;
            int index = IndexOf(producer.Results, entry.Operand);
            if (index < scan.Carries || index >= scan.Carries + scan.Outputs)
                return false;
            int parameter = IndexOf([.. scan.Body.Parameters.Select(static p => p.Value)], scan.Body.Results[index].Value);
            if (parameter < scan.Carries + scan.Inputs)
                return false;
            _invariants.Add((entry.Inner, producer.Operands[parameter]));
            return _changed = true;
        }

        private void RemoveRepeated(List<(Value Inner, Value Operand)> entries)
        {
            Dictionary<Value, Value> first = [];
            entries.RemoveAll(entry =>
            {
                if (first.TryGetValue(entry.Operand, out Value? inner))
                    return Substitute(entry.Inner, inner);
                first.Add(entry.Operand, entry.Inner);
                return false;
            });
        }

        private void RemoveRepeated(List<(FunctionResult Inner, Value Result)> entries)
        {
            Dictionary<Value, Value> first = [];
            entries.RemoveAll(entry =>
            {
                if (first.TryGetValue(Map(entry.Inner.Value), out Value? result))
                    return ReplaceResult(entry.Result, result);
                first.Add(Map(entry.Inner.Value), entry.Result);
                return false;
            });
        }

        private void SimplifyCarries()
        {
            Dictionary<(Value, Value), (Value Inner, Value Final)> first = [];
            _carries.RemoveAll(carry =>
            {
                Value next = Map(carry.Next.Value);
                double? start = _outer.Number(carry.Operand);
                bool stays = next == carry.Inner || _invariants.Any(v => v.Inner == next && v.Operand == carry.Operand);
                if (stays)
                {
                    _invariants.Add((carry.Inner, carry.Operand));
                    return ReplaceResult(carry.Final, carry.Operand);
                }

                if (start is double number && Number(next) is double then && BitConverter.DoubleToInt64Bits(number) == BitConverter.DoubleToInt64Bits(then))
                    return Substitute(carry.Inner, EmitConstant(number, carry.Inner.Type)) && ReplaceResult(carry.Final, carry.Operand);
                if (first.TryGetValue((carry.Operand, next), out (Value Inner, Value Final) same))
                    return Substitute(carry.Inner, same.Inner) && ReplaceResult(carry.Final, same.Final);
                first.Add((carry.Operand, next), (carry.Inner, carry.Final));
                return false;
            });
        }

        private bool ForwardOperand((FunctionResult Inner, Value Result) output)
        {
            Value inner = Map(output.Inner.Value);
            foreach ((Value step, Value operand) in _inputs)
            {
                if (step == inner)
                    return ReplaceResult(output.Result, operand);
            }

            foreach ((Value invariant, Value operand) in _invariants)
            {
                if (invariant == inner && inner.Type.IsScalar)
                    return ReplaceResult(output.Result, _outer.Emit(new LengthOperation(OperationKind.Broadcast, _scan.Length), operand));
            }

            return Number(inner) is double number && ReplaceResult(output.Result, _outer.Constant(number, output.Result.Type));
        }

        private double? Number(Value inner) => _numbers.TryGetValue(Map(inner), out double number) ? number : null;

        private Value EmitConstant(double number, TensorType type)
        {
            Value value = new(_nextId++, type);
            _constants.Add(new Equation([value], new ConstantOperation(number, type), []));
            _numbers[value] = number;
            return value;
        }

        private bool Substitute(Value inner, Value by)
        {
            _replaced[inner] = by;
            return _changed = true;
        }

        private bool ReplaceResult(Value result, Value by)
        {
            _outer.Replace(result, by);
            return _changed = true;
        }

        /// <summary>Gets the replacement of a value of the body; follows chains of replacements.</summary>
        private Value Map(Value inner)
        {
            while (_replaced.TryGetValue(inner, out Value? by))
                inner = by;
            return inner;
        }

        private void Rebuild()
        {
            List<FunctionResult> results = [.. _carries.Select(static c => c.Next), .. _outputs.Select(static o => o.Inner), .. _sums.Select(static s => s.Inner)];
            if (results.Count == 0)
                return;

            Function body = _scan.Body with
            {
                Parameters =
                [
                    .. _carries.Select(static c => new Parameter(c.Inner, ParameterRole.Carry)),
                    .. _inputs.Select(static i => new Parameter(i.Inner, ParameterRole.StepInput)),
                    .. _invariants.Select(static i => new Parameter(i.Inner, ParameterRole.Invariant)),
                ],
                Equations = [.. _constants, .. _scan.Body.Equations.Select(e => e with { Operands = [.. e.Operands.Select(Map)] })],
                Results = [.. results.Select(r => r with { Value = Map(r.Value) })],
            };
            ScanOperation scan = _scan with { Body = body, Carries = _carries.Count, Inputs = _inputs.Count, Outputs = _outputs.Count };
            _outer.KeepChanged(new Equation(
                [.. _carries.Select(static c => c.Final), .. _outputs.Select(static o => o.Result), .. _sums.Select(static s => s.Result)],
                scan,
                [.. _carries.Select(static c => c.Operand), .. _inputs.Select(static i => i.Operand), .. _invariants.Select(static i => i.Operand)]));
        }

        private static int IndexOf(IReadOnlyList<Value> values, Value value)
        {
            for (int i = 0; i < values.Count; i++)
            {
                if (values[i] == value)
                    return i;
            }

            return -1;
        }
    }
}
