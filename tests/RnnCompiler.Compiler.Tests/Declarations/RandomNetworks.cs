using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <summary>Draws networks of layers that read any layers before them. Each layer is used, and all rules hold.</summary>
/// <param name="seed">The seed.</param>
/// <param name="ports">Whether to draw one to three inputs of all kinds and lengths, and one to three outputs, instead of one of each as in a chain.</param>
internal sealed partial class RandomNetworks(int seed, bool ports = false)
{
    private readonly Random _random = new(seed);
    private readonly List<LayerDeclaration> _layers = [];
    private readonly List<int> _sizes = [];
    private readonly List<bool> _isOverTime = [];
    private readonly List<int> _groups = [];
    private readonly HashSet<int> _used = [];

    /// <summary>The next network, of 2 to about 15 layers.</summary>
    public ModelDeclaration Next()
    {
        ModelDeclaration declaration;
        do
            declaration = ports ? DrawPorts() : Draw();
        while (DeclarationRules.Check(declaration).Count > 0);
        return declaration;
    }

    private ModelDeclaration Draw()
    {
        bool tokens = Once(in8: 1);
        int inputs = Pick(1, 2, 3, 17);
        Clear(tokens ? 1 : inputs);
        if (tokens)
            Add(new EmbeddingDeclaration(7, inputs, null), inputs, true, 0);
        int first = tokens ? 1 : 0;
        AddRecurrent(first);
        for (int count = _random.Next(1, 11); count > 0; count--)
            AddOne(first);
        Join();
        Loss loss = PickLoss();
        if (loss is Loss.BinaryCrossEntropy or Loss.CrossEntropy || Once(in8: 5))
            Add(new DenseDeclaration(Pick(2, 3, 18), Activation.None, Once(in8: 6), null), 2, _isOverTime[^1], _sizes.Count - 1);
        return new ModelDeclaration("Model", tokens ? 0 : inputs, Pick(1, 2, 5, 9), loss, 0.5f, new(_layers));
    }

    private void Clear(int inputs)
    {
        _layers.Clear();
        _sizes.Clear();
        _isOverTime.Clear();
        _groups.Clear();
        _used.Clear();
        _sizes.Add(inputs);
        _isOverTime.Add(true);
        _groups.Add(0);
    }

    private Loss PickLoss() => Pick(Loss.MeanSquaredError, Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.BinaryCrossEntropy, Loss.CrossEntropy);

    private void AddOne(int first)
    {
        int node = _random.Next(first, _sizes.Count);
        int size = _sizes[node];
        bool overTime = _isOverTime[node];
        switch (_random.Next(17))
        {
            case 0 when overTime:
            case 1 when overTime:
                AddRecurrent(node);
                break;
            case 2:
                int units = Pick(1, 3, 4, 17);
                Activation activation = Pick(Activation.None, Activation.Relu, Activation.Tanh, Activation.Sigmoid, Activation.Softmax);
                Add(new DenseDeclaration(units, activation, Once(in8: 6), null), units, overTime, node);
                break;
            case 3 when overTime:
                int channels = Pick(1, 3, 18);
                Add(new ConvolutionDeclaration(channels, Pick(1, 2, 3), Pick(1, 1, 2), Pick(Activation.None, Activation.Tanh), Once(in8: 6), null), channels, true, node);
                break;
            case 4 when overTime:
                Add(new DelayDeclaration(Pick(1, 2, 6), null), size, true, node);
                break;
            case 5:
                int other = _random.Next(first, _sizes.Count);
                if (HaveOneLength(node, other))
                    Add(new ConcatDeclaration(null), size + _sizes[other], overTime || _isOverTime[other], node, other);
                break;
            case 6:
                int length = _random.Next(1, size + 1);
                Add(new SliceDeclaration(_random.Next(size - length + 1), length, null), length, overTime, node);
                break;
            case 7:
                Add(Once(in8: 5) ? new LayerNormalizationDeclaration(null) : new BatchNormalizationDeclaration(null), size, overTime, node);
                break;
            case 8 when overTime:
                Add(new TimeReductionDeclaration(Pick(TimeReduction.LastStep, TimeReduction.Mean, TimeReduction.Max, TimeReduction.Sum), null), size, false, node);
                break;
            case 9:
                Add(new FeatureReductionDeclaration(Pick(FeatureReduction.Sum, FeatureReduction.Mean, FeatureReduction.Max), null), 1, overTime, node);
                break;
            case 14 when overTime:
                Add(new ReverseDeclaration(null), size, true, node);
                break;
            case 15:
            case 16:
                AddAttention(node, first);
                break;
            case 10 when !overTime:
                Add(new RepeatDeclaration(null), size, true, node);
                break;
            case 11:
                AddUnary(node);
                break;
            default:
                AddBinary(node, first);
                break;
        }
    }

