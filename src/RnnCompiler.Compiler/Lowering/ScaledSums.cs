using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Loops.Building;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Sums of a tile with int8 weights: each row of weights has a scale, and integer sums a start that cancels the bias of the operand's bytes.</summary>
internal sealed class ScaledSums(LoweringContext context, Region region, TilePosition position, PanelAccess panel, List<Statement> statements)
{
    private readonly ReducedPanelPlacement _panel = panel.Reduced ?? throw new InvalidOperationException("Expected a panel with scales, found one of floats.");

    /// <summary>Defines the registers of integer sums with their starts.</summary>
    /// <param name="gates">The gates.</param>
    /// <param name="sums">The chains of each gate, row or step, and vector; the first one is the sum.</param>
    public void StartIntegers(IReadOnlyList<GateProduct> gates, VectorRegister[][][][] sums)
    {
        Pointer starts = Define("starts", _panel.Starts);
        for (int g = 0; g < gates.Count; g++)
        {
            for (int v = 0; v < position.Vectors.Count; v++)
            {
                VectorExpression start = Row(starts, gates[g], v);
                foreach (VectorRegister[][] element in sums[g])
                {
                    statements.Add(new DefineVector(element[v][0], start));
                    start = element[v][0];
                }
            }
        }
    }

    /// <summary>Adds the scaled sums to accumulators. The scale of an integer sum is that of the row of weights times that of the operand.</summary>
    /// <param name="accumulators">The accumulators, by number, row or step, and vector.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="sums">The chains of each gate, row or step, and vector; the first one is the sum.</param>
    public void AddTo(VectorRegister[][][] accumulators, IReadOnlyList<GateProduct> gates, VectorRegister[][][][] sums)
    {
        VectorRegister[]? operandScales = panel.IsInteger ? OperandScales(gates[0].Product.Operand) : null;
        Pointer scales = Define("scales", _panel.Scales);
        for (int g = 0; g < gates.Count; g++)
        {
            for (int v = 0; v < position.Vectors.Count; v++)
            {
                VectorRegister scale = context.Names.Register("scale");
                statements.Add(new DefineVector(scale, Row(scales, gates[g], v)));
                for (int e = 0; e < position.Width; e++)
                {
                    VectorRegister accumulator = accumulators[gates[g].Accumulator][e][v];
                    IReadOnlyList<VectorExpression> factors = operandScales is null
                        ? [sums[g][e][v][0], scale]
                        : [new Apply(VectorFunction.IntegerToFloat, [sums[g][e][v][0]]), new Apply(VectorFunction.Multiply, [scale, operandScales[e]])];
                    statements.Add(new AssignVector(accumulator, new Apply(VectorFunction.MultiplyAdd, [.. factors, accumulator])));
                }
            }
        }
    }

    private Pointer Define(string name, int start)
    {
        Pointer pointer = new(context.Names.Unique(name), MemorySpace.Reduced);
        statements.Add(new DefinePointer(pointer, null, position.Lanes(Affine.Of(start), _panel.Width)));
        return pointer;
    }

    /// <summary>Loads what the panel has for each of its rows.</summary>
    private VectorLoad Row(Pointer pointer, GateProduct gate, int vector)
    {
        LaneVector lanes = position.Vectors[vector];
        return new VectorLoad(pointer, panel.Gate(gate.Product) + (lanes.BlockDelta * (long)_panel.Width) + lanes.LaneDelta, context.Target.Lanes);
    }

    /// <summary>Loads the scale of a quantised operand for each row or step of the tile.</summary>
    private VectorRegister[] OperandScales(Value operand)
    {
        BufferView view = region.QuantizedOf(operand).Scale;
        Pointer scaleAt = new(context.Names.Unique(EquationText.Name(operand) + "Scale"), view.Buffer.Space);
        (Pointer? origin, Affine offset) = position.Address(view, context, lanes: false);
        statements.Add(new DefinePointer(scaleAt, origin, offset));
        VectorRegister[] registers = [.. Enumerable.Range(0, position.Width).Select(_ => context.Names.Register(scaleAt.Name))];
        long stride = position.WidthStride(view, context);
        statements.AddRange(registers.Select((register, e) => new DefineVector(register, new BroadcastLoad(scaleAt, e * stride))));
        return registers;
    }
}
