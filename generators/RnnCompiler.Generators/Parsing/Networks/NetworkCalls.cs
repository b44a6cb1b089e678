using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads calls: those that create layers, applications of layers, and other static methods, which are inlined.</summary>
internal sealed class NetworkCalls(NetworkEvaluator evaluator, NetworkLayers layers)
{
    private const string LayerSuffix = "Layer";

    /// <summary>Returns the term of a call.</summary>
    public Term Evaluate(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (NetworkTypes.IsLayers(method.ContainingType))
            return Create(call);
        if (NetworkTypes.IsLanguage(method.ContainingType))
            return Member(call);
        if (MethodReader.Obstacle(method) is not { } obstacle)
            return evaluator.Inline(call);
        bool isReported = evaluator.IsReported(call);
        foreach (IArgumentOperation argument in call.Arguments)
            evaluator.Evaluate(argument.Value);
        return isReported ? NoTerm.Instance
            : evaluator.Refuse(Refusal.Call, call.Syntax, $"{method.ContainingType?.Name}.{method.Name}", Hidden(method) ?? obstacle);
    }

    /// <summary>Returns a hint where a method of the user has the name of one that creates layers, which it hides.</summary>
    private static string? Hidden(IMethodSymbol method) => NetworkRefusals.IsLayer(method.Name)
        ? $"It hides Layers.{method.Name}: write Layers.{method.Name} if that is meant, or give it another name."
        : null;

    private Term Create(IInvocationOperation call)
    {
        string name = call.TargetMethod.Name;
        NetworkArguments arguments = new(call, evaluator);
        if (name.EndsWith(LayerSuffix, StringComparison.Ordinal) && !arguments.Has("x"))
        {
            LayerDeclaration? shared = layers.Weighted(name.Substring(0, name.Length - LayerSuffix.Length), arguments);
            return shared is null || !arguments.IsReadable ? Failed(call, arguments) : evaluator.Sources.Add(new LayerTerm(shared), call);
        }

        if (evaluator.Sources.IsLossFunction && NetworkLayers.LossTerm(name, arguments) is { } term)
            return Added(term, call, arguments, [arguments.Node("output"), arguments.Node("target")]);
        if (layers.Weighted(name, arguments) is { } weighted)
            return Apply(weighted, null, arguments, call);
        LayerDeclaration? plain = NetworkLayers.Plain(name, arguments);
        if (plain is null || !arguments.IsReadable)
            return Failed(call, arguments);
        return plain is ElementwiseDeclaration { IsBinary: true } operation ? Binary(operation, arguments, call)
            : Added(plain, call, arguments, Operands(plain, arguments));
    }

    private static IReadOnlyList<int> Operands(LayerDeclaration plain, NetworkArguments arguments) => plain switch
    {
        ConcatDeclaration => arguments.Nodes("values"),
        AttentionDeclaration => [arguments.Node("query"), arguments.Node("keys"), arguments.Node("values")],
        _ => [arguments.Node("x")],
    };

    private Term Binary(ElementwiseDeclaration operation, NetworkArguments arguments, IInvocationOperation call)
    {
        (double? left, double? right) = (arguments.NumberOrNode("left"), arguments.NumberOrNode("right"));
        List<int> nodes = [];
        if (left is null)
            nodes.Add(arguments.Node("left"));
        if (right is null)
            nodes.Add(arguments.Node("right"));
        return nodes.Count == 0 ? Failed(call, arguments) : Added(operation with { Left = left, Right = right }, call, arguments, nodes);
    }

    private Term Member(IInvocationOperation call)
    {
        Term? instance = call.Instance is null ? null : evaluator.Evaluate(call.Instance);
        NetworkArguments arguments = new(call, evaluator);
        return (instance, call.TargetMethod.Name) switch
        {
            (NoTerm, _) => NoTerm.Instance,
            (LayerTerm layer, "Apply") => Apply(layer.Layer, layer, arguments, call),
            (NodeTerm node, "WithState") when node.Node > 0 => new TupleTerm([node, new StateTerm(node.Node - 1)]),
            _ => evaluator.Refuse(Refusal.Call, call.Syntax, $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}",
                "Networks have the methods of Layers and operators."),
        };
    }

    private Term Apply(LayerDeclaration layer, LayerTerm? shared, NetworkArguments arguments, IInvocationOperation call)
    {
        int node = arguments.Node("x");
        if (layer is EmbeddingDeclaration embedding && arguments.IsReadable)
            layer = embedding with { Vocabulary = evaluator.Sources.Vocabulary(node) };
        if (layer is RecurrentDeclaration recurrent && arguments.Has("initial"))
            layer = recurrent with { Initial = arguments.State("initial") };
        if (shared?.First is { } first)
            layer = layer with { Shares = first, Name = null };
        Term term = Added(layer, call, arguments, [node]);
        if (shared is { First: null } && term is NodeTerm added)
            shared.First = added.Node - 1;
        return term;
    }

    private Term Added(LayerDeclaration layer, IInvocationOperation call, NetworkArguments arguments, IReadOnlyList<int> nodes) =>
        arguments.IsReadable ? evaluator.Sources.Add(layer, call, nodes) : NoTerm.Instance;

    private Term Failed(IInvocationOperation call, NetworkArguments arguments)
    {
        if (!arguments.IsReadable || evaluator.Sources.IsUnreadable || evaluator.Sources.Problems.Count > 0)
            return NoTerm.Instance;
        return evaluator.Refuse(Refusal.Call, call.Syntax, $"Layers.{call.TargetMethod.Name}",
            NetworkRefusals.IsLoss(call.TargetMethod.Name)
                ? "Losses are for methods with [LossFunction]."
                : "This version of the generator does not know it; the generator and the runtime should be of one version.");
    }
}
