using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <summary>Draws networks of layers that read any layers before them. Each layer is used, and all rules hold.</summary>
internal class RandomNetworks(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<LayerDeclaration> _layers = [];
    private readonly List<int> _sizes = [];
    private readonly List<bool> _isOverTime = [];
    private readonly List<int> _groups = [];
    private readonly List<int> _readable = [];
    private readonly HashSet<int> _used = [];

    /// <summary>The number of nodes so far.</summary>
    protected int Nodes => _sizes.Count;

    /// <summary>The layers that no layer reads, as nodes.</summary>
    protected int[] Unused => [.. Enumerable.Range(1, _sizes.Count - 1).Where(node => !_used.Contains(node))];

    /// <summary>The layers so far.</summary>
    protected IReadOnlyList<LayerDeclaration> Layers => _layers;

    /// <summary>The next network, of 2 to about 15 layers.</summary>
    public ModelDeclaration Next()
    {
        ModelDeclaration declaration;
        do
            declaration = Draw();
        while (DeclarationRules.Check(declaration).Count > 0);
        return declaration;
    }

    /// <summary>Draws a network, which may break a rule.</summary>
    protected virtual ModelDeclaration Draw()
    {
        bool tokens = Once(in8: 1);
        int inputs = Pick(1, 2, 3, 17);
        Start(tokens ? 1 : inputs, isReadable: !tokens);
        if (tokens)
            Add(new EmbeddingDeclaration(7, inputs, null), inputs, true, 0);
        AddRecurrent(tokens ? 1 : 0);
        for (int count = _random.Next(1, 11); count > 0; count--)
            AddOne();
        Join();
        Loss loss = Pick(Loss.MeanSquaredError, Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.BinaryCrossEntropy, Loss.CrossEntropy);
        if (loss is Loss.BinaryCrossEntropy or Loss.CrossEntropy || Once(in8: 5))
            Add(new DenseDeclaration(Pick(2, 3, 18), Activation.None, Once(in8: 6), null), 2, _isOverTime[^1], _sizes.Count - 1);
        return new ModelDeclaration("Model", tokens ? 0 : inputs, Pick(1, 2, 5, 9), loss, 0.5f, new(_layers));
    }

    /// <summary>Begins a network at node 0.</summary>
    /// <param name="size">The size of its only input.</param>
    /// <param name="isReadable">Whether layers of any kind read it.</param>
    protected void Start(int size, bool isReadable)
    {
        _layers.Clear();
        _sizes.Clear();
        _isOverTime.Clear();
        _groups.Clear();
        _readable.Clear();
        _used.Clear();
        Place(size, overTime: true, group: 0, isReadable);
    }

    /// <summary>Draws a layer of any kind that reads any nodes.</summary>
    protected void AddOne()
    {
        int node = _readable[_random.Next(_readable.Count)];
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
                int[] partners = [.. _readable.Where(other => Fit(node, other))];
                int other = partners[_random.Next(partners.Length)];
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
                AddAttention(node);
                break;
            case 10 when !overTime:
                Add(new RepeatDeclaration(null), size, true, node);
                break;
            case 11:
                AddUnary(node);
                break;
            default:
                AddBinary(node);
                break;
        }
    }

    /// <summary>Adds attention of a node over keys of its size, if there are any, or over a sequence with keys of its size.</summary>
    private void AddAttention(int query)
    {
        int[] sequences = [.. _readable.Where(node => _isOverTime[node])];
        if (sequences.Length == 0)
            return;
        int[] equal = [.. sequences.Where(node => _sizes[node] == _sizes[query])];
        int keys = equal.Length > 0 ? Pick(equal) : Pick(sequences);
        int values = Pick([.. sequences.Where(node => _groups[node] == _groups[keys])]);
        if (equal.Length == 0)
        {
            Add(new DenseDeclaration(_sizes[query], Activation.None, true, null), _sizes[query], true, keys);
            keys = _sizes.Count - 1;
        }

        Add(new AttentionDeclaration(null), _sizes[values], _isOverTime[query], query, keys, values);
    }

    /// <summary>Draws a recurrent layer.</summary>
    protected void AddRecurrent(int node)
    {
        CellDeclaration cell = Pick<CellDeclaration>(
            new ElmanDeclaration(Activation.Tanh), new ElmanDeclaration(Activation.Relu), new LstmDeclaration(), new GruDeclaration(true), new GruDeclaration(false));
        int units = Pick(1, 2, 4, 17);
        bool both = Once(in8: 1);
        Add(new RecurrentDeclaration(cell, units, Pick(1, 1, 2), both, Merge.Concat, null) { Dropout = Once(in8: 1) ? 0.25 : 0 }, both ? 2 * units : units, true, node);
    }

    /// <summary>Draws an operation of one node.</summary>
    protected void AddUnary(int node)
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

    /// <summary>Draws an operation of two nodes of one size, or of one and a number.</summary>
    protected void AddBinary(int node)
    {
        ElementwiseOperation kind = Pick(
            ElementwiseOperation.Add, ElementwiseOperation.Subtract, ElementwiseOperation.Multiply, ElementwiseOperation.Max, ElementwiseOperation.Min);
        int[] others = [.. _readable.Where(other => other != node && _sizes[other] == _sizes[node] && Fit(node, other))];
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
        int[] unused = Unused;
        if (unused.Length > 1)
            Add(new ConcatDeclaration(null), unused.Sum(node => _sizes[node]), unused.Any(node => _isOverTime[node]), unused);
        if (_isOverTime[^1] && Once(in8: 3))
            Add(new TimeReductionDeclaration(Pick(TimeReduction.LastStep, TimeReduction.Mean), null), _sizes[^1], false, _sizes.Count - 1);
    }

    /// <summary>Adds a layer of the first length group that it reads.</summary>
    protected void Add(LayerDeclaration layer, int size, bool overTime, params int[] nodes)
    {
        _layers.Add(NetworkGraph.Reading(layer, _layers.Count, nodes));
        _used.UnionWith(nodes);
        Place(size, overTime, nodes.Where(node => _isOverTime[node]).Select(node => _groups[node]).FirstOrDefault(), isReadable: true);
    }

    /// <summary>Adds an input.</summary>
    protected void AddInput(InputDeclaration input, int group)
    {
        _layers.Add(input);
        Place(input.IsIds ? 1 : input.Size, input.IsOverTime, group, isReadable: !input.IsIds);
    }

    /// <summary>Returns whether a layer may read two nodes: not if they are sequences of two length groups.</summary>
    protected bool Fit(int node, int other) => !_isOverTime[node] || !_isOverTime[other] || _groups[node] == _groups[other];

    /// <summary>Draws one of the nodes that layers of any kind read.</summary>
    protected int Readable() => _readable[_random.Next(_readable.Count)];

    /// <summary>Returns the length group of a node; 0 of one vector.</summary>
    protected int GroupOf(int node) => _isOverTime[node] ? _groups[node] : 0;

    /// <summary>Returns the number of features of a node.</summary>
    protected int SizeOf(int node) => _sizes[node];

    /// <summary>Returns whether a node has a value for each step.</summary>
    protected bool IsOverTime(int node) => _isOverTime[node];

    /// <summary>Returns true with a probability of some eighths.</summary>
    protected bool Once(int in8) => _random.Next(8) < in8;

    /// <summary>Draws a number from 0 on.</summary>
    protected int Below(int end) => _random.Next(end);

    private void Place(int size, bool overTime, int group, bool isReadable)
    {
        if (isReadable)
            _readable.Add(_sizes.Count);
        _sizes.Add(size);
        _isOverTime.Add(overTime);
        _groups.Add(group);
    }

    /// <summary>Draws one of several choices.</summary>
    protected T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
