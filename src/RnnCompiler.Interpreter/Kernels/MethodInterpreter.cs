using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>Interprets one method. Its statements are turned into closures once; names become slots.</summary>
internal sealed class MethodInterpreter
{
    private readonly int _lanes;
    private readonly IReadOnlyDictionary<string, MethodInterpreter> _methods;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Action[] _body;
    private readonly int[] _indexParameters;
    private readonly int[] _pointerParameters;
    private KernelMemory _memory = new();
    private readonly long[] _indices;
    private readonly (float[] Memory, long At)[] _pointers;
    private readonly float[][] _vectors;

    public MethodInterpreter(KernelMethod method, int lanes, IReadOnlyDictionary<string, MethodInterpreter> methods)
    {
        _lanes = lanes;
        _methods = methods;
        _indexParameters = [.. method.Indices.Select(i => Slot(i.Name))];
        _pointerParameters = [.. method.Pointers.Select(p => Slot(p.Name))];
        _body = Prepare(method.Body);
        _indices = new long[_slots.Count];
        _pointers = new (float[], long)[_slots.Count];
        _vectors = [.. Enumerable.Range(0, _slots.Count).Select(_ => new float[lanes])];
    }

    public void Run(KernelMemory memory)
    {
        _memory = memory;
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
        TransposePanel transpose => () => Transpose(transpose.Weight),
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
                called._indices[called._indexParameters[i]] = _indices[indices[i]];
            for (int i = 0; i < pointers.Length; i++)
                called._pointers[called._pointerParameters[i]] = _pointers[pointers[i]];
            called.Run(_memory);
        };
    }

    private int Slot(string name)
    {
        if (!_slots.TryGetValue(name, out int slot))
            _slots[name] = slot = _slots.Count;
        return slot;
    }

    private Action PrepareLoop(Loop loop)
    {
        int index = Slot(loop.Index.Name);
        Action[] body = Prepare(loop.Body);
        if (loop.Alternation is { } odd)
            return Alternating(loop, index, Slot(odd.Index.Name), odd.Shift, body);
        Func<long> lowerBound = PrepareBound(loop.Lower);
        Func<long> upperBound = PrepareBound(loop.Upper);
        return () =>
        {
            long lower = lowerBound();
            long upper = upperBound();
            if (loop.Descending)
            {
                for (long i = upper - loop.Step; i >= lower; i -= loop.Step)
                {
                    _indices[index] = i;
                    RunAll(body);
                }

                return;
            }

            (int first, int every) = loop.Partitioned ? (_memory.Partition, _memory.Partitions) : (0, 1);
            for (long i = lower + (first * loop.Step); i < upper; i += loop.Step * every)
            {
                if (i + loop.Step > upper && !loop.PartialLast)
                    throw new InvalidOperationException($"The loop over {loop.Index.Name} overruns its bound {upper} from {i} in steps of {loop.Step}.");
                _indices[index] = i;
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
                _indices[index] = loop.Lower.Number + (((_indices[odd] + shift) % 2 == 0 ? i : iterations - 1 - i) * loop.Step);
                RunAll(body);
            }
        };
    }

    private Func<long> PrepareBound(Bound bound)
    {
        Func<long>? runtime = bound.Runtime is { } number ? Number(number, bound.Local) : null;
        if (bound.Start is not { } start)
            return () => runtime is null ? bound.Number : runtime() / bound.Multiple * bound.Multiple;
        int slot = Slot(start.Name);
        return () => runtime is null ? _indices[slot] + bound.Number : Math.Min(_indices[slot] + bound.Number, runtime());
    }

    private Func<long> Number(RuntimeNumber number, IndexVariable? local)
    {
        if (local is null)
            return () => Value(number);
        int slot = Slot(local.Name);
        return () => _indices[slot];
    }

    private int Value(RuntimeNumber number) => number == RuntimeNumber.Rows ? _memory.Rows : _memory.Steps;

    private Action PrepareConditional(Conditional conditional)
    {
        Action[] body = Prepare(conditional.Body);
        Func<long> rows = Number(RuntimeNumber.Rows, conditional.Local);
        Func<long> steps = Number(RuntimeNumber.Steps, conditional.Local);
        return () =>
        {
            bool holds = conditional.Condition switch
            {
                KernelCondition.Requests => ((int)_memory.Requested & conditional.Number) != 0,
                KernelCondition.RowsAtLeast => rows() >= conditional.Number,
                KernelCondition.SingleRow => rows() == 1,
                KernelCondition.StepsAtLeast => steps() >= conditional.Number,
                KernelCondition.PhaseIs => _memory.Phase == conditional.Number,
                KernelCondition.OwnsWorkItem => conditional.Number % _memory.Partitions == _memory.Partition,
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

    private Func<long> PrepareOffset(Affine offset)
    {
        (int Slot, RuntimeNumber? Number, long Coefficient)[] terms =
            [.. offset.Terms.Select(t => (t.Index is null ? -1 : Slot(t.Index.Name), t.Runtime, t.Coefficient))];
        return () =>
        {
            long sum = offset.Constant;
            foreach ((int slot, RuntimeNumber? number, long coefficient) in terms)
                sum += coefficient * (slot >= 0 ? _indices[slot] : Value(number!.Value));
            return sum;
        };
    }

    private Action PreparePointer(DefinePointer define)
    {
        int slot = Slot(define.Pointer.Name);
        int origin = define.Base is null ? -1 : Slot(define.Base.Name);
        Func<long> offset = PrepareOffset(define.Offset);
        return () => _pointers[slot] = origin < 0
            ? (_memory[define.Pointer.Space], offset())
            : (_pointers[origin].Memory, _pointers[origin].At + offset());
    }

    private Action PrepareAdvance(int slot, long distance) => () => _pointers[slot].At += distance;

    private Action PrepareSwap(int a, int b) => () => (_pointers[a], _pointers[b]) = (_pointers[b], _pointers[a]);

    private Action PrepareId(DefineId id)
    {
        int slot = Slot(id.Id.Name);
        Func<long> offset = PrepareOffset(id.Offset);
        return () => _indices[slot] = _memory.Ids(id.Space)[offset()];
    }

    // Arrays have no order: each execution is that of the other state.
    private Action PrepareParity(int slot) => () => _indices[slot] ^= 1;

    private Action PrepareAssign(VectorRegister register, VectorExpression value)
    {
        int slot = Slot(register.Name);
        Func<float[]> compute = PrepareVector(value);
        return () => compute().CopyTo(_vectors[slot], 0);
    }

    private Action PrepareStore(StoreVector store)
    {
        int pointer = Slot(store.Pointer.Name);
        Func<float[]> compute = PrepareVector(store.Value);
        return () =>
        {
            float[] value = compute();
            (float[] memory, long at) = _pointers[pointer];
            for (int lane = 0; lane < (store.Exact ? store.Count : _lanes); lane++)
                memory[at + store.Offset + lane] = lane < store.Count ? value[lane] : float.NaN;
        };
    }

    private Action PrepareReduction(StoreReduction reduction)
    {
        int pointer = Slot(reduction.Pointer.Name);
        int[] vectors = [.. reduction.Vectors.Select(p => Slot(p.Name))];
        return () =>
        {
            float[] lanes = [.. vectors.SelectMany(v => _vectors[v])];
            for (int half = lanes.Length / 2; half >= 1; half /= 2)
            {
                for (int i = 0; i < half; i++)
                    lanes[i] = reduction.Kind == Reduction.Sum ? lanes[i] + lanes[i + half] : LaneFunctions.Max(lanes[i], lanes[i + half]);
            }

            (float[] memory, long at) = _pointers[pointer];
            memory[at + reduction.Offset] = lanes[0];
        };
    }

    private Action PrepareFill(FillZero fill)
    {
        Func<long> offset = PrepareOffset(fill.Offset);
        return () => Array.Clear(_memory[fill.Space], checked((int)offset()), fill.Count);
    }

    private Action PrepareCopy(CopyFloats copy)
    {
        int source = Slot(copy.Source.Name);
        int target = Slot(copy.Target.Name);
        Func<long> times = PrepareBound(copy.Times);
        return () => Array.Copy(_pointers[source].Memory, _pointers[source].At, _pointers[target].Memory, _pointers[target].At, copy.Count * times());
    }

    private Action PrepareQuantize(QuantizeFloats quantize)
    {
        int source = Slot(quantize.Source.Name);
        int target = Slot(quantize.Target.Name);
        return () => ReducedPanels.Quantize(
            _pointers[source].Memory.AsSpan((int)_pointers[source].At, quantize.Count), _pointers[target].Memory.AsSpan((int)_pointers[target].At));
    }

    private void Transpose(PanelPlacement panel)
    {
        SlicePlacement s = panel.Source;
        float[] source = _memory[MemorySpace.Parameters];
        float[] target = _memory[MemorySpace.Panels];
        for (int k = 0; k < Target.Pad(s.Columns); k++)
        {
            for (int j = 0; j < s.Rows; j++)
            {
                float value = k < s.Columns ? source[s.Offset + (j / Target.Block * s.BlockStride) + (j % Target.Block * s.LaneStride) + (k * s.ColumnStride)] : float.NaN;
                target[panel.Offset + (k / Target.Block * s.Rows * Target.Block) + (j * Target.Block) + (k % Target.Block)] = value;
            }
        }
    }

    private Func<float[]> PrepareVector(VectorExpression expression)
    {
        float[] result = new float[_lanes];
        switch (expression)
        {
            case VectorRegister register:
                int slot = Slot(register.Name);
                return () => _vectors[slot];
            case VectorLoad load:
                int from = Slot(load.Pointer.Name);
                return () =>
                {
                    (float[] memory, long at) = _pointers[from];
                    for (int lane = 0; lane < _lanes; lane++)
                        result[lane] = lane < load.Count ? memory[at + load.Offset + lane] : 0f;
                    return result;
                };
            case BroadcastLoad load:
                int one = Slot(load.Pointer.Name);
                return () => Fill(result, _pointers[one].Memory[_pointers[one].At + load.Offset]);
            case LaneBroadcast broadcast:
                Func<float[]> vector = PrepareVector(broadcast.Vector);
                return () => Fill(result, vector()[broadcast.Lane]);
            case Splat splat:
                return () => Fill(result, (float)splat.Number);
            case Apply apply:
                return PrepareApply(apply, result);
            case OneHotLanes oneHot:
                int id = Slot(oneHot.Id.Name);
                Func<long> first = PrepareOffset(oneHot.FirstLane);
                return () => Each(result, lane => _indices[id] == first() + lane ? 1f : 0f);
            case BFloat16Half half:
                Func<float[]> words = PrepareVector(half.Words);
                return () =>
                {
                    float[] w = words();
                    return Each(result, lane => LaneFunctions.Half(w[lane], half.Upper));
                };
            case ByteLoad load:
                int bytes = Slot(load.Pointer.Name);
                return () => Each(result, lane => _pointers[bytes].Memory[_pointers[bytes].At + load.Offset + lane]);
            case MaskTail mask:
                Func<float[]> argument = PrepareVector(mask.Argument);
                return () =>
                {
                    float[] a = argument();
                    return Each(result, lane => lane < mask.Count ? a[lane] : (float)mask.Fill);
                };
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} has no meaning.");
        }
    }

    private Func<float[]> PrepareApply(Apply apply, float[] result)
    {
        Func<float[]>[] arguments = [.. apply.Arguments.Select(PrepareVector)];
        return () =>
        {
            float[] a = arguments[0]();
            float[] b = arguments.Length > 1 ? arguments[1]() : a;
            float[] c = arguments.Length > 2 ? arguments[2]() : a;
            for (int lane = 0; lane < result.Length; lane++)
                result[lane] = LaneFunctions.Apply(apply.Function, a[lane], b[lane], c[lane]);
            return result;
        };
    }

    private static float[] Fill(float[] result, float value)
    {
        Array.Fill(result, value);
        return result;
    }

    private static float[] Each(float[] result, Func<int, float> lane)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = lane(i);
        return result;
    }
}
