using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Verifier of one region: values are defined once and before they are read, operations have a lowering, lengths fit.</summary>
/// <param name="program">The name of the program, for messages.</param>
/// <param name="region">The region.</param>
/// <param name="checkView">Checks a view that is read.</param>
/// <param name="checkStore">Checks a view that is written.</param>
internal sealed class RegionVerifier(string program, Region region, Action<BufferView, string> checkView, Action<BufferView, string> checkStore)
{
    private readonly HashSet<Value> _defined = [];
    private readonly HashSet<int> _ids = [];
    private readonly string _place = $"the region of {string.Join(", ", region.Stores.Select(static s => s.Target.Buffer.Name).Distinct())}";

    /// <summary>Verifies the region.</summary>
    public void Run()
    {
        if (region.Stores.Count == 0 && region.Reductions.Count == 0)
            throw Wrong("a result", "none");
        foreach (Value value in region.Loads.Keys.Concat(region.Constants.Keys).Concat(region.Tables.Keys).Distinct())
            Define(value);
        foreach (BufferView view in region.Loads.Values)
            checkView(view, _place);
        foreach (MatrixProduct product in region.MatrixProducts)
            checkView(product.Matrix, _place);
        foreach (QuantizedOperand quantized in region.Quantized)
            Check(quantized);
        foreach (Accumulation sum in region.Accumulations)
            Check(sum);
        foreach (Equation equation in region.Elementwise)
            Check(equation);
        foreach (RegionReduction reduction in region.Reductions)
        {
            Read(reduction.Operand);
            foreach (BufferView target in reduction.Targets)
            {
                checkStore(target, _place);
                if (target.Length != 1)
                    throw Wrong("the target of a reduction to have 1 elements", $"{target.Length}");
            }
        }

        foreach (RegionStore store in region.Stores)
        {
            Read(store.Value);
            checkStore(store.Target, _place);
            if (store.Target.Length != region.Length)
                throw Wrong($"the store of {store.Value} to have {region.Length} elements", $"{store.Target.Length}");
        }
    }

    private void Check(QuantizedOperand quantized)
    {
        if (!region.Loads.TryGetValue(quantized.Operand, out BufferView? operand))
            throw Wrong("a quantised operand to lie in memory", $"{quantized.Operand}");
        if (region.WeightProducts.FirstOrDefault(p => p.IsInteger && p.Operand == quantized.Operand) is not { } product)
            throw Wrong("a quantised operand to have an integer product", $"{quantized.Operand} without one");
        checkStore(quantized.Words, _place);
        if (quantized.Words.LaneOffset != 0 || quantized.Words.Length != product.LoopLength || quantized.Words.Buffer.Length != product.LoopLength + 1)
            throw Wrong($"{product.LoopLength} words and a scale for {operand.Length} elements", $"{quantized.Words.Length} words of {quantized.Words.Buffer.Length} elements");
    }

    private void Check(Accumulation sum)
    {
        foreach (Value start in sum.Start)
        {
            if (!region.Loads.ContainsKey(start) && !region.Constants.ContainsKey(start))
                throw Wrong($"{sum.Name} to start from memory or numbers", $"{start}");
        }

        foreach (Product product in sum.Products)
        {
            if (product.Lanes != region.Length)
                throw Wrong($"the product with {product.MatrixName} to have {region.Length} elements", $"{product.Lanes}");
            if (product is WeightProduct { Columns: { } columns } part && (part.Transposed || !LoopVerifier.IsWithin(columns, part.Weight)))
                throw Wrong($"columns of {part.MatrixName}", $"{columns}");
            if (!region.Loads.TryGetValue(product.Operand, out BufferView? operand))
                throw Wrong("the operand of a product to lie in memory", $"{product.Operand}");
            if (operand.Length != product.Depth)
                throw Wrong($"the operand of {product.MatrixName} to have {product.Depth} elements", $"{operand.Length}");
        }

        Define(sum.Result);
    }

    private void Check(Equation equation)
    {
        OperationTraits traits = OperationTraits.Of(equation.Kind);
        if (traits.IsDecomposed || traits.Form is not (OperationForm.Elementwise or OperationForm.Spread))
            throw Wrong("an operation that is computed lane by lane", traits.Word);
        foreach (Value operand in equation.Operands)
            Read(operand);
        if (equation.Result.Type.Rows != region.Length)
            throw Wrong($"{equation.Result} to have {region.Length} elements", $"{equation.Result.Type.Rows}");
        Define(equation.Result);
    }

    private void Define(Value value)
    {
        if (!_defined.Add(value))
            throw Wrong("each value to be defined once", $"{value} twice");
        if (!_ids.Add(value.Id))
            throw Wrong("each number of a value once", $"another %{value.Id}");
    }

    private void Read(Value value)
    {
        if (!_defined.Contains(value))
            throw Wrong("a value that is computed, loaded or a number", $"{value}");
    }

    private LoopVerificationException Wrong(string expected, string found) => new(program, _place, expected, found);
}
