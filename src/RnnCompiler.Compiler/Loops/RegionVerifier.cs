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
        Require(region.Stores.Count > 0 || region.Reductions.Count > 0, "a result", "none");
        foreach (Value value in region.Loads.Keys.Concat(region.Constants.Keys).Concat(region.Tables.Keys).Concat(region.LossCotangents).Distinct())
            Define(value);
        foreach (BufferView view in region.Loads.Values)
            checkView(view, _place);
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
                RequireLength(target.Length, 1, "the target of a reduction");
            }
        }

        foreach (RegionStore store in region.Stores)
        {
            Read(store.Value);
            checkStore(store.Target, _place);
            RequireLength(store.Target.Length, region.Length, $"the store of {store.Value}");
        }
    }

    private void Check(Accumulation sum)
    {
        foreach (Value start in sum.Start)
            Require(region.Loads.ContainsKey(start) || region.Constants.ContainsKey(start), $"{sum.Name} to start from memory or numbers", $"{start}");
        foreach (Product product in sum.Products)
        {
            int lanes = product.Transposed ? product.Weight.Slice.Columns : product.Weight.Slice.Rows;
            RequireLength(lanes, region.Length, $"the product with {product.Weight.Slice.Weight}");
            Require(region.Loads.TryGetValue(product.Operand, out BufferView? operand), "the operand of a product to lie in memory", $"{product.Operand}");
            RequireLength(operand!.Length, product.Depth, $"the operand of {product.Weight.Slice.Weight}");
        }

        Define(sum.Result);
    }

    private void Check(Equation equation)
    {
        OperationTraits traits = OperationTraits.Of(equation.Kind);
        Require(!traits.IsDecomposed && traits.Form is OperationForm.Elementwise or OperationForm.Spread, "an operation that is computed lane by lane", traits.Word);
        foreach (Value operand in equation.Operands)
            Read(operand);
        RequireLength(equation.Result.Type.Rows, region.Length, $"{equation.Result}");
        Define(equation.Result);
    }

    private void Define(Value value)
    {
        Require(_defined.Add(value), "each value to be defined once", $"{value} twice");
        Require(_ids.Add(value.Id), "each number of a value once", $"another %{value.Id}");
    }

    private void Read(Value value) => Require(_defined.Contains(value), "a value that is computed, loaded, a number or the cotangent of the loss", $"{value}");

    private void RequireLength(int found, int expected, string what) => Require(found == expected, $"{what} to have {expected} elements", $"{found}");

    private void Require(bool holds, string expected, string found)
    {
        if (!holds)
            throw new LoopVerificationException(program, _place, expected, found);
    }
}
