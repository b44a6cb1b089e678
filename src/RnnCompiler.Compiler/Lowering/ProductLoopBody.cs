using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Body of a loop over k: for each element of the operand a broadcast for each row, and a multiply-add for each accumulator. The reduction chains of a sum
/// alternate; each is in order of k. An element is a float, or a word of four integers.
/// </summary>
internal sealed class ProductLoopBody(
    LoweringContext context,
    TilePosition position,
    PanelAccess panel,
    Pointer weights,
    Pointer x,
    long widthStride,
    int chains,
    ChainRange added,
    IReadOnlyList<(Product Product, VectorRegister[][][] Sums)> gates)
{
    /// <summary>Gets the operand, whose lanes are broadcast; null if its elements are broadcast from memory.</summary>
    public VectorRegister? Operand { get; init; }

    /// <summary>Adds the statements for those of the first <paramref name="count"/> elements from the pointers whose chains are added to.</summary>
    public void Add(List<Statement> body, int count)
    {
        for (int k = 0; k < count; k += panel.PerWord)
        {
            int columns = Math.Min(panel.PerWord, count - k);
            if (position.Width == 1 && columns > 1)
                AddWords(body, k, columns);
            else if (columns > 1 || added.Contains(Chain(k)))
                AddElements(body, k, columns);
        }
    }

    /// <summary>
    /// Adds the statements element by element. Several rows share weights that are loaded once into registers; for one row the weights are memory operands.
    /// </summary>
    private void AddElements(List<Statement> body, int from, int count)
    {
        for (int k = from; k < from + count; k++)
        {
            VectorExpression[][] loaded = [.. gates.Select(g => position.Vectors.Select(v => Load(body, g.Product, k, v)).ToArray())];
            for (int e = 0; e < position.Width; e++)
            {
                VectorRegister broadcast = Broadcast(body, k, e);
                for (int g = 0; g < gates.Count; g++)
                {
                    for (int v = 0; v < position.Vectors.Count; v++)
                        MultiplyAdd(body, gates[g].Sums[e][v][Chain(k)], broadcast, loaded[g][v]);
                }
            }
        }
    }

    /// <summary>Adds the statements word by word, for one row: each 32-bit word of several weights is loaded once.</summary>
    private void AddWords(List<Statement> body, int from, int count)
    {
        VectorRegister[] broadcasts = [.. Enumerable.Range(from, count).Select(k => Broadcast(body, k, 0))];
        foreach ((Product product, VectorRegister[][][] sums) in gates)
        {
            for (int v = 0; v < position.Vectors.Count; v++)
            {
                VectorRegister words = context.Names.Register("words");
                body.Add(new DefineVector(words, Words(product, from, position.Vectors[v])));
                for (int column = 0; column < count; column++)
                    MultiplyAdd(body, sums[0][v][Chain(from + column)], broadcasts[column], panel.Weights(words, from + column));
            }
        }
    }

    /// <summary>Gets the chain of an element: that of its column in the weight, so that the bits do not depend on whether the operand is read in parts.</summary>
    private int Chain(int k) => (((gates[0].Product as WeightProduct)?.Columns?.First ?? 0) + k) % chains;

    private VectorExpression Load(List<Statement> body, Product product, int k, LaneVector lanes)
    {
        VectorExpression loaded = panel.Weights(Words(product, k, lanes), k);
        if (position.Width == 1)
            return loaded;
        VectorRegister register = context.Names.Register("w");
        body.Add(new DefineVector(register, loaded));
        return register;
    }

    private VectorExpression Words(Product product, int k, LaneVector lanes) => panel.Load(weights, product, k, lanes, context.Target);

    private VectorRegister Broadcast(List<Statement> body, int k, int element)
    {
        VectorRegister broadcast = context.Names.Register(x.Name + "K");
        body.Add(new DefineVector(broadcast, Operand is { } operand ? new LaneBroadcast(operand, k) : new BroadcastLoad(x, k + (element * widthStride))));
        return broadcast;
    }

    private void MultiplyAdd(List<Statement> body, VectorRegister sum, VectorRegister broadcast, VectorExpression weights) =>
        body.Add(new AssignVector(sum, new Apply(panel.IsInteger ? VectorFunction.MultiplyAddBytes : VectorFunction.MultiplyAdd, [broadcast, weights, sum])));
}
