using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RnnCompiler.Compiler.Cells;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Reads a type with [Cell] to the compiler's cell and all its problems. The generator and the analyzer share it.</summary>
internal static class CellReader
{
    // Cache: each cell is read once in a compilation.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, ParsedCell>> s_known = new();

    /// <summary>Reads a cell whose source is in the compilation.</summary>
    public static ParsedCell Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) => s_known
        .GetValue(compilation, static _ => new ConcurrentDictionary<ISymbol, ParsedCell>(SymbolEqualityComparer.Default))
        .GetOrAdd(type, _ => ReadAnew(type, compilation, cancellationToken));

    private static ParsedCell ReadAnew(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        CellPlaces places = new();
        if (CellMethod.Find(type, places, cancellationToken) is not { } step)
            return new ParsedCell(null, places.IsUnreadable ? [] : places.Problems);

        CellBuilder builder = new(type.Name);
        CellSignature? signature = CellSignature.Read(step, builder, places, cancellationToken);
        if (signature is null)
            return new ParsedCell(null, places.IsUnreadable ? [] : places.Problems);

        try
        {
            CellEvaluator evaluator = new(builder, places, compilation, cancellationToken);
            if (evaluator.Run(step, signature.Values) is { } returned)
                signature.Return(returned, builder, evaluator);
        }
        catch (InsufficientExecutionStackException)
        {
            places.Add(CellProblemKind.TooLarge, places.Of(step.Locations[0], step.Name), MethodReader.Limit);
        }

        // A missing or unclosed definition may be a consequence of code that could not be read.
        CellProgram? program = places.Problems.Count == 0 && !places.IsUnreadable ? builder.Build() : null;
        foreach (CellProblem problem in builder.Problems)
            places.Add(problem);
        return new ParsedCell(places.IsUnreadable ? null : program, places.IsUnreadable ? [] : places.Problems);
    }
}
