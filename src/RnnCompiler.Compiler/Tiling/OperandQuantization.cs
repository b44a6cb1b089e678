using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>
/// Allocation of buffers for the operands of integer products: each region rounds an operand once for each row or step, before its tiles, which all read the bytes.
/// </summary>
internal static class OperandQuantization
{
    /// <summary>Adds a buffer to each region for each operand of its integer products.</summary>
    /// <param name="program">The program; its buffers are not placed yet.</param>
    public static LoopProgram Reserve(LoopProgram program) => program.RewriteRegions(static (nest, reserved) =>
    {
        List<QuantizedOperand> quantized = [];
        foreach (WeightProduct product in nest.Region.WeightProducts.Where(static p => p.IsInteger))
        {
            if (quantized.Any(q => q.Operand == product.Operand))
                continue;
            int slots = nest.Axis == LoopAxis.Steps ? Steps(nest) : 1;
            LoopBuffer buffer = new(nest.Region.Loads[product.Operand].Buffer.Name + "Bytes", MemorySpace.Workspace, product.LoopLength + 1, slots, isPadded: true);
            reserved.Add(buffer);
            BufferView whole = nest.Axis == LoopAxis.Steps ? BufferView.Stacked(buffer) : BufferView.Of(buffer);
            quantized.Add(new QuantizedOperand(product.Operand, whole with { Length = product.LoopLength }));
        }

        return quantized.Count == 0 ? nest : nest with { Region = nest.Region with { Quantized = quantized } };
    });

    /// <summary>Gets the greatest number of steps of a nest over steps.</summary>
    private static int Steps(RegionNest nest) => nest.WholeSteps
        ?? nest.Region.Loads.Values.Concat(nest.Region.Stores.Select(static s => s.Target)).Concat(nest.Region.Reductions.SelectMany(static r => r.Targets))
            .Where(static v => v.Slot is Slot.Time or Slot.Reversed).Select(static v => v.Buffer.Slots).DefaultIfEmpty(1).Max();
}
