using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <summary>
/// Draws networks of 1 to 3 inputs (sequences, features and token ids, some of a length group of their own) and 1 to 3 outputs. Each layer is used, and all rules hold.
/// </summary>
internal class RandomPortNetworks(int seed) : RandomNetworks(seed)
{
    /// <inheritdoc/>
    protected override ModelDeclaration Draw()
    {
        Start(size: 0, isReadable: false);
        AddInputs();
        int[] sequences = [.. Enumerable.Range(1, Nodes - 1).Where(node => Layers[node - 1] is EmbeddingDeclaration or InputDeclaration { Kind: InputKind.Sequence })];
        AddRecurrent(sequences.Length > 0 ? Pick(sequences) : 0);
        if (Once(in8: 1) && sequences.Length > 0)
            AddContinued(Pick(sequences));
        for (int count = Below(9) + 1; count > 0; count--)
            AddOne();

        Loss loss = Pick(Loss.MeanSquaredError, Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.BinaryCrossEntropy, Loss.CrossEntropy);
        List<int> outputs = [.. Outputs().Select(node => Head(node, loss))];
        int more = Below(Nodes);
        if (Once(in8: 2) && outputs.Count < 3 && more > 0 && Layers[more - 1] is not InputDeclaration && !outputs.Contains(more))
            outputs.Add(more);
        return new ModelDeclaration("Model", 0, Pick(1, 2, 5, 9), loss, 0.5f, new(Layers))
        {
            Outputs = outputs.Count == 1 && outputs[0] == Nodes - 1 && Once(in8: 4) ? default : new([.. outputs.Select(static (node, i) => new OutputDeclaration("y" + i, node))]),
        };
    }

    private void AddInputs()
    {
        int groups = 0;
        int count = Pick(1, 2, 2, 3, 3);
        for (int i = 0; i < count; i++)
        {
            InputKind kind = i == 0 ? Pick(InputKind.Sequence, InputKind.Sequence, InputKind.Tokens) : Pick(InputKind.Sequence, InputKind.Features, InputKind.Tokens);
            int? length = kind != InputKind.Features && Once(in8: 3) ? Pick(1, 3, 7) : null;
            AddInput(new InputDeclaration(kind, kind == InputKind.Tokens ? 7 : Pick(1, 2, 3, 17), length, "x" + i), length is null ? 0 : ++groups);
        }

        for (int node = 1; node <= count; node++)
        {
            if (Layers[node - 1] is InputDeclaration { Kind: InputKind.Tokens } tokens)
            {
                int size = Pick(1, 3, 17);
                Add(new EmbeddingDeclaration(tokens.Size, size, null), size, true, node);
            }
        }
    }

    /// <summary>Adds a layer that goes on from the states of a recurrent layer.</summary>
    protected void AddContinued(int node)
    {
        int source = Enumerable.Range(0, Layers.Count).First(i => Layers[i] is RecurrentDeclaration);
        RecurrentDeclaration layer = (RecurrentDeclaration)Layers[source] with { Initial = source, Dropout = 0 };
        Add(layer, SizeOf(source + 1), true, node);
    }

    /// <summary>Returns 1 to 3 nodes that together read all layers.</summary>
    private List<int> Outputs()
    {
        int[] unused = Unused;
        int count = Pick(1, 1, 2, 3);
        List<int>[] parts = [.. Enumerable.Range(0, Math.Min(count, unused.Length)).Select(static _ => new List<int>())];
        for (int i = 0; i < unused.Length; i++)
            parts[i < parts.Length ? i : Below(parts.Length)].Add(unused[i]);
        return [.. parts.Select(Join)];
    }

    /// <summary>Returns one node that reads nodes: sequences of several length groups are reduced over time.</summary>
    protected int Join(List<int> nodes)
    {
        if (nodes.Any(node => !Fit(node, nodes[0])) || nodes.Any(node => nodes.Any(other => !Fit(node, other))))
            nodes = [.. nodes.Select(Reduced)];
        if (nodes.Count > 1)
            Add(new ConcatDeclaration(null), nodes.Sum(SizeOf), nodes.Any(IsOverTime), [.. nodes]);
        else if (Layers[nodes[0] - 1] is InputDeclaration)
            Add(new ElementwiseDeclaration(ElementwiseOperation.Tanh, null), SizeOf(nodes[0]), IsOverTime(nodes[0]), nodes[0]);
        else
            return nodes[0];
        return Nodes - 1;
    }

    /// <summary>Returns a node after a reduction over time, if it has a value for each step.</summary>
    protected int Reduced(int node)
    {
        if (!IsOverTime(node))
            return node;
        Add(new TimeReductionDeclaration(Pick(TimeReduction.LastStep, TimeReduction.Mean, TimeReduction.Max, TimeReduction.Sum), null), SizeOf(node), false, node);
        return Nodes - 1;
    }

    private int Head(int node, Loss loss)
    {
        if (IsOverTime(node) && Once(in8: 2))
            node = Reduced(node);
        if (loss is not (Loss.BinaryCrossEntropy or Loss.CrossEntropy) && !Once(in8: 4))
            return node;
        Activation activation = Once(in8: 6) ? Activation.None
            : loss == Loss.CrossEntropy ? Activation.Softmax
            : loss == Loss.BinaryCrossEntropy ? Activation.Sigmoid : Activation.Tanh;
        int units = Pick(2, 3, 18);
        Add(new DenseDeclaration(units, activation, Once(in8: 6), null), units, IsOverTime(node), node);
        return Nodes - 1;
    }
}
