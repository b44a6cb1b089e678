using System.Globalization;
using System.Text;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Generators.Tests.Cells;

/// <summary>Writes cells as users do: as C# methods.</summary>
internal static class CellCode
{
    /// <summary>The source of a class with [Cell].</summary>
    public static string Write(CellProgram cell)
    {
        StringBuilder code = new();
        string[] types = ["Scalar", "Vector", "Matrix"];
        string[] names = [.. cell.Parameters.Select(static p => p.Name), .. cell.Equations.Select((_, i) => "v" + i)];
        string[] returned = [.. cell.Output is null ? [] : new[] { "y" }, .. cell.Results.Select(r => names[r.State])];
        string returns = returned.Length == 1 ? "Vector" : $"({string.Join(", ", returned.Select(static r => "Vector " + r))})";
        string parameters = string.Join(", ", cell.Parameters.Select(p => $"{Attributes(p)}{types[p.Shape.Rank]} {p.Name}"));
        code.Append(CultureInfo.InvariantCulture, $"[Cell]\npublic static class {cell.Name}\n{{\n    public static {returns} Step({parameters})\n    {{\n");
        for (int i = 0; i < cell.Equations.Count; i++)
        {
            CellEquation e = cell.Equations[i];
            string type = e.Kind == OperationKind.Constant ? "Scalar" : "var";
            code.Append(CultureInfo.InvariantCulture, $"        {type} v{i} = {Expression(e, [.. e.Operands.Select(o => names[o])])};\n");
        }

        string[] next = [.. cell.Output is { } output ? [names[output]] : Array.Empty<string>(), .. cell.Results.Select(r => names[r.Next])];
        code.Append(CultureInfo.InvariantCulture, $"        return {(next.Length == 1 ? next[0] : $"({string.Join(", ", next)})")};\n    }}\n}}\n");
        return code.ToString();
    }

    private static string Attributes(CellParameter p)
    {
        string start = p.Start is { } s ? string.Create(CultureInfo.InvariantCulture, $"[Initialize(Initializer.{s.Initializer}, {s.Scale:R})] ") : "";
        return p.Shape.Rank == 0 ? start : $"{start}[Shape({string.Join(", ", p.Shape.Sizes)})] ";
    }

    private static string Expression(CellEquation e, string[] o) => e.Kind switch
    {
        OperationKind.Constant => e.Number.ToString("R", CultureInfo.InvariantCulture),
        OperationKind.MatVec or OperationKind.Multiply => $"{o[0]} * {o[1]}",
        OperationKind.Add => $"{o[0]} + {o[1]}",
        OperationKind.Subtract => $"{o[0]} - {o[1]}",
        OperationKind.Divide => $"{o[0]} / {o[1]}",
        OperationKind.Negate => $"-{o[0]}",
        OperationKind.ReduceMax => $"Max({o[0]})",
        _ => $"{e.Kind}({string.Join(", ", o)})",
    };
}
