using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RnnCompiler.Generators.Parsing;

/// <summary>The arguments of a call that creates a layer, by the names of its parameters. An argument that is no constant where one is needed is reported.</summary>
internal sealed class NetworkArguments
{
    private readonly Dictionary<string, (Term Term, IOperation Source)> _terms = new(StringComparer.Ordinal);
    private readonly NetworkEvaluator _evaluator;
    private readonly IInvocationOperation _call;

    public NetworkArguments(IInvocationOperation call, NetworkEvaluator evaluator)
    {
        _call = call;
        _evaluator = evaluator;

        // Arguments are evaluated in source order, as C# does.
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter)
                _terms[parameter.Name] = (evaluator.Evaluate(argument.Value), argument.Value);
        }
    }

    /// <summary>Gets whether all arguments could be read so far.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>Returns whether a parameter is one of a value of a network whose kind is features.</summary>
    public bool IsFeatures(string parameter) => NetworkTypes.Kind(_call.TargetMethod.Parameters.FirstOrDefault(p => p.Name == parameter)?.Type) == NetworkTypes.Features;

    /// <summary>Returns whether the method has a parameter.</summary>
    public bool Has(string parameter) => _terms.ContainsKey(parameter);

    /// <summary>Returns the node of a value; 0 if it cannot be read.</summary>
    public int Node(string parameter) => Get(parameter) is NodeTerm node ? node.Node : Fail(parameter);

    /// <summary>Returns the nodes of a value or of several.</summary>
    public IReadOnlyList<int> Nodes(string parameter) => Get(parameter) switch
    {
        NodeTerm node => [node.Node],
        ListTerm list when list.Elements.All(static e => e is NodeTerm) => [.. list.Elements.Select(static e => ((NodeTerm)e).Node)],
        _ => [Fail(parameter)],
    };

    /// <summary>Returns the number of an argument, or null for a value of the network.</summary>
    public double? NumberOrNode(string parameter) => Get(parameter) is NumberTerm number ? number.Number : null;

    /// <summary>Returns a whole number.</summary>
    public int Integer(string parameter) =>
        Get(parameter) is NumberTerm { Number: >= int.MinValue and <= int.MaxValue } number ? (int)number.Number : NotConstant(parameter, "a whole number");

    /// <summary>Returns a number.</summary>
    public double Number(string parameter) => Get(parameter) is NumberTerm number ? number.Number : NotConstant(parameter, "a number");

    /// <summary>Returns a truth value.</summary>
    public bool Flag(string parameter) => Get(parameter) is ConstantTerm { Value: bool flag } ? flag : NotConstant(parameter, "true or false") != 0;

    /// <summary>Returns a member of an enum, defined or not.</summary>
    public TEnum Member<TEnum>(string parameter)
        where TEnum : struct, Enum
        => (TEnum)Enum.ToObject(typeof(TEnum), Integer(parameter));

    /// <summary>Returns text; null where it is null or left out.</summary>
    public string? Text(string parameter)
    {
        Term? term = Get(parameter);
        if (term is ConstantTerm { Value: null or string } constant)
            return (string?)constant.Value;
        NotConstant(parameter, "a text");
        return null;
    }

    /// <summary>Returns several texts; none where they are null or left out.</summary>
    public IReadOnlyList<string> Texts(string parameter)
    {
        Term? term = Get(parameter);
        if (term is ConstantTerm { Value: null })
            return [];
        if (term is ListTerm list && list.Elements.All(static e => e is ConstantTerm { Value: string }))
            return [.. list.Elements.Select(static e => (string)((ConstantTerm)e).Value!)];
        NotConstant(parameter, "a list of texts");
        return [];
    }

    /// <summary>Returns the layer whose states an argument gives; null where it is null or left out.</summary>
    public int? State(string parameter)
    {
        Term? term = Get(parameter);
        if (term is StateTerm state)
            return state.Layer;
        if (term is not ConstantTerm { Value: null })
            Fail(parameter);
        return null;
    }

    /// <summary>Returns a type and the expression that names it; null if it cannot be read.</summary>
    public (ITypeSymbol Type, Location Place)? Type(string parameter)
    {
        if (Get(parameter) is TypeTerm type)
            return (type.Type, _terms[parameter].Source.Syntax.GetLocation());
        NotConstant(parameter, "typeof of a type with [Cell],");
        return null;
    }

    private Term? Get(string parameter) => _terms.TryGetValue(parameter, out (Term Term, IOperation) known) ? known.Term : null;

    private int Fail(string parameter)
    {
        // What could not be read has been reported at its own place; a term of a wrong kind is an error of C#, but for null.
        (Term? Term, IOperation? Source) found = _terms.TryGetValue(parameter, out (Term Term, IOperation Source) known) ? known : default;
        if (found.Term is ConstantTerm { Value: null } || (found.Term is ListTerm list && list.Elements.Any(static e => e is ConstantTerm { Value: null })))
            _evaluator.Sources.Report(NetworkProblemKind.ValueMissing, found.Source!.Syntax.GetLocation(), parameter);
        else if (_terms.Values.All(static t => t.Term is not NoTerm))
            _evaluator.Unreadable();
        IsReadable = false;
        return 0;
    }

    private int NotConstant(string parameter, string expected)
    {
        IsReadable = false;
        if (!_terms.TryGetValue(parameter, out (Term Term, IOperation Source) known))
            _evaluator.Unreadable();
        else if (known.Term is not NoTerm)
            _evaluator.Sources.Report(NetworkProblemKind.NotConstant, known.Source.Syntax.GetLocation(), parameter, expected);
        return 0;
    }
}
