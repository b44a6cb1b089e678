using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for inputs and outputs, and for what reads token ids and sequences of several lengths.</summary>
internal static class InputRules
{
    /// <summary>Checks how many inputs and outputs there are, and where.</summary>
    public static void CheckPorts(ModelDeclaration model, ProblemList problems)
    {
        EquatableArray<LayerDeclaration> layers = model.Layers;
        int inputs = layers.TakeWhile(static layer => layer is InputDeclaration).Count();
        for (int i = inputs; i < layers.Count; i++)
        {
            if (layers[i] is InputDeclaration)
                problems.Add(InputMisplaced, i, null, problems.Titles.Operation(i));
            if (inputs > 0 && NetworkGraph.Operands(layers[i], i).Contains(0))
                problems.Add(NodeUnknown, i, null, i, 0);
        }

        if (inputs > DeclarationLimits.Ports)
            problems.Add(PortCount, inputs - 1, null, "inputs", DeclarationLimits.Ports, inputs);
        if (model.Outputs.Count > DeclarationLimits.Ports)
            problems.Add(PortCount, null, null, "outputs", DeclarationLimits.Ports, model.Outputs.Count);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (OutputDeclaration output in model.Outputs)
        {
            if (!NameRules.IsLegal(output.Name) || !names.Add(output.Name))
                problems.Add(OutputNameWrong, null, null, output.Name);
            if (output.Node <= inputs || output.Node > layers.Count)
                problems.Add(OutputIsInput, null, null, output.Name);
        }
    }

    /// <summary>Checks that embeddings, and nothing else, read token ids of their vocabulary.</summary>
    public static void CheckTokens(ModelDeclaration model, int index, ProblemList problems)
    {
        LayerDeclaration layer = model.Layers[index];
        if (layer is LossTermDeclaration)
            return;
        foreach (int node in NetworkGraph.Operands(layer, index))
        {
            int? vocabulary = Vocabulary(model, node);
            if (layer is not EmbeddingDeclaration embedding)
            {
                if (vocabulary is not null)
                    problems.Add(TokensWithoutEmbedding, index, null, problems.Titles.Operation(index));
            }
            else if (vocabulary is null)
            {
                problems.Add(EmbeddingNotFirst, index, null, index + 1);
            }
            else if (embedding.Vocabulary > 0 && embedding.Vocabulary != vocabulary)
            {
                problems.Add(VocabulariesDiffer, index, "vocabulary", vocabulary, embedding.Vocabulary);
            }
        }
    }

    /// <summary>Checks that a layer does not combine sequences of two length groups.</summary>
    public static void CheckGroups(ModelDeclaration model, NetworkGraph graph, int index, ProblemList problems)
    {
        // Keys and values of attention are of one group, which may be another one than that of the query.
        int skipped = model.Layers[index] is AttentionDeclaration ? 1 : 0;
        int[] sequences = [.. NetworkGraph.Operands(model.Layers[index], index).Skip(skipped).Where(node => graph.IsOverTime(node) && !graph.FitsAnyGroup(node))];
        int other = Array.FindIndex(sequences, node => graph.GroupOf(node) != graph.GroupOf(sequences[0]));
        if (other > 0)
        {
            problems.Add(
                GroupsDiffer,
                index,
                null,
                problems.Titles.Operation(index),
                problems.Titles.Node(sequences[0]),
                Group(model, graph, sequences[0], problems.Titles),
                problems.Titles.Node(sequences[other]),
                Group(model, graph, sequences[other], problems.Titles));
        }
    }

    private static string Group(ModelDeclaration model, NetworkGraph graph, int node, LayerTitles titles)
    {
        int group = graph.GroupOf(node);
        int input = Enumerable.Range(0, model.Layers.Count).FirstOrDefault(i => model.Layers[i] is InputDeclaration { IsOverTime: true } && graph.GroupOf(i + 1) == group);
        return group == 0 ? "the model" : titles.Node(input + 1);
    }

    /// <summary>Returns the number of token ids of a node; null if it is not token ids.</summary>
    private static int? Vocabulary(ModelDeclaration model, int node) => node switch
    {
        0 => model.HasTokenInput ? model.Vocabulary : null,
        _ => model.Layers[node - 1] is InputDeclaration { IsIds: true } ids ? ids.Size : null,
    };
}
