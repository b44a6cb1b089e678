using System.Globalization;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Tests.Networks;

/// <summary>Writes a declaration as a class with a method that is the network.</summary>
internal static class NetworkText
{
    /// <summary>
    /// Returns whether the language of networks can express a declaration: its reductions over features are those of vectors, and Max and Min have a number as the second
    /// operand alone.
    /// </summary>
    public static bool CanExpress(ModelDeclaration declaration)
    {
        NetworkGraph graph = new(declaration);
        // One input at each step of the model's length is declared in the line of the model.
        bool isNamedInVain = declaration.Layers.OfType<InputDeclaration>().ToArray() is [{ Kind: not InputKind.Features, Generated: null } only]
            && (only.Length ?? declaration.SequenceLength) == declaration.SequenceLength;
        return declaration.Outputs.Count != 1 && !isNamedInVain && CanExpress(declaration.Layers, graph)
            && (declaration.LossFunction is not { } loss || CanExpress(loss.Layers, new NetworkGraph(loss.Layers, [loss.Layers.Count])));
    }

    private static bool CanExpress(IEnumerable<LayerDeclaration> layers, NetworkGraph graph) => !layers.Where((layer, i) =>
        (layer is FeatureReductionDeclaration && graph.ReadsOverTime(i))
            || layer is ElementwiseDeclaration { Kind: ElementwiseOperation.Max or ElementwiseOperation.Min, Left: not null }).Any();

    /// <summary>Returns the source of a file.</summary>
    public static string Of(ModelDeclaration declaration)
    {
        string loss = declaration.LossFunction is null ? FormattableString.Invariant($", Loss = Loss.{declaration.Loss}, HuberDelta = {declaration.HuberDelta}f") : "";
        NetworkGraph graph = new(declaration);
        InputDeclaration[] inputs = [.. declaration.Layers.OfType<InputDeclaration>()];
        string parameters = inputs.Length > 0 ? string.Join(", ", inputs.Select(Parameter))
            : (declaration.HasTokenInput ? $"[Vocabulary({declaration.Vocabulary})] Tokens" : $"[Size({declaration.InputSize})] Sequence") + " v0";
        IEnumerable<string> statements = declaration.Layers.Select((layer, i) =>
            layer is InputDeclaration ? "" : $"        var {Target(i)} = {Call(layer, [.. NetworkGraph.Operands(layer, i).Select(Variable)])}{State(i)};");
        string returned = string.Join(", ", declaration.OutputNodes.Select(Variable));
        string output = string.Join(", ", declaration.OutputNodes.Select((node, i) =>
            $"{(graph.IsOverTime(node) ? "Sequence" : "Features")} {declaration.Outputs.ElementAtOrDefault(i)?.Name}"));
        return $$"""
            using RnnCompiler;
            using RnnCompiler.Networks;
            using static RnnCompiler.Networks.Layers;

            [RnnModel(SequenceLength = {{declaration.SequenceLength}}{{loss}})]
            public sealed partial class {{declaration.Name}}
            {
                [Network]
                public static {{(declaration.Outputs.Count > 0 ? $"({output})" : output)}} Define({{parameters}})
                {
            {{string.Join('\n', statements)}}
                    return {{(declaration.Outputs.Count > 0 ? $"({returned})" : returned)}};
                }
            {{LossMethod(declaration.LossFunction)}}
            }

            """;

        bool IsContinued(int layer) => declaration.Layers.Any(later => later is RecurrentDeclaration recurrent && recurrent.Initial == layer);

        string State(int layer) => IsContinued(layer) ? ".WithState()" : "";

        string Target(int layer) => IsContinued(layer) ? $"({Variable(layer + 1)}, {FinalState(layer)})" : Variable(layer + 1);

        string Variable(int node) => node > 0 && node <= inputs.Length ? inputs[node - 1].Name! : $"v{node}";
    }

    private static string LossMethod(LossFunctionDeclaration? function)
    {
        if (function is null)
            return "";
        string parameters = string.Join(", ", function.Inputs.Select((input, i) => Parameter(
            input.Kind == InputKind.Class ? input with { Kind = InputKind.Tokens, Name = $"v{i + 1}" } : input with { Name = $"v{i + 1}" })));
        IEnumerable<string> statements = function.Layers.Skip(function.Inputs.Count).Select((layer, i) =>
            $"        var v{i + function.Inputs.Count + 1} = {Call(layer, [.. NetworkGraph.Operands(layer, i + function.Inputs.Count).Select(static node => $"v{node}")])};");
        return $$"""

                [LossFunction]
                public static Features Loss({{parameters}})
                {
            {{string.Join('\n', statements)}}
                    return v{{function.Layers.Count}};
                }
            """;
    }

