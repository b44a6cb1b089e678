using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>Instruction of a scan: runs the instructions of its body once for each step. The slots of step inputs move along the stacked values.</summary>
internal sealed class ScanInstruction<T> : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ScanOperation _scan;
    private readonly ExampleSteps _steps;
    private readonly Instruction[] _body;
    private readonly (Slot<T> Initial, Slot<T> Carry, Slot<T> Next, Slot<T> Staging, Slot<T> Final)[] _carries;
    private readonly (Slot<T> Stacked, Slot<T> Step)[] _inputs;
    private readonly (IdSlot Stacked, IdSlot Step)[] _ids;
    private readonly (Slot<T> Step, Slot<T> Stacked)[] _outputs;
    private readonly SumTerm<T>[] _sums;

    /// <summary>Allocates the slots and creates the instructions of the body.</summary>
    /// <param name="equation">The scan.</param>
    /// <param name="outside">The slots of the enclosing function, including those of the results.</param>
    public ScanInstruction(Equation equation, SlotTable<T> outside)
    {
        _scan = (ScanOperation)equation.Operation;
        Function body = _scan.Body;
        _steps = outside.Steps;
        SlotTable<T> inside = new(outside.Steps);
        List<(Slot<T>, Slot<T>)> inputs = [];
        List<(IdSlot, IdSlot)> ids = [];
        for (int i = 0; i < body.Parameters.Count; i++)
        {
            Value parameter = body.Parameters[i].Value;
            bool stacked = i >= _scan.Carries && i < _scan.Carries + _scan.Inputs;
            if (parameter.Type.Element == ElementType.Integer)
            {
                IdSlot source = outside.Ids(equation.Operands[i]);
                IdSlot step = stacked ? new IdSlot(source.Data, source.Offset, 1) : source;
                inside.Set(parameter, step);
                if (stacked)
                    ids.Add((source, step));
            }
            else if (stacked)
            {
                Slot<T> source = outside[equation.Operands[i]];
                Slot<T> step = new(source.Data, source.Offset, parameter.Type.Rows, parameter.Type.Columns);
                inside.Set(parameter, step);
                inputs.Add((source, step));
            }
            else if (i < _scan.Carries)
            {
                inside.Allocate(parameter);
            }
            else
            {
                inside.Set(parameter, outside[equation.Operands[i]]);
            }
        }

        HashSet<Equation> absorbed = AbsorbedTerms(body);
        _body = InstructionList.Of(body.Equations.Where(e => !absorbed.Contains(e)), inside);
        _inputs = [.. inputs];
        _ids = [.. ids];
        _carries = [.. Enumerable.Range(0, _scan.Carries).Select(i => Carry(equation, i, inside, outside))];
        _outputs = [.. Enumerable.Range(_scan.Carries, _scan.Outputs).Select(i => (inside[body.Results[i].Value], outside[equation.Results[i]]))];
        _sums = [.. Enumerable.Range(_scan.Carries + _scan.Outputs, _scan.Sums).Select(i =>
            SumTerm<T>.Of(absorbed.FirstOrDefault(e => e.Result == body.Results[i].Value), body.Results[i].Value, inside, outside[equation.Results[i]]))];
    }

    /// <inheritdoc/>
    public override void Run()
    {
        foreach ((Slot<T> initial, Slot<T> carry, _, _, _) in _carries)
            initial.Span.CopyTo(carry.Span);
        foreach (SumTerm<T> sum in _sums)
            sum.Clear();
        int steps = _scan.IsWhole ? _scan.Length : _steps.Of(_scan.Length);
        for (int s = 0; s < steps; s++)
            Step(_scan.Direction == ScanDirection.Forward ? s : steps - 1 - s);
        foreach ((_, Slot<T> carry, _, _, Slot<T> final) in _carries)
            carry.Span.CopyTo(final.Span);
    }

    private void Step(int t)
    {
        foreach ((Slot<T> stacked, Slot<T> step) in _inputs)
            step.Offset = stacked.Offset + (t * step.Length);
        foreach ((IdSlot stacked, IdSlot step) in _ids)
            step.Offset = stacked.Offset + t;
        foreach (Instruction instruction in _body)
            instruction.Run();
        foreach ((Slot<T> step, Slot<T> stacked) in _outputs)
            step.Span.CopyTo(stacked.Data.AsSpan(stacked.Offset + (t * step.Length), step.Length));
        foreach (SumTerm<T> sum in _sums)
            sum.Add();

        // The next value of a carry may be another carry, so all are read before any is written.
        foreach ((_, _, Slot<T> next, Slot<T> staging, _) in _carries)
        {
            if (next != staging)
                next.Span.CopyTo(staging.Span);
        }

        foreach ((_, Slot<T> carry, _, Slot<T> staging, _) in _carries)
            staging.Span.CopyTo(carry.Span);
    }

    private (Slot<T>, Slot<T>, Slot<T>, Slot<T>, Slot<T>) Carry(Equation equation, int index, SlotTable<T> inside, SlotTable<T> outside)
    {
        Value parameter = _scan.Body.Parameters[index].Value;
        Value after = _scan.Body.Results[index].Value;
        Slot<T> next = inside[after];
        bool isParameter = _scan.Body.Parameters.Any(p => p.Value == after);
        Slot<T> staging = isParameter ? Slot<T>.Allocate(next.Rows, next.Columns) : next;
        return (outside[equation.Operands[index]], inside[parameter], next, staging, outside[equation.Results[index]]);
    }

    /// <summary>Finds outer products and scattered rows that only a sum reads: they are added to the sum without storing a matrix.</summary>
    private HashSet<Equation> AbsorbedTerms(Function body) =>
    [
        .. body.Equations.Where(e => e.Kind is OperationKind.Outer or OperationKind.ScatterAdd
            && !body.Equations.Any(r => r.Operands.Contains(e.Result))
            && body.Results.Take(_scan.Carries + _scan.Outputs).All(r => r.Value != e.Result)),
    ];
}

