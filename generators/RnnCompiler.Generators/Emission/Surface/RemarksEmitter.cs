using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the documentation of the class: the declaration, the parameters, the equations and the schedule.</summary>
internal static class RemarksEmitter
{
    public static IReadOnlyList<string> Lines(ModelShape model)
    {
        List<string> lines =
        [
            "<remarks>",
            $"<para>{Shapes(model)}, {CSharpLiteral.Grouped(model.ParameterCount)} parameters.</para>",
            "<para>Declared as</para>",
            "<code>",
            .. Code(DeclarationText.Describe(model.Declaration)),
            "</code>",
            .. Cells(model.Declaration),
            "<para>Parameters</para>",
            "<code>",
            .. model.Module.Parameters.Select(static p => Escape($"{p.Name} [{string.Join(", ", p.Shape.Select(static n => CSharpLiteral.Integer(n)))}]")),
            "</code>",
            $"<para>Equations of {(model.Module.Step is null ? "a sequence" : "one step")}</para>",
            "<code>",
            .. Code(IrPrinter.Print(model.Module.Step ?? model.Module.Sequence)),
            "</code>",
            "</remarks>",
        ];
        return [.. lines.Select(static l => l.Length > 0 ? "/// " + l : "///")];
    }

    private static string Shapes(ModelShape model)
    {
        if (model.Network is not { } network)
            return $"{model.InputShape} → {model.OutputShape}";
        string List(IEnumerable<PortParameter> ports) => string.Join(", ", ports.Select(static p => $"{p.Port.Name} {p.Shape}"));
        return $"{List(network.Inputs)} → {List(network.Outputs)}";
    }

    private static IEnumerable<string> Cells(ModelDeclaration declaration)
    {
        foreach (CellProgram cell in declaration.Layers.OfType<RecurrentDeclaration>().Select(static l => l.Cell).OfType<CustomDeclaration>().Select(static c => c.Program)
            .Distinct())
        {
            yield return $"<para>The cell {Escape(cell.Name)}</para>";
            yield return "<code>";
            foreach (string line in Code(CellText.Write(cell)))
                yield return line;
            yield return "</code>";
        }
    }

    private static IEnumerable<string> Code(string text) => text.TrimEnd('\n').Split('\n').Select(Escape);

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
