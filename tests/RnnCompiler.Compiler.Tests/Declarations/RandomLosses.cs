using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <summary>
/// Draws networks of 1 to 3 inputs and 1 to 3 outputs with a loss function, whose targets have kinds and sizes of their own. Each output and operation leads to the loss, and all
/// rules hold; a target may be left out.
/// </summary>
internal sealed class RandomLosses(int seed) : RandomNetworks(seed)
{
    private readonly RandomPortNetworks _networks = new(seed);
    private readonly List<int> _terms = [];
    private int _inputs;

    /// <inheritdoc/>
    protected override ModelDeclaration Draw()
    {
        ModelDeclaration network = _networks.Next() with { Loss = Loss.MeanSquaredError, HuberDelta = 1 };
        NetworkGraph graph = new(network);
        IReadOnlyList<LayerShape> shapes = LayerShape.OfNetwork(network);
        Start(size: 0, isReadable: false);
        _terms.Clear();
        int outputs = network.OutputNodes.Count;
        _inputs = 2 * outputs;
        foreach (int node in network.OutputNodes)
            AddInput(new InputDeclaration(graph.IsOverTime(node) ? InputKind.Sequence : InputKind.Features, shapes[node - 1].OutputSize, null, Name(false)), graph.GroupOf(node));
        foreach (int node in network.OutputNodes)
        {
            InputKind kind = graph.IsOverTime(node)
                ? Pick(InputKind.Sequence, InputKind.Sequence, InputKind.Tokens, InputKind.Features)
                : Pick(InputKind.Features, InputKind.Class);
            AddInput(new InputDeclaration(kind, Once(in8: 6) ? shapes[node - 1].OutputSize : Pick(2, 3), null, Name(true)), graph.GroupOf(node));
        }

        for (int i = 1; i <= outputs; i++)
            AddTerm(i, outputs + i);
        for (int count = Below(5); count > 0; count--)
            AddOperation();
        foreach (int node in Unused.Where(node => node > _inputs && !_terms.Contains(node)).ToArray())
            _terms.Add(Number(node));
        foreach (int output in Enumerable.Range(1, outputs).Intersect(Unused))
            _terms.Add(Number(output));
        Sum();
        return network with { LossFunction = new LossFunctionDeclaration(new(Layers)) };

        string Name(bool isTarget) => LossFunctionDeclaration.NameOf(isTarget, (Nodes - 1) % outputs);
    }

    /// <summary>Compares an output with its target, if a loss reads both.</summary>
    private void AddTerm(int output, int target)
    {
        InputDeclaration declared = (InputDeclaration)Layers[target - 1];
        if (IsOverTime(output) != declared.IsOverTime)
        {
            Add(Reduction(), SizeOf(output), false, output);
            output = Nodes - 1;
        }

        if (declared.IsIds)
            AddLoss(Loss.CrossEntropy, Fitting(output, declared.Size), target);
        else if (SizeOf(output) == declared.Size && Once(in8: 6))
            AddLoss(Pick(Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.BinaryCrossEntropy), output, target);
        else
            _terms.Add(Number(target));
    }

    /// <summary>Returns a node with as many features as there are classes.</summary>
    private int Fitting(int node, int classes)
    {
        if (SizeOf(node) > classes)
            Add(new SliceDeclaration(Below(SizeOf(node) - classes + 1), classes, null), classes, IsOverTime(node), node);
        for (; SizeOf(node) < classes; node = Nodes - 1)
        {
            int part = Math.Min(SizeOf(node), classes - SizeOf(node));
            Add(new SliceDeclaration(0, part, null), part, IsOverTime(node), node);
            Add(new ConcatDeclaration(null), SizeOf(node) + part, IsOverTime(node), node, Nodes - 1);
        }

        return SizeOf(node) == classes ? node : Nodes - 1;
    }

    private void AddLoss(Loss loss, int output, int target)
    {
        Add(new LossTermDeclaration(loss, loss == Loss.Huber ? 0.25 : 1, null), 1, false, output, target);
        _terms.Add(Nodes - 1);
    }

    private void AddOperation()
    {
        int node = Readable();
        int size = SizeOf(node);
        switch (Below(8))
        {
            case 0 when IsOverTime(node):
                Add(new DelayDeclaration(Pick(1, 2, 6), null), size, true, node);
                break;
            case 1 when IsOverTime(node):
                Add(Reduction(), size, false, node);
                break;
            case 2:
                Add(new FeatureReductionDeclaration(Pick(FeatureReduction.Sum, FeatureReduction.Mean, FeatureReduction.Max), null), 1, IsOverTime(node), node);
                break;
            case 3:
                int length = Below(size) + 1;
                Add(new SliceDeclaration(Below(size - length + 1), length, null), length, IsOverTime(node), node);
                break;
            case 4:
                int other = Readable();
                if (Fit(node, other))
                    Add(new ConcatDeclaration(null), size + SizeOf(other), IsOverTime(node) || IsOverTime(other), node, other);
                break;
            case 5:
                AddUnary(node);
                break;
            default:
                AddBinary(node);
                break;
        }
    }

    private TimeReductionDeclaration Reduction() => new(Pick(TimeReduction.LastStep, TimeReduction.Mean, TimeReduction.Max, TimeReduction.Sum), null);

    /// <summary>Returns a node that is one number of an example, computed of another one.</summary>
    private int Number(int node)
    {
        if (IsOverTime(node))
        {
            Add(Reduction(), SizeOf(node), false, node);
            node = Nodes - 1;
        }

        if (SizeOf(node) == 1 && node > _inputs)
            return node;
        Add(new FeatureReductionDeclaration(Pick(FeatureReduction.Sum, FeatureReduction.Mean), null), 1, false, node);
        return Nodes - 1;
    }

    private void Sum()
    {
        int sum = _terms[0];
        foreach (int term in _terms.Skip(1))
        {
            int factor = term;
            if (Once(in8: 2))
            {
                Add(new ElementwiseDeclaration(ElementwiseOperation.Multiply, null) { Left = 0.3 }, 1, false, term);
                factor = Nodes - 1;
            }

            Add(new ElementwiseDeclaration(Once(in8: 6) ? ElementwiseOperation.Add : ElementwiseOperation.Subtract, null), 1, false, sum, factor);
            sum = Nodes - 1;
        }
    }
}