    /// <summary>Adds attention of a node over keys of its size, if there are any, or over the first sequence with keys of its size.</summary>
    private void AddAttention(int query, int first)
    {
        int[] sequences = [.. Enumerable.Range(first, _sizes.Count - first).Where(node => _isOverTime[node])];
        int[] equal = [.. sequences.Where(node => _sizes[node] == _sizes[query])];
        int values = Pick(sequences);
        if (equal.Length == 0)
        {
            Add(new DenseDeclaration(_sizes[query], Activation.None, true, null), _sizes[query], true, first);
            equal = [_sizes.Count - 1];
        }

        Add(new AttentionDeclaration(null), _sizes[values], _isOverTime[query], query, Pick(equal), values);
    }

    private void AddRecurrent(int node)
    {
        CellDeclaration cell = Pick<CellDeclaration>(
            new ElmanDeclaration(Activation.Tanh), new ElmanDeclaration(Activation.Relu), new LstmDeclaration(), new GruDeclaration(true), new GruDeclaration(false));
        int units = Pick(1, 2, 4, 17);
        bool both = Once(in8: 1);
        Add(new RecurrentDeclaration(cell, units, Pick(1, 1, 2), both, Merge.Concat, null) { Dropout = Once(in8: 1) ? 0.25 : 0 }, both ? 2 * units : units, true, node);
    }

    private void AddUnary(int node)
    {
        // Bounded arguments keep exponentials and their derivatives small, and roots away from 0, where differences do not give derivatives.
        if (Once(in8: 3))
        {
            Add(new ElementwiseDeclaration(ElementwiseOperation.Sigmoid, null), _sizes[node], _isOverTime[node], node);
            Add(new ElementwiseDeclaration(ElementwiseOperation.Add, null) { Right = 0.25 }, _sizes[node], _isOverTime[node], _sizes.Count - 1);
            node = _sizes.Count - 1;
            Add(new ElementwiseDeclaration(Pick(ElementwiseOperation.Exp, ElementwiseOperation.Log, ElementwiseOperation.Sqrt), null), _sizes[node], _isOverTime[node], node);
            return;
        }

        ElementwiseOperation kind = Pick(
            ElementwiseOperation.Tanh, ElementwiseOperation.Sigmoid, ElementwiseOperation.Relu, ElementwiseOperation.Softmax, ElementwiseOperation.Abs);
        Add(new ElementwiseDeclaration(kind, null), _sizes[node], _isOverTime[node], node);
    }

    private void AddBinary(int node, int first)
    {
        ElementwiseOperation kind = Pick(
            ElementwiseOperation.Add, ElementwiseOperation.Subtract, ElementwiseOperation.Multiply, ElementwiseOperation.Max, ElementwiseOperation.Min);
        int[] others = [.. Enumerable.Range(first, _sizes.Count - first).Where(other => other != node && _sizes[other] == _sizes[node] && HaveOneLength(node, other))];
        if (others.Length > 0)
        {
            int other = others[_random.Next(others.Length)];
            Add(new ElementwiseDeclaration(kind, null), _sizes[node], _isOverTime[node] || _isOverTime[other], node, other);
            return;
        }

        ElementwiseDeclaration operation = new(Once(in8: 4) ? kind : ElementwiseOperation.Divide, null);
        operation = Once(in8: 4) && operation.Kind != ElementwiseOperation.Divide ? operation with { Left = 0.75 } : operation with { Right = -1.5 };
        Add(operation, _sizes[node], _isOverTime[node], node);
    }

    /// <summary>Brings all layers that nothing reads together.</summary>
    private void Join()
    {
        int[] unused = [.. Enumerable.Range(1, _sizes.Count - 1).Where(node => !_used.Contains(node))];
        if (unused.Length > 1)
            Add(new ConcatDeclaration(null), unused.Sum(node => _sizes[node]), unused.Any(node => _isOverTime[node]), unused);
        if (_isOverTime[^1] && Once(in8: 3))
            Add(new TimeReductionDeclaration(Pick(TimeReduction.LastStep, TimeReduction.Mean), null), _sizes[^1], false, _sizes.Count - 1);
    }

    private void Add(LayerDeclaration layer, int size, bool overTime, params int[] nodes)
    {
        _layers.Add(NetworkGraph.Reading(layer, _layers.Count, nodes));
        _sizes.Add(size);
        _isOverTime.Add(overTime);
        _groups.Add(nodes.Where(node => _isOverTime[node]).Select(node => _groups[node]).FirstOrDefault());
        _used.UnionWith(nodes);
    }

    private bool HaveOneLength(int node, int other) => !_isOverTime[node] || !_isOverTime[other] || _groups[node] == _groups[other];

    private bool Once(int in8) => _random.Next(8) < in8;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
