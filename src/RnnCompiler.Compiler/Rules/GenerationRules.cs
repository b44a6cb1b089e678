using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for tokens that a network writes itself: the first output gives the scores of the next one, and is trained to predict it.</summary>
internal static class GenerationRules
{
    /// <summary>Checks the generated inputs of a network.</summary>
    public static void Check(ModelDeclaration model, NetworkGraph graph, NodeSizes sizes, ProblemList problems)
    {
        EquatableArray<LayerDeclaration> layers = model.Layers;
        int? first = null;
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is not InputDeclaration { Generated: { } generated } input)
                continue;
            CheckId(input, i, "start", generated.Start, problems);
            CheckId(input, i, "stop", generated.Stop, problems);
            if (first is { } other)
                problems.Add(GeneratedTwice, i, null, problems.Titles.Node(other + 1));
            first ??= i;
        }

        if (first is not { } index)
            return;
        DecoderLayers decoder = new(layers, model.OutputNodes[0], graph);
        if (layers.Count(static layer => layer is InputDeclaration { Generated: not null }) == 1)
            CheckDecoder(layers, graph, decoder, problems);
        CheckOutput(model, graph, sizes, index, decoder, problems);
    }

    /// <summary>Checks the loss of a network that writes tokens; returns whether other rules for the loss should be checked too, since the loss is not at fault.</summary>
    public static bool CheckLoss(ModelDeclaration model, ProblemList problems)
    {
        if (model.Generated is null || !Enum.IsDefined(typeof(Loss), model.Loss) || model is { Loss: Loss.CrossEntropy, LossFunction: null })
            return true;
        problems.Add(GeneratedLossWrong, null, "Loss", model.LossFunction is null ? $"Loss.{model.Loss}" : "a loss function");
        return false;
    }

    /// <summary>Checks that the decoder can be computed token by token, and reads of the encoder what does not depend on its own step.</summary>
    private static void CheckDecoder(EquatableArray<LayerDeclaration> layers, NetworkGraph graph, DecoderLayers decoder, ProblemList problems)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (!decoder.RunsPerToken(i))
                continue;
            foreach (int node in decoder.ReadAtStep(i).Where(node => graph.IsOverTime(node) && node > 0 && !decoder.RunsPerToken(node - 1)))
                problems.Add(GeneratedBesideSequence, i, null, problems.Titles.Operation(i), problems.Titles.Node(node));
            if (decoder.IsAhead(i))
                problems.Add(GeneratedAhead, i, null, problems.Titles.Operation(i));
        }
    }

    private static void CheckId(InputDeclaration input, int index, string argument, int id, ProblemList problems)
    {
        if (input.Size > 0 && (id < 0 || id >= input.Size))
            problems.Add(GeneratedIdOutOfRange, index, argument, input.Size - 1, id);
    }

    private static void CheckOutput(ModelDeclaration model, NetworkGraph graph, NodeSizes sizes, int index, DecoderLayers decoder, ProblemList problems)
    {
        (int output, int vocabulary) = (model.OutputNodes[0], ((InputDeclaration)model.Layers[index]).Size);
        string? found = !graph.IsOverTime(output) ? "one vector"
            : graph.GroupOf(output) != graph.GroupOf(index + 1) ? "the steps of another input"
            : !decoder.DependsOnTokens(output - 1) ? "what does not read it"
            : vocabulary > 0 && sizes[output] > 0 && sizes[output] != vocabulary ? FormattableString.Invariant($"{sizes[output]} features")
            : null;
        if (found is not null)
            problems.Add(GeneratedOutputWrong, output - 1, null, vocabulary, problems.Titles.Node(index + 1), found);
    }
}
