using System.Globalization;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Text of equations in mathematical notation with the shapes of their products, for the comments above emitted code.</summary>
internal sealed class EquationText
{
    private readonly Dictionary<Value, Equation> _definitions;
    private readonly IReadOnlyDictionary<Value, int> _uses;
    private readonly List<string> _shapes = [];

    private readonly IReadOnlyDictionary<Value, double> _constants;

    private EquationText(IEnumerable<Equation> equations, IReadOnlyDictionary<Value, int> uses, IReadOnlyDictionary<Value, double> constants)
    {
        _definitions = equations.ToDictionary(static e => e.Result);
        _uses = uses;
        _constants = constants;
    }

    /// <summary>Spells the equations of a region, one line for each named value.</summary>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<Equation> equations,
        IReadOnlyList<Equation> reductions,
        IReadOnlyList<RegionStore> stores,
        IReadOnlyDictionary<Value, int> uses,
        IReadOnlyDictionary<Value, double> constants)
    {
        EquationText text = new(equations, uses, constants);
        List<string> lines = [];
        HashSet<Value> stored = [.. stores.Select(static s => s.Value)];
        foreach (Equation equation in equations.Where(e => !text.IsInlined(e.Result) || stored.Contains(e.Result)))
            lines.Add(text.Line(Name(equation.Result), equation));
        lines.AddRange(reductions.Select(r => text.Line(Name(r.Result), r)));
        foreach (RegionStore copy in stores.Where(s => !text._definitions.ContainsKey(s.Value)))
            lines.Add(FormattableString.Invariant($"{copy.Target.Buffer.Name} = {text.Term(copy.Value)}   [{copy.Target.Length}]"));
        return lines;
    }

    /// <summary>Gets the short name of a value, or one made from its id.</summary>
    public static string Name(Value value) => value.Name is { } name ? Short(name) : FormattableString.Invariant($"v{value.Id}");

    /// <summary>Gets the part of a name after the last dot.</summary>
    public static string Short(string name) => name.Contains(".") ? name.Substring(name.LastIndexOf('.') + 1) : name;

    private string Line(string name, Equation equation)
    {
        _shapes.Clear();
        string right = Spell(equation);
        string shapes = _shapes.Count == 0 ? "" : " ← " + string.Join(" + ", _shapes.Distinct());
        return FormattableString.Invariant($"{name} = {right}   [{equation.Result.Type.Rows}]{shapes}");
    }

    private bool IsInlined(Value value) =>
        _definitions.ContainsKey(value) && value.Name is null && (_uses.TryGetValue(value, out int n) ? n : 0) <= 1;

    private string Term(Value value)
    {
        if (IsInlined(value))
            return Spell(_definitions[value]);
        return _constants.TryGetValue(value, out double number) ? Number(number) : Name(value);
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture).Replace("-", "−");

    private string Factor(Value value)
    {
        string term = Term(value);
        return IsInlined(value) && _definitions[value].Kind is OperationKind.Add or OperationKind.Subtract ? "(" + term + ")" : term;
    }

    private string Spell(Equation e) => e.Kind switch
    {
        OperationKind.Constant => Number(((ConstantOperation)e.Operation).Number),
        OperationKind.MatVec or OperationKind.TransposedMatVec => Product(e),
        OperationKind.Add => $"{Term(e.Operands[0])} + {Term(e.Operands[1])}",
        OperationKind.Subtract => $"{Term(e.Operands[0])} − {Factor(e.Operands[1])}",
        OperationKind.Multiply => $"{Factor(e.Operands[0])}·{Factor(e.Operands[1])}",
        OperationKind.Divide => $"{Factor(e.Operands[0])} / {Factor(e.Operands[1])}",
        OperationKind.Negate => $"−{Factor(e.Operands[0])}",
        OperationKind.Sigmoid => $"σ({Term(e.Operands[0])})",
        OperationKind.GreaterOrEqual => $"[{Term(e.Operands[0])} ≥ {Term(e.Operands[1])}]",
        OperationKind.Select => $"({Term(e.Operands[0])} ? {Term(e.Operands[1])} : {Term(e.Operands[2])})",
        OperationKind.Broadcast => Term(e.Operands[0]),
        OperationKind.Gather => $"{Name(e.Operands[0])}[{Name(e.Operands[1])}]",
        _ => $"{Camel(e.Kind.ToString())}({string.Join(", ", e.Operands.Select(Term))})",
    };

    private string Product(Equation e)
    {
        TensorType matrix = e.Operands[0].Type;
        bool transposed = e.Kind == OperationKind.TransposedMatVec;
        _shapes.Add(FormattableString.Invariant($"[{matrix.Rows},{matrix.Columns}]{(transposed ? "ᵀ" : "")}·[{e.Operands[1].Type.Rows}]"));
        return $"{Name(e.Operands[0])}{(transposed ? "ᵀ" : "")}·{Factor(e.Operands[1])}";
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
