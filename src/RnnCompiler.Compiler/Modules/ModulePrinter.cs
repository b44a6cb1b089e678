using System.Text;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Modules;

/// <summary>Text of a module: its tables, then its functions as <see cref="IrPrinter"/> prints them. <see cref="ModuleParser"/> reads it back.</summary>
public static class ModulePrinter
{
    /// <summary>Prints a module; the text ends with a line break.</summary>
    public static string Print(Module module)
    {
        StringBuilder text = new();
        text.Append($"module {IrSpelling.Name(module.Declaration.Name)} {{\n");
        foreach (ParameterTensor parameter in module.Parameters)
            text.Append($"  {Table(parameter)}\n");
        foreach (StateTensor state in module.States)
            text.Append($"  carries {IrSpelling.Name(state.Name)}: {state.Type} from {IrSpelling.Number(state.InitialValue)}{Learned(state)}\n");
        foreach (NoiseTensor noise in module.Noises)
            text.Append($"  draws {IrSpelling.Name(noise.Name)}: {noise.Type} rate {IrSpelling.Number(noise.Rate)} mean {IrSpelling.Number(noise.Mean)}\n");
        text.Append(IrPrinter.Print("sequence", module.Sequence, 1));
        if (module.Step is not null)
            text.Append(IrPrinter.Print("single", module.Step, 1));
        text.Append(IrPrinter.Print("loss", module.Loss, 1));
        if (module.Training is not null)
            text.Append(IrPrinter.Print("training", module.Training, 1));
        return text.Append("}\n").ToString();
    }

    private static string Learned(StateTensor state) => state.Initial is { } parameter ? " learned " + IrSpelling.Name(parameter) : "";

    private static string Table(ParameterTensor parameter)
    {
        string shape = string.Join(", ", parameter.Shape.Select(IrSpelling.Number));
        string slices = string.Join(", ", parameter.Slices.Select(IrSpelling.Name));
        string distribution = IrSpelling.Word(parameter.Initialization);
        return $"parameter {IrSpelling.Name(parameter.Name)}[{shape}] {distribution}[{IrSpelling.Number(parameter.Bound)}]{(parameter.IsFrozen ? " frozen" : "")} = {slices}";
    }
}
