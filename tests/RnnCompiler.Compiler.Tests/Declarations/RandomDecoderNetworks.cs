using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <summary>
/// Draws encoders and decoders: what is given is a sequence or token ids, often features too; the decoder reads the encoder by its initial state, by attention, by reductions
/// over time, or not at all, and there may be a second output. Each layer is used, and all rules hold.
/// </summary>
internal sealed class RandomDecoderNetworks(int seed) : RandomPortNetworks(seed)
{
    /// <inheritdoc/>
    protected override ModelDeclaration Draw()
    {
        Start(size: 0, isReadable: false);
        int vocabulary = Pick(2, 3, 5, 18);
        (int source, int? place, int answer) = AddInputs(vocabulary);
        if (Layers[source - 1] is InputDeclaration { Kind: InputKind.Tokens } words)
            source = Embed(words.Size, source);
        AddRecurrent(source);
        int encoder = Nodes - 1;
        for (int count = Below(3); count > 0; count--)
            AddOne();
        List<int> outputs = [];
        int wholly = Nodes - 1;

        int decoder = Embed(vocabulary, answer);
        if (place is { } features && Once(in8: 4))
            decoder = Join([decoder, features]);
        if (Once(in8: 3))
            decoder = Join([decoder, Reduced(encoder)]);
        if (Once(in8: 4))
            AddContinued(decoder);
        else
            AddRecurrent(decoder);
        decoder = Nodes - 1;
        if (Once(in8: 5))
            decoder = Join([decoder, Attend(decoder, encoder)]);
        for (int count = Below(4); count > 0; count--)
            AddOne();
        if (Once(in8: 2))
        {
            Add(new DenseDeclaration(3, Activation.None, true, null), 3, IsOverTime(wholly), wholly);
            outputs.Add(Nodes - 1);
        }

        List<int> read = [decoder, .. Unused.Where(node => node != decoder && !outputs.Contains(node) && !outputs.Contains(node))];
        int joined = Join([.. read.Select(node => node == decoder || !IsOverTime(node) || Fit(node, decoder) ? node : Reduced(node))]);
        Add(new DenseDeclaration(vocabulary, Once(in8: 6) ? Activation.None : Activation.Softmax, Once(in8: 6), null), vocabulary, true, joined);
        outputs.Insert(0, Nodes - 1);
        return new ModelDeclaration("Model", 0, Pick(1, 2, 5, 9), Loss.CrossEntropy, 0.5f, new(Layers))
        {
            Outputs = outputs.Count == 1 && Once(in8: 4) ? default : new([.. outputs.Select(static (node, i) => new OutputDeclaration("y" + i, node))]),
        };
    }

    private (int Source, int? Features, int Answer) AddInputs(int vocabulary)
    {
        int groups = 0, source = 0, answer = 0;
        int? place = null;
        bool isFirst = Once(in8: 2), hasFeatures = Once(in8: 4);
        if (isFirst)
            AddAnswer();
        bool isTokens = Once(in8: 4);
        int? length = Once(in8: 3) ? Pick(1, 3, 7) : null;
        AddInput(new InputDeclaration(isTokens ? InputKind.Tokens : InputKind.Sequence, isTokens ? 7 : Pick(1, 3, 17), length, "source"), length is null ? 0 : ++groups);
        source = Nodes - 1;
        if (hasFeatures)
        {
            AddInput(new InputDeclaration(InputKind.Features, Pick(1, 3, 17), null, "place"), 0);
            place = Nodes - 1;
        }

        if (!isFirst)
            AddAnswer();
        return (source, place, answer);

        void AddAnswer()
        {
            int? steps = Once(in8: 6) ? Pick(1, 3, 6) : null;
            AddInput(
                new InputDeclaration(InputKind.Tokens, vocabulary, steps, "answer") { Generated = new GeneratedTokens(Below(vocabulary), Below(vocabulary)) },
                steps is null ? 0 : ++groups);
            answer = Nodes - 1;
        }
    }

    private int Embed(int vocabulary, int node)
    {
        int size = Pick(1, 3, 17);
        Add(new EmbeddingDeclaration(vocabulary, size, null), size, true, node);
        return Nodes - 1;
    }

    private int Attend(int query, int keys)
    {
        if (SizeOf(keys) != SizeOf(query))
        {
            Add(new DenseDeclaration(SizeOf(query), Activation.None, true, null), SizeOf(query), true, keys);
            keys = Nodes - 1;
        }

        Add(new AttentionDeclaration(null), SizeOf(keys), true, query, keys, keys);
        return Nodes - 1;
    }
}
