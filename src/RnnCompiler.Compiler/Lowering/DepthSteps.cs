using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Tiling;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Elements of an operand that follow one another: a broadcast of each for each row, a multiply-add for each accumulator. The chains of a sum
/// take turns at them, each in order of k.
/// </summary>
internal sealed class DepthSteps(
    LoweringContext context,
    TilePosition position,
    PanelWalk walk,
    Pointer weights,
    Pointer x,
    long widthStride,
    int chains,
    IReadOnlyList<(Product Product, VectorRegister[][][] Sums)> gates)
{
    /// <summary>Adds the statements of the elements from 0 to a count.</summary>
    public void Add(List<Statement> body, int count)
    {
        for (int k = 0; k < count; k += walk.PerWord)
        {
            int parts = Math.Min(walk.PerWord, count - k);
            if (position.Width == 1 && parts > 1)
                AddWords(body, k, parts);
            else
                AddOneByOne(body, k, parts);
        }
    }

    /// <summary>Several rows share the weights: they are loaded once. One row takes them straight from memory.</summary>
    private void AddOneByOne(List<Statement> body, int from, int count)
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
                        MultiplyAdd(body, gates[g].Sums[e][v][k % chains], broadcast, loaded[g][v]);
                }
            }
        }
    }

    /// <summary>One row loads each word once, for all weights that share it.</summary>
    private void AddWords(List<Statement> body, int from, int count)
    {
        VectorRegister[] broadcasts = [.. Enumerable.Range(from, count).Select(k => Broadcast(body, k, 0))];
        foreach ((Product product, VectorRegister[][][] sums) in gates)
        {
            for (int v = 0; v < position.Vectors.Count; v++)
            {
                VectorRegister words = context.Names.Register("words");
                body.Add(new DefineVector(words, Words(product, from, position.Vectors[v])));
                for (int part = 0; part < count; part++)
                    MultiplyAdd(body, sums[0][v][(from + part) % chains], broadcasts[part], walk.Weights(words, from + part));
            }
        }
    }

    private VectorExpression Load(List<Statement> body, Product product, int k, LaneVector lanes)
    {
        VectorExpression loaded = walk.Weights(Words(product, k, lanes), k);
        if (position.Width == 1)
            return loaded;
        VectorRegister register = context.Names.Register("w");
        body.Add(new DefineVector(register, loaded));
        return register;
    }

    private VectorExpression Words(Product product, int k, LaneVector lanes) => walk.Load(weights, product, k, lanes, context.Target);

    private VectorRegister Broadcast(List<Statement> body, int k, int element)
    {
        VectorRegister broadcast = context.Names.Register(x.Name + "K");
        body.Add(new DefineVector(broadcast, new BroadcastLoad(x, k + (element * widthStride))));
        return broadcast;
    }

    private static void MultiplyAdd(List<Statement> body, VectorRegister sum, VectorRegister broadcast, VectorExpression weights) =>
        body.Add(new AssignVector(sum, new Apply(VectorFunction.MultiplyAdd, [broadcast, weights, sum])));
}
