using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Lowering of one register tile of a region: accumulators, products, epilogue, stores.</summary>
internal sealed class TileLowering(LoweringContext context, Region region, TilePosition position, IReadOnlyList<ProductPlan> products, ReductionRegisters? reductions)
{
    private readonly List<Statement> _statements = [];
    private readonly TileMemory _memory = new(context, region, position);

    /// <summary>Emits the whole tile; its sums are in registers from the first product to the last store.</summary>
    public IReadOnlyList<Statement> Lower()
    {
        Epilogues(Accumulate());
        return _statements;
    }

    /// <summary>Emits the products only; the sums of each row or step are stored to scratch.</summary>
    public IReadOnlyList<Statement> LowerSums(LoopBuffer scratch)
    {
        SumRegisters sums = Accumulate();
        foreach ((VectorRegister register, Pointer pointer, long offset) in InMemory(sums, scratch))
            _statements.Add(new StoreVector(pointer, offset, register, context.Target.Lanes, false));
        return _statements;
    }

    /// <summary>Emits the epilogue and the stores; the sums are loaded from scratch.</summary>
    public IReadOnlyList<Statement> LowerEpilogue(LoopBuffer scratch)
    {
        SumRegisters sums = new(context.Names, region, position.Width, position.Vectors.Count);
        foreach ((VectorRegister register, Pointer pointer, long offset) in InMemory(sums, scratch))
            _statements.Add(new DefineVector(register, new VectorLoad(pointer, offset, context.Target.Lanes)));
        Epilogues(sums);
        return _statements;
    }

    /// <summary>Emits the stores of a region that computes nothing, each of all lanes.</summary>
    /// <param name="times">The number of steps that are copied together, whose vectors follow one another.</param>
    public IReadOnlyList<Statement> LowerCopies(Bound times)
    {
        foreach (RegionStore store in region.Stores)
        {
            Pointer source = _memory.At(region.Loads[store.Value], lanes: true, _statements);
            Pointer target = _memory.At(store.Target, lanes: true, _statements);
            _statements.Add(new CopyFloats(source, target, region.Length) { Times = times });
        }

        return _statements;
    }

    /// <summary>Emits the rounding of the operands of integer products to bytes.</summary>
    public IReadOnlyList<Statement> LowerQuantization()
    {
        foreach (QuantizedOperand quantized in region.Quantized)
        {
            BufferView operand = region.Loads[quantized.Operand];
            Pointer source = _memory.At(operand, lanes: false, _statements);
            Pointer target = _memory.At(quantized.Words, lanes: false, _statements);
            _statements.Add(new QuantizeFloats(source, target, operand.Length));
        }

        return _statements;
    }

    private SumRegisters Accumulate()
    {
        Accumulators accumulators = new(context, region, position, _memory, _statements);
        accumulators.Accumulate(products);
        return accumulators.Sums;
    }

    private IEnumerable<(VectorRegister Register, Pointer Pointer, long Offset)> InMemory(SumRegisters sums, LoopBuffer buffer)
    {
        BufferView view = BufferView.Of(buffer);
        Pointer pointer = new(context.Names.Unique(buffer.Name + "At"), buffer.Space);
        (Pointer? origin, Affine offset) = position.Address(view, context, lanes: false);
        _statements.Add(new DefinePointer(pointer, origin, context.ByLanes ? position.PrivateOffset(offset, sums.Registers.Length) : offset));
        long widthStride = position.WidthStride(view, context);
        for (int e = 0; e < position.Width; e++)
        {
            for (int i = 0; i < sums.Registers.Length * position.Vectors.Count; i++)
                yield return (sums.Registers[i / position.Vectors.Count][e][i % position.Vectors.Count], pointer, (e * widthStride) + (i * context.Target.Lanes));
        }
    }

    private void Epilogues(SumRegisters sums)
    {
        for (int e = 0; e < position.Width; e++)
        {
            for (int v = 0; v < position.Vectors.Count; v++)
                Epilogue(sums, e, v);
        }
    }

    private void Epilogue(SumRegisters sums, int element, int vector)
    {
        EpilogueExpressions expressions = new(context, region, position, _memory, sums, _statements, element, vector);
        expressions.Compute();
        LaneVector lanes = position.Vectors[vector];
        List<Statement> carries = [];
        foreach (RegionStore store in region.Stores)
        {
            VectorExpression value = expressions.Of(store.Value);
            if (position.Time.Resident.TryGetValue(store.Target.Buffer, out VectorRegister[]? carry))
            {
                carries.Add(new AssignVector(carry[lanes.Offset / context.Target.Lanes], value));
                if (store.Target.Slot == Slot.Next)
                    continue; // nothing reads it in memory before the loop ends
            }

            Pointer pointer = _memory.At(store.Target, lanes: true, _statements);
            long offset = (element * position.WidthStride(store.Target, context)) + lanes.Offset;
            bool exact = lanes.Count < context.Target.Lanes && !store.Target.OwnsItsBlocks;
            _statements.Add(new StoreVector(pointer, offset, value, lanes.Count, exact));
        }

        for (int i = 0; i < region.Reductions.Count; i++)
            _statements.Add(reductions!.Accumulate(i, element, lanes, expressions.Reduced(region.Reductions[i])));
        _statements.AddRange(carries); // last, since a value may be that of a carry before the step
    }
}

/// <summary>Pointers of a tile: one for each view that it accesses.</summary>
internal sealed class TileMemory(LoweringContext context, Region region, TilePosition position)
{
    private readonly Dictionary<(BufferView, bool), Pointer> _pointers = [];

    /// <summary>Gets a pointer to a view at the tile, which is defined at its first use.</summary>
    public Pointer At(BufferView view, bool lanes, List<Statement> statements)
    {
        if (_pointers.TryGetValue((view, lanes), out Pointer? known))
            return known;
        Pointer pointer = new(context.Names.Unique(view.Buffer.Name + "At"), view.Buffer.Space);
        (Pointer? origin, Affine offset) = position.Address(view, context, lanes);
        statements.Add(new DefinePointer(pointer, origin, offset));
        _pointers[(view, lanes)] = pointer;
        return pointer;
    }

    /// <summary>Loads a vector of a value from memory.</summary>
    public VectorExpression Load(Ir.Value value, int element, LaneVector lanes, List<Statement> statements)
    {
        BufferView view = region.Loads[value];
        if (position.Time.Resident.TryGetValue(view.Buffer, out VectorRegister[]? carry))
            return carry[lanes.Offset / context.Target.Lanes];
        int count = view.IsReadableWhole(context.Target.Lanes) ? context.Target.Lanes : lanes.Count;
        return new VectorLoad(At(view, lanes: true, statements), (element * position.WidthStride(view, context)) + lanes.Offset, count);
    }

    /// <summary>Whether all rows or steps of the tile share a value.</summary>
    public bool IsShared(Ir.Value value) => region.Loads.TryGetValue(value, out BufferView? view) && position.WidthStride(view, context) == 0;
}
