using System.Text;

namespace RnnCompiler.Compiler.Ir;

/// <summary>
/// Printer of IR, one equation a line: <c>%7.i: f[64] = sigmoid %6.a</c>. A scan body follows its scan in braces, and each of its parameters shows the operand
/// that it is bound to. <see cref="IrParser"/> reads the text back.
/// </summary>
public sealed class IrPrinter
{
    private const string Indent = "  ";
    private readonly StringBuilder _text = new();
    private int _depth;

    private IrPrinter()
    {
    }

    /// <summary>Prints a function; the text ends with a line break.</summary>
    public static string Print(Function function)
    {
        IrPrinter printer = new();
        printer.WriteFunction("function", function);
        return printer._text.ToString();
    }

    /// <summary>Prints a function that is part of something else.</summary>
    /// <param name="keyword">The word in front of its name.</param>
    /// <param name="function">The function.</param>
    /// <param name="depth">The indentation.</param>
    internal static string Print(string keyword, Function function, int depth)
    {
        IrPrinter printer = new() { _depth = depth };
        printer.WriteFunction(keyword, function);
        return printer._text.ToString();
    }

    /// <summary>Prints one equation, without the body of a scan.</summary>
    public static string Print(Equation equation) => Left(equation) + Right(equation.Operation) + equation.Operation switch
    {
        ScanOperation scan => " " + IrSpelling.Name(scan.Body.Name) + Operands(equation),
        _ => Operands(equation),
    };

    /// <summary>Spells a reference to a value: <c>%12.h</c>.</summary>
    internal static string Reference(Value value) => "%" + IrSpelling.Number(value.Id) + (value.Name is null ? "" : "." + IrSpelling.Name(value.Name));

    private static string Definition(Value value) => $"{Reference(value)}: {value.Type}";

    private static string Left(Equation equation) => string.Join(", ", equation.Results.Select(Definition)) + " = ";

    private static string Operands(Equation equation) =>
        equation.Operands.Count == 0 ? "" : " " + string.Join(", ", equation.Operands.Select(Reference));

    /// <summary>Spells an operation with its attributes in brackets.</summary>
    private static string Right(Operation operation)
    {
        string attributes = operation switch
        {
            ConstantOperation constant => IrSpelling.Number(constant.Number),
            LengthOperation length => IrSpelling.Number(length.Length),
            SliceOperation slice => $"{IrSpelling.Number(slice.Start)}, {IrSpelling.Number(slice.Length)}",
            ScatterAddOperation scatter => IrSpelling.Number(scatter.TableRows),
            StepOperation step => $"{IrSpelling.Number(step.Step)}, {IrSpelling.Number(step.Length)}",
            ScanOperation scan => $"{IrSpelling.Word(scan.Direction)}, {IrSpelling.Number(scan.Length)}{(scan.IsWhole ? ", whole" : "")}",
            _ => "",
        };
        return IrSpelling.Word(operation.Kind) + (attributes.Length == 0 ? "" : $"[{attributes}]");
    }

    private void WriteFunction(string keyword, Function function)
    {
        Open($"{keyword} {IrSpelling.Name(function.Name)} {{");
        foreach (Parameter parameter in function.Parameters)
            Line($"{IrSpelling.Word(parameter.Role)} {Definition(parameter.Value)}");
        WriteEquations(function);
        foreach (FunctionResult result in function.Results)
            WriteResult("return", result);
        Close();
    }

    private void WriteEquations(Function function)
    {
        foreach (Equation equation in function.Equations)
        {
            if (equation.Operation is ScanOperation scan)
                WriteScan(equation, scan);
            else
                Line(Print(equation));
        }
    }

    private void WriteScan(Equation equation, ScanOperation scan)
    {
        Function body = scan.Body;
        Open($"{Left(equation)}{Right(scan)} {IrSpelling.Name(body.Name)} {{");
        for (int i = 0; i < body.Parameters.Count; i++)
        {
            string bound = i < equation.Operands.Count ? Reference(equation.Operands[i]) : "nothing";
            Line($"{IrSpelling.Word(body.Parameters[i].Role)} {Definition(body.Parameters[i].Value)} = {bound}");
        }

        WriteEquations(body);
        for (int i = 0; i < body.Results.Count; i++)
            WriteResult(i < scan.Carries ? "next" : i < scan.Carries + scan.Outputs ? "output" : "total", body.Results[i]);
        Close();
    }

    private void WriteResult(string keyword, FunctionResult result) =>
        Line($"{keyword} {IrSpelling.Name(result.Name)} = {Reference(result.Value)}{(result.CotangentOf is { } parameter ? " of " + IrSpelling.Name(parameter) : "")}");

    private void Open(string line)
    {
        Line(line);
        _depth++;
    }

    private void Close()
    {
        _depth--;
        Line("}");
    }

    private void Line(string line)
    {
        for (int i = 0; i < _depth; i++)
            _text.Append(Indent);
        _text.Append(line).Append('\n');
    }
}
