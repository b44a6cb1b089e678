using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Optimization;

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
            .. Equations(model.Module),
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

    private static IEnumerable<string> Equations(Module module)
    {
        if (!module.IsDecoder)
            return Equations(module.Step is null ? "a sequence" : "one step", module.Step ?? module.Sequence);
        IEnumerable<string> ofStep = Equations("one step of the decoder", module.Step!);
        return module.Sequence.Equations.Count == 0 ? ofStep
            : [.. Equations("the encoder; its results output.N are the inputs input.N of the decoder", module.Sequence), .. ofStep];
    }

    private static IEnumerable<string> Equations(string title, Function function) =>
        [$"<para>Equations of {title}</para>", "<code>", .. Code(IrPrinter.Print(Read(function))), "</code>"];

    /// <summary>Returns a function without the weights and states that it does not read: an encoder and a decoder have those of both as parameters.</summary>
    private static Function Read(Function function)
    {
        HashSet<Value> read = [.. function.Equations.SelectMany(static e => e.Operands), .. function.Results.Select(static r => r.Value)];
        return Renumbering.Run(function with
        {
            Parameters = [.. function.Parameters.Where(p => p.Role is not (ParameterRole.Weight or ParameterRole.State) || read.Contains(p.Value))],
        });
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
