using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using Kind = RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads calls: functions of the cell language, and other static methods, which are inlined.</summary>
internal sealed class CellCalls(CellEvaluator evaluator)
{
    /// <summary>Operations of the cell language, by method name and number of arguments.</summary>
    private static readonly Dictionary<(string Method, int Arguments), Kind> s_functions = Enum.GetValues(typeof(Kind)).Cast<Kind>()
        .Where(static k => OperationTraits.Of(k).CellMethod is not null).ToDictionary(static k => (OperationTraits.Of(k).CellMethod!, OperationTraits.Of(k).Operands));

    /// <summary>Returns the term of a call.</summary>
    public Term Evaluate(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod.PartialImplementationPart ?? call.TargetMethod;
        if (CellTypes.IsMath(method.ContainingType))
            return Function(call);
        if (Obstacle(call) is { } obstacle)
        {
            bool isReported = evaluator.IsReported(call);
            foreach (IArgumentOperation argument in call.Arguments.Where(static a => CellTypes.Rank(a.Value.Type) is not null))
                evaluator.Evaluate(argument.Value);
            return isReported ? NoTerm.Instance : evaluator.Refuse(Refusal.Call, call.Syntax, $"{method.ContainingType?.Name}.{method.Name}", obstacle);
        }

        return evaluator.Inline(call);
    }

    private Term Function(IInvocationOperation call)
    {
        // Arguments are evaluated in source order, as C# does, and then sorted by parameter.
        (int? Ordinal, Term Term)[] written = [.. call.Arguments.Select(a => (a.Parameter?.Ordinal, evaluator.Evaluate(a.Value)))];
        Term[] terms = [.. written.OrderBy(static a => a.Ordinal).Select(static a => a.Term)];
        if (terms.Any(static t => t is NoTerm))
            return NoTerm.Instance;
        CellValue?[] values = [.. terms.Select(evaluator.Value)];
        Kind? kind = s_functions.TryGetValue((call.TargetMethod.Name, values.Length), out Kind function) ? function : null;
        if (kind is not { } known || values.Any(static v => v is null))
        {
            return evaluator.Refuse(Refusal.Call, call.Syntax, $"CellMath.{call.TargetMethod.Name}",
                "This version of the generator does not know it; the generator and the runtime should be of one version.");
        }

        return new ValueTerm(evaluator.Builder.Apply(known, evaluator.Places.Of(call.Syntax), [.. values.Select(static v => v!)]));
    }

    /// <summary>Returns the reason why a call cannot be read, or null.</summary>
    private static string? Obstacle(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (CellTypes.IsLanguage(method.ContainingType))
            return "Members of vectors and matrices are for tests; cells use the operators and CellMath.";
        if (method.ContainingNamespace is { Name: "System" } && method.ContainingType.Name is "Math" or "MathF")
            return $"Use CellMath{(Counterpart(method.Name) is { } name ? "." + name : "")}, or write the number.";
        return MethodReader.Obstacle(method);
    }

    private static string? Counterpart(string name) => s_functions.Keys.Any(f => f.Method == name) ? name : null;
}
