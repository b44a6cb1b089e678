using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Interprets one method. Its statements are turned into closures once; names become slots.</summary>
internal sealed class MethodInterpreter
{
    private readonly MethodLocals _locals;
    private readonly VectorInterpreter _expressions;
    private readonly IReadOnlyDictionary<string, MethodInterpreter> _methods;
    private readonly Action[] _body;
    private readonly int[] _indexParameters;
    private readonly int[] _pointerParameters;

    public MethodInterpreter(KernelMethod method, int lanes, IReadOnlyDictionary<string, MethodInterpreter> methods)
    {
        _locals = new MethodLocals(lanes);
        _expressions = new VectorInterpreter(_locals);
        _methods = methods;
        _indexParameters = [.. method.Indices.Select(i => Slot(i.Name))];
        _pointerParameters = [.. method.Pointers.Select(p => Slot(p.Name))];
        _body = Prepare(method.Body);
        _locals.Allocate();
    }

    private KernelMemory Memory => _locals.Memory;

    public void Run(KernelMemory memory)
    {
        _locals.Memory = memory;
        RunAll(_body);
    }

    private static void RunAll(Action[] actions)
    {
        foreach (Action action in actions)
            action();
    }

    private Action[] Prepare(IEnumerable<Statement> statements) => [.. statements.Where(static s => s is not Comment).Select(Prepare)];

    private Action Prepare(Statement statement) => statement switch
    {
        Loop loop => PrepareLoop(loop),
        Conditional conditional => PrepareConditional(conditional),
        Scope scope => PrepareScope(scope),
        DefinePointer define => PreparePointer(define),
        Advance advance => PrepareAdvance(Slot(advance.Pointer.Name), advance.Distance),
        Swap swap => PrepareSwap(Slot(swap.First.Name), Slot(swap.Second.Name)),
        DefineVector define => PrepareAssign(define.Register, define.Value),
        AssignVector assign => PrepareAssign(assign.Register, assign.Value),
        DefineId id => PrepareId(id),
        DefineStateParity state => PrepareParity(Slot(state.Parity.Name)),
        StoreVector store => PrepareStore(store),
        StoreReduction reduction => PrepareReduction(reduction),
        FillZero fill => PrepareFill(fill),
        CopyFloats copy => PrepareCopy(copy),
        QuantizeFloats quantize => PrepareQuantize(quantize),
        TransposePanel transpose => () => Memory.Transpose(transpose.Weight),
        PartitionBarrier => Wait,
        CallMethod call => PrepareCall(call),
        _ => throw new InvalidOperationException($"{statement.GetType().Name} has no meaning."),
    };

    // Partitions are interpreted one after another: a barrier has nothing to wait for.
    private static void Wait()
    {
    }

    private Action PrepareCall(CallMethod call)
    {
        int[] indices = [.. call.Indices.Select(i => Slot(i.Name))];
        int[] pointers = [.. call.Pointers.Select(p => Slot(p.Name))];
        return () =>
        {
            MethodInterpreter called = _methods[call.Method];
            for (int i = 0; i < indices.Length; i++)
                called._locals.Indices[called._indexParameters[i]] = _locals.Indices[indices[i]];
            for (int i = 0; i < pointers.Length; i++)
                called._locals.Pointers[called._pointerParameters[i]] = _locals.Pointers[pointers[i]];
            called.Run(Memory);
        };
    }

    private int Slot(string name) => _locals.Slot(name);

    private Action PrepareLoop(Loop loop)
    {
        int index = Slot(loop.Index.Name);
        Action[] body = Prepare(loop.Body);
        if (loop.Alternation is { } odd)
            return Alternating(loop, index, Slot(odd.Index.Name), odd.Shift, body);
        Func<long> lowerBound = _locals.Of(loop.Lower);
        Func<long> upperBound = _locals.Of(loop.Upper);
        return () =>
        {
            long lower = lowerBound();
            long upper = upperBound();
            if (loop.Descending)
            {
                for (long i = upper - loop.Step; i >= lower; i -= loop.Step)
                {
                    _locals.Indices[index] = i;
                    RunAll(body);
                }

                return;
            }

            (int first, int every) = loop.Partitioned ? (Memory.Partition, Memory.Partitions) : (0, 1);
            for (long i = lower + (first * loop.Step); i < upper; i += loop.Step * every)
            {
                if (i + loop.Step > upper && !loop.PartialLast)
                    throw new InvalidOperationException($"The loop over {loop.Index.Name} overruns its bound {upper} from {i} in steps of {loop.Step}.");
                _locals.Indices[index] = i;
                RunAll(body);
            }
        };
    }

    private Action Alternating(Loop loop, int index, int odd, int shift, Action[] body)
    {
        int iterations = (loop.Upper.Number - loop.Lower.Number) / loop.Step;
        return () =>
        {
            for (int i = 0; i < iterations; i++)
            {
                _locals.Indices[index] = loop.Lower.Number + (((_locals.Indices[odd] + shift) % 2 == 0 ? i : iterations - 1 - i) * loop.Step);
                RunAll(body);
            }
        };
    }