    private static string Parameter(InputDeclaration input) => string.Concat(
        input.IsIds ? $"[Vocabulary({input.Size})]" : $"[Size({input.Size})]",
        input.Length is { } length ? $"[Length({length})]" : "",
        input.Generated is { } generated ? $"[Generated(Start = {generated.Start}, Stop = {generated.Stop})]" : "",
        $" {input.Kind} {input.Name}");

    private static string Call(LayerDeclaration layer, string[] operands)
    {
        string x = operands[0];
        return layer switch
        {
            RecurrentDeclaration { Cell: ElmanDeclaration elman } rnn => $"Rnn({x}, {Recurrent(rnn)}, activation: Activation.{elman.Activation})",
            RecurrentDeclaration { Cell: LstmDeclaration } lstm => $"Lstm({x}, {Recurrent(lstm)})",
            RecurrentDeclaration { Cell: GruDeclaration cell } gru => $"Gru({x}, {Recurrent(gru)}, resetAfter: {Flag(cell.ResetAfter)})",
            DenseDeclaration dense => $"Dense({x}, {dense.Units}, Activation.{dense.Activation}, useBias: {Flag(dense.UseBias)})",
            ConvolutionDeclaration c =>
                $"Conv({x}, channels: {c.Channels}, kernel: {c.Kernel}, dilation: {c.Dilation}, activation: Activation.{c.Activation}, useBias: {Flag(c.UseBias)})",
            EmbeddingDeclaration embedding => $"Embedding({x}, {embedding.Dimension})",
            BatchNormalizationDeclaration => $"BatchNorm({x})",
            LayerNormalizationDeclaration => $"LayerNorm({x})",
            DelayDeclaration delay => $"Delay({x}, {delay.Steps})",
            ReverseDeclaration => $"Reverse({x})",
            AttentionDeclaration => $"Attention({string.Join(", ", operands)})",
            RepeatDeclaration => $"Repeat({x})",
            DropoutDeclaration dropout => $"Dropout({x}, {Number(dropout.Rate)})",
            TimeReductionDeclaration { Kind: TimeReduction.LastStep } => $"Last({x})",
            TimeReductionDeclaration reduction => $"{reduction.Kind}({x})",
            FeatureReductionDeclaration reduction => $"{reduction.Kind}({x})",
            LossTermDeclaration { Loss: Loss.Huber } huber => $"Huber({string.Join(", ", operands)}, {Number(huber.Delta)})",
            LossTermDeclaration term => $"{term.Loss}({string.Join(", ", operands)})",
            ConcatDeclaration => $"Concat({string.Join(", ", operands)})",
            SliceDeclaration slice => $"Slice({x}, {slice.Start}, length: {slice.Length})",
            ElementwiseDeclaration { IsBinary: true } operation => Binary(operation, operands),
            ElementwiseDeclaration operation => $"{operation.Kind}({x})",
            _ => throw new NotSupportedException(layer.GetType().Name),
        };
    }

    private static string Binary(ElementwiseDeclaration operation, string[] operands)
    {
        string left = operation.Left is { } l ? Number(l) : operands[0];
        string right = operation.Right is { } r ? Number(r) : operands[^1];
        return operation.Kind switch
        {
            ElementwiseOperation.Add => $"{left} + {right}",
            ElementwiseOperation.Subtract => $"{left} - {right}",
            ElementwiseOperation.Multiply => $"{left} * {right}",
            ElementwiseOperation.Divide => $"{left} / {right}",
            _ => $"{operation.Kind}({left}, {right})",
        };
    }

    private static string Recurrent(RecurrentDeclaration layer) =>
        $"{layer.HiddenSize}, layers: {layer.Layers}, bidirectional: {Flag(layer.Bidirectional)}, dropout: {Number(layer.Dropout)}, useBias: {Flag(layer.UseBias)}"
        + (layer.Initial is { } initial ? $", initial: {FinalState(initial)}" : "");

    private static string FinalState(int layer) => $"s{layer + 1}";

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