/// <summary>Term of a sum over the steps of a scan.</summary>
internal sealed class SumTerm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OperationKind _kind;
    private readonly Slot<T> _total;
    private readonly Slot<T> _term;
    private readonly Slot<T> _operand;
    private readonly IdSlot? _id;

    private SumTerm(OperationKind kind, Slot<T> total, Slot<T> term, Slot<T> operand, IdSlot? id)
    {
        _kind = kind;
        _total = total;
        _term = term;
        _operand = operand;
        _id = id;
    }

    public static SumTerm<T> Of(Equation? absorbed, Value term, SlotTable<T> inside, Slot<T> total) => absorbed?.Kind switch
    {
        OperationKind.Outer => new SumTerm<T>(OperationKind.Outer, total, inside[absorbed.Operands[0]], inside[absorbed.Operands[1]], null),
        OperationKind.ScatterAdd => new SumTerm<T>(OperationKind.ScatterAdd, total, inside[absorbed.Operands[1]], total, inside.Ids(absorbed.Operands[0])),
        _ => new SumTerm<T>(OperationKind.Add, total, inside[term], total, null),
    };

    public void Clear() => _total.Span.Clear();

    public void Add()
    {
        switch (_kind)
        {
            case OperationKind.Outer:
                for (int i = 0; i < _total.Rows; i++)
                    TensorPrimitives.MultiplyAdd(_operand.Span, _term.Span[i], _total.Row(i), _total.Row(i));
                break;
            case OperationKind.ScatterAdd:
                Span<T> row = _total.Row(_id!.Value);
                TensorPrimitives.Add(row, _term.Span, row);
                break;
            default:
                TensorPrimitives.Add(_total.Span, _term.Span, _total.Span);
                break;
        }
    }
}
