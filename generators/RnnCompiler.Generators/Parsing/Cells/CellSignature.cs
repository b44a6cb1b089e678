using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Signature of a cell's method: the parameters with their roles, and the returned values.</summary>
internal sealed class CellSignature
{
    private readonly IReadOnlyList<(IParameterSymbol Symbol, CellValue Value)> _parameters;
    private readonly IReadOnlyList<CellValue> _states;
    private readonly bool _outputIsState;
    private readonly CellDimension? _outputSize;

    private CellSignature(
        IReadOnlyList<(IParameterSymbol Symbol, CellValue Value)> parameters, IReadOnlyList<CellValue> states, bool outputIsState, CellDimension? outputSize)
    {
        _parameters = parameters;
        _states = states;
        _outputIsState = outputIsState;
        _outputSize = outputSize;
    }

    /// <summary>Gets the values of the parameters.</summary>
    public IEnumerable<KeyValuePair<ISymbol, Term>> Values =>
        _parameters.Select(static p => new KeyValuePair<ISymbol, Term>(p.Symbol, new ValueTerm(p.Value)));

    /// <summary>Reads a signature; returns null after reporting the problem.</summary>
    public static CellSignature? Read(IMethodSymbol step, CellBuilder builder, CellPlaces places, CancellationToken cancellationToken)
    {
        if (Types(step).Any(static t => t.TypeKind == TypeKind.Error))
        {
            places.IsUnreadable = true;
            return null;
        }

        IReadOnlyList<IParameterSymbol>? states = States(step, places);
        bool outputIsState = states is null || Elements(step.ReturnType) is not { Count: > 0 } elements || elements.Count == states.Count;
        CheckParameters(step, places);
        CellAttributes attributes = new(places, cancellationToken);
        List<(IParameterSymbol Symbol, CellValue Value)> parameters = [];
        foreach (IParameterSymbol parameter in step.Parameters)
        {
            int rank = CellTypes.Rank(parameter.Type) ?? 0;
            CellRole role = parameter.Ordinal == 0 ? CellRole.Input : states?.Contains(parameter, SymbolEqualityComparer.Default) == true ? CellRole.State : CellRole.Weight;
            IReadOnlyList<CellDimension>? stated = attributes.Shape(parameter.GetAttributes(), rank);
            if (states is { Count: > 0 } && outputIsState && SymbolEqualityComparer.Default.Equals(parameter, states[0]))
                stated = attributes.OutputShape(step, stated);
            CellPlace place = Place(parameter, places, cancellationToken);
            if (role == CellRole.Input && stated is [var size, ..] && size != CellDimension.Input)
                places.Add(CellProblemKind.ShapeWrong, place, "the input should have Dimension.Input elements", size.ToString());
            CellStart? start = attributes.Start(parameter, role, rank);
            parameters.Add((parameter, builder.Parameter(parameter.Name, role, rank, stated?.Select(static s => (CellDimension?)s).ToList(), start, place)));
        }

        CellDimension? outputSize = outputIsState ? null : attributes.Shape(step.GetReturnTypeAttributes(), 1)?[0];
        if (states is null || places.Problems.Count > 0)
            return null;
        CellValue[] values = [.. states.Select(s => parameters.First(p => SymbolEqualityComparer.Default.Equals(p.Symbol, s)).Value)];
        return new CellSignature(parameters, values, outputIsState, outputSize);
    }

    /// <summary>Sets the value of each state after the step, and the output of the cell.</summary>
    public void Return((Term Term, CellPlace Place) returned, CellBuilder builder, CellEvaluator evaluator)
    {
        IReadOnlyList<Term> next = returned.Term is TupleTerm tuple ? tuple.Elements : [returned.Term];
        if (!_outputIsState)
        {
            if (evaluator.Value(next[0]) is { Rank: 1 } output)
                builder.Output(output, _outputSize, returned.Place);
            next = [.. next.Skip(1)];
        }

        for (int i = 0; i < _states.Count && i < next.Count; i++)
        {
            if (evaluator.Value(next[i]) is { Rank: 1 } value)
                builder.Result(_states[i], value, returned.Place);
        }
    }

    private static IEnumerable<ITypeSymbol> Types(IMethodSymbol step) =>
        step.Parameters.Select(static p => p.Type).Concat(Elements(step.ReturnType).Select(static e => e.Type)).Append(step.ReturnType);

    private static IReadOnlyList<IFieldSymbol> Elements(ITypeSymbol type) => type is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements : [];

    /// <summary>
    /// Returns the parameters that are states, in the order in which they are returned. There is one fewer than returned values if the first returned
    /// value is only an output.
    /// </summary>
    private static IReadOnlyList<IParameterSymbol>? States(IMethodSymbol step, CellPlaces places)
    {
        CellPlace place = places.Of(step.Locations[0], step.Name);
        if (Elements(step.ReturnType) is { Count: > 0 } elements)
        {
            List<IParameterSymbol> states = [];
            foreach (IFieldSymbol element in elements)
            {
                IParameterSymbol? parameter = step.Parameters.Skip(1).FirstOrDefault(p => p.Name == element.Name);
                if (CellTypes.Rank(element.Type) != 1 || !element.IsExplicitlyNamedTupleElement)
                    places.Add(CellProblemKind.ReturnWrong, place, $"'{element.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'");
                else if (parameter is not null && CellTypes.Rank(parameter.Type) == 1)
                    states.Add(parameter);
                else if (parameter is not null || !SymbolEqualityComparer.Default.Equals(element, elements[0]))
                    places.Add(CellProblemKind.StateMissing, place, element.Name);
            }

            return places.Problems.Count == 0 ? states : null;
        }

        if (CellTypes.Rank(step.ReturnType) != 1)
        {
            places.Add(CellProblemKind.ReturnWrong, place, $"'{CellTypes.Display(step.ReturnType)}'");
            return null;
        }

        if (step.Parameters.Length >= 2 && CellTypes.Rank(step.Parameters[1].Type) == 1)
            return [step.Parameters[1]];
        places.Add(CellProblemKind.NoState, place);
        return null;
    }

    private static void CheckParameters(IMethodSymbol step, CellPlaces places)
    {
        foreach (IParameterSymbol parameter in step.Parameters)
        {
            CellPlace place = places.Of(parameter.Locations[0], parameter.Name);
            if (CellTypes.Rank(parameter.Type) is not { } rank)
            {
                places.Add(CellProblemKind.ParameterWrong, place, parameter.Name, "be a Vector, Matrix or Scalar", CellTypes.Display(parameter.Type));
            }
            else if (parameter.Ordinal == 0 && rank != 1)
            {
                places.Add(CellProblemKind.ParameterWrong, place, parameter.Name, "be a Vector, since it is the input", CellTypes.Display(parameter.Type));
            }
            else if (parameter.RefKind != RefKind.None || parameter.IsParams || parameter.IsOptional)
            {
                places.Add(CellProblemKind.ParameterWrong, place, parameter.Name, "be passed by value, without a default", parameter.RefKind == RefKind.None ? parameter.IsParams
                    ? "params" : "a default" : "by reference");
            }
        }

        if (step.Parameters.Length == 0)
            places.Add(CellProblemKind.NoParameter, places.Of(step.Locations[0], step.Name));
    }

    private static CellPlace Place(IParameterSymbol parameter, CellPlaces places, CancellationToken cancellationToken)
    {
        SyntaxNode? syntax = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        return places.Of(parameter.Locations[0], syntax is Microsoft.CodeAnalysis.CSharp.Syntax.ParameterSyntax { Type: { } type } ? $"{type} {parameter.Name}" : parameter.Name);
    }
}