    private Action PrepareConditional(Conditional conditional)
    {
        Action[] body = Prepare(conditional.Body);
        Func<long> rows = _locals.Number(RuntimeNumber.Rows, conditional.Local);
        Func<long> steps = _locals.Number(RuntimeNumber.Steps, conditional.Local);
        return () =>
        {
            bool holds = conditional.Condition switch
            {
                KernelCondition.Requests => ((int)Memory.Requested & conditional.Number) != 0,
                KernelCondition.RowsAtLeast => rows() >= conditional.Number,
                KernelCondition.SingleRow => rows() == 1,
                KernelCondition.StepsAtLeast => steps() >= conditional.Number,
                KernelCondition.PhaseIs => Memory.Phase == conditional.Number,
                KernelCondition.OwnsWorkItem => conditional.Number % Memory.Partitions == Memory.Partition,
                _ => throw new InvalidOperationException($"{conditional.Condition} has no meaning."),
            };
            if (holds)
                RunAll(body);
        };
    }

    private Action PrepareScope(Scope scope)
    {
        Action[] body = Prepare(scope.Body);
        return () => RunAll(body);
    }

    private Action PreparePointer(DefinePointer define)
    {
        int slot = Slot(define.Pointer.Name);
        int origin = define.Base is null ? -1 : Slot(define.Base.Name);
        Func<long> offset = _locals.Of(define.Offset);
        return () => _locals.Pointers[slot] = origin < 0
            ? (Memory[define.Pointer.Space], offset())
            : (_locals.Pointers[origin].Memory, _locals.Pointers[origin].At + offset());
    }

    private Action PrepareAdvance(int slot, long distance) => () => _locals.Pointers[slot].At += distance;

    private Action PrepareSwap(int a, int b) => () => (_locals.Pointers[a], _locals.Pointers[b]) = (_locals.Pointers[b], _locals.Pointers[a]);

    private Action PrepareId(DefineId id)
    {
        int slot = Slot(id.Id.Name);
        Func<long> offset = _locals.Of(id.Offset);
        return () => _locals.Indices[slot] = Memory.Ids(id.Space)[offset()];
    }

    // Arrays have no order: each execution is that of the other state.
    private Action PrepareParity(int slot) => () => _locals.Indices[slot] ^= 1;

    private Action PrepareAssign(VectorRegister register, VectorExpression value)
    {
        int slot = Slot(register.Name);
        Func<float[]> compute = _expressions.Of(value);
        return () => compute().CopyTo(_locals.Vectors[slot], 0);
    }

    private Action PrepareStore(StoreVector store)
    {
        int pointer = Slot(store.Pointer.Name);
        Func<float[]> compute = _expressions.Of(store.Value);
        return () =>
        {
            float[] value = compute();
            (float[] memory, long at) = _locals.Pointers[pointer];
            for (int lane = 0; lane < (store.Exact ? store.Count : _locals.Lanes); lane++)
                memory[at + store.Offset + lane] = lane < store.Count ? value[lane] : float.NaN;
        };
    }

    private Action PrepareReduction(StoreReduction reduction)
    {
        int pointer = Slot(reduction.Pointer.Name);
        int[] vectors = [.. reduction.Vectors.Select(p => Slot(p.Name))];
        return () =>
        {
            float[] lanes = [.. vectors.SelectMany(v => _locals.Vectors[v])];
            for (int half = lanes.Length / 2; half >= 1; half /= 2)
            {
                for (int i = 0; i < half; i++)
                    lanes[i] = reduction.Kind == Reduction.Sum ? lanes[i] + lanes[i + half] : LaneFunctions.Max(lanes[i], lanes[i + half]);
            }

            (float[] memory, long at) = _locals.Pointers[pointer];
            memory[at + reduction.Offset] = lanes[0];
        };
    }

    private Action PrepareFill(FillZero fill)
    {
        Func<long> offset = _locals.Of(fill.Offset);
        return () => Array.Clear(Memory[fill.Space], checked((int)offset()), fill.Count);
    }

    private Action PrepareCopy(CopyFloats copy)
    {
        int source = Slot(copy.Source.Name);
        int target = Slot(copy.Target.Name);
        Func<long> times = _locals.Of(copy.Times);
        return () => Array.Copy(_locals.Pointers[source].Memory, _locals.Pointers[source].At, _locals.Pointers[target].Memory, _locals.Pointers[target].At, copy.Count * times());
    }

    private Action PrepareQuantize(QuantizeFloats quantize)
    {
        int source = Slot(quantize.Source.Name);
        int target = Slot(quantize.Target.Name);
        return () => ReducedPanels.Quantize(
            _locals.Pointers[source].Memory.AsSpan((int)_locals.Pointers[source].At, quantize.Count), _locals.Pointers[target].Memory.AsSpan((int)_locals.Pointers[target].At));
    }
}
