using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <content>Networks with several inputs and outputs.</content>
internal sealed partial class RandomNetworks
{
    private ModelDeclaration DrawPorts()
    {
        Clear(0);
        InputDeclaration[] inputs = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => DrawInput($"p{i}")).OrderBy(static input => input.Kind != InputKind.Tokens)];
        bool isPlain = inputs is [{ Kind: not InputKind.Features, Length: null }];
        foreach (InputDeclaration input in isPlain ? [] : inputs)
        {
            Add(input, input.Kind == InputKind.Tokens ? 1 : input.Size, input.Kind != InputKind.Features);
            if (input.Length is not null)
                _groups[^1] = _groups.Max() + 1;
        }

        int tokens = inputs.Count(static input => input.Kind == InputKind.Tokens), begin = isPlain ? 0 : 1, size = isPlain && tokens == 0 ? inputs[0].Size : 0;
        _sizes[0] = size;
        for (int i = 0; i < tokens; i++)
            Add(new EmbeddingDeclaration(inputs[i].Size, 3, null), 3, true, begin + i);

        // Nothing but embeddings reads token ids, which come first.
        int first = begin + tokens;
        int[] sequences = [.. Enumerable.Range(first, _sizes.Count - first).Where(node => _isOverTime[node])];
        if (sequences.Length == 0)
            Add(new RepeatDeclaration(null), _sizes[first], true, first);
        AddRecurrent(sequences.Length == 0 ? _sizes.Count - 1 : sequences[_random.Next(sequences.Length)]);
        for (int count = _random.Next(1, 9); count > 0; count--)
            AddOne(first);
        Loss loss = PickLoss();
        IReadOnlyList<int> outputs = DrawOutputs(isPlain ? 0 : inputs.Length, loss is Loss.BinaryCrossEntropy or Loss.CrossEntropy);
        return new ModelDeclaration("Model", size, Pick(1, 2, 5, 9), loss, 0.5f, new(_layers))
        {
            Outputs = outputs is [int single] && single == _layers.Count ? default : new(outputs.Select(static (node, i) => new OutputDeclaration($"out{i}", node))),
        };
    }

    private InputDeclaration DrawInput(string name)
    {
        InputKind kind = Pick(InputKind.Sequence, InputKind.Sequence, InputKind.Features, InputKind.Tokens);
        int? length = kind != InputKind.Features && Once(in8: 3) ? Pick(3, 4, 11) : null;
        return new InputDeclaration(kind, kind == InputKind.Tokens ? 7 : Pick(1, 2, 3, 17), length, name);
    }

    /// <summary>Joins what nothing reads to at most three outputs: one for each length group, and one for vectors; sometimes adds one that a layer reads too.</summary>
    private List<int> DrawOutputs(int inputs, bool needsHead)
    {
        List<int> ends = [];
        foreach (IGrouping<int, int> group in Unused().GroupBy(node => _isOverTime[node] ? _groups[node] : -1).ToArray())
            ends.Add(Joined([.. group], inputs));
        if (ends.Count > 3)
        {
            foreach (int end in ends.Where(end => _isOverTime[end]))
                Add(new TimeReductionDeclaration(TimeReduction.Mean, null), _sizes[end], false, end);
            ends = [Joined([.. Unused()], inputs)];
        }

        if (needsHead)
        {
            ends = [.. ends.Select(end =>
            {
                Add(new DenseDeclaration(Pick(2, 3, 18), Activation.None, true, null), 2, _isOverTime[end], end);
                return _sizes.Count - 1;
            })];
        }
        else if (ends.Count < 3 && Once(in8: 3))
        {
            ends.Insert(_random.Next(ends.Count + 1), _random.Next(inputs + 1, _sizes.Count));
        }

        return [.. ends.Distinct()];
    }

    private IEnumerable<int> Unused() => Enumerable.Range(1, _sizes.Count - 1).Where(node => !_used.Contains(node));

    /// <summary>Returns one node that reads several; an input alone is no output.</summary>
    private int Joined(int[] nodes, int inputs)
    {
        if (nodes.Length > 1 || nodes[0] <= inputs)
            Add(new ConcatDeclaration(null), nodes.Sum(node => _sizes[node]), nodes.Any(node => _isOverTime[node]), nodes);
        return nodes.Length > 1 || nodes[0] <= inputs ? _sizes.Count - 1 : nodes[0];
    }
}
