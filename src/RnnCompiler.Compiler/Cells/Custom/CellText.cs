using System.Text;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Cells;

/// <summary>
/// Text format of a cell, with one equation per line. [CompiledCell] stores it, and the text of a declaration contains it. Sizes are <c>input</c>,
/// <c>hidden</c>, numbers, or names in quotes. An output that is not a state is a line <c>output %4.a</c> before the first <c>next</c>.
/// </summary>
/// <example><code>
/// cell Decay {
///   input %0.x: f[input]
///   state %1.h: f[hidden]
///   weight %2.W: f[hidden,input] orthogonal[1]
///   %3 = matvec %2.W, %0.x
///   %4.a = add %3, %1.h
///   next %1.h = %4.a
/// }
/// </code></example>
public static class CellText
{
    /// <summary>The latest version of the format, in which the output need not be a state.</summary>
    public const int Version = 2;

    /// <summary>Returns the earliest version of the format that can represent a cell: 1 if its output is a state.</summary>
    public static int VersionOf(CellProgram program) => program.Output is null ? 1 : Version;

    /// <summary>Returns whether <see cref="Parse"/> reads a version of the format.</summary>
    public static bool Reads(int version) => version is 1 or Version;

    /// <summary>Returns the text of a cell; it ends with a line break.</summary>
    public static string Write(CellProgram program)
    {
        StringBuilder text = new();
        text.Append("cell ").Append(IrSpelling.Name(program.Name)).Append(" {\n");
        for (int i = 0; i < program.Parameters.Count; i++)
        {
            CellParameter p = program.Parameters[i];
            text.Append($"  {Word(p.Role)} {Reference(program, i)}: f[{string.Join(",", p.Shape.Sizes.Select(Size))}]");
            if (p.Start is { } start)
                text.Append($" {Word(start.Initializer)}[{IrSpelling.Number(start.Scale)}]");
            text.Append('\n');
        }

        for (int i = 0; i < program.Equations.Count; i++)
        {
            CellEquation e = program.Equations[i];
            string attributes = e.Kind == OperationKind.Constant ? $"[{IrSpelling.Number(e.Number)}]" : "";
            string operands = e.Operands.Count == 0 ? "" : " " + string.Join(", ", e.Operands.Select(o => Reference(program, o)));
            text.Append($"  {Reference(program, program.Parameters.Count + i)} = {IrSpelling.Word(e.Kind)}{attributes}{operands}\n");
        }

        if (program.Output is { } output)
            text.Append($"  output {Reference(program, output)}\n");
        foreach (CellResult result in program.Results)
            text.Append($"  next {Reference(program, result.State)} = {Reference(program, result.Next)}\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>Parses the text of a cell and checks its shapes.</summary>
    /// <exception cref="IrFormatException">The text is not that of a cell. No other exception is thrown.</exception>
    public static CellProgram Parse(string text) => new CellParser(text).Parse();

    /// <summary>Returns the keyword of a role.</summary>
    internal static string Word(CellRole role) => role switch
    {
        CellRole.Input => "input",
        CellRole.State => "state",
        CellRole.Weight => "weight",
        _ => throw new NotSupportedException($"Expected a role with a word, found {role}."),
    };

    /// <summary>Returns the keyword of an initializer.</summary>
    internal static string Word(Initializer initializer) => initializer switch
    {
        Initializer.Uniform => "uniform",
        Initializer.Normal => "normal",
        Initializer.Constant => "constant",
        Initializer.XavierUniform => "xavier_uniform",
        Initializer.Identity => "identity",
        Initializer.Orthogonal => "orthogonal",
        _ => throw new NotSupportedException($"Expected an initializer with a word, found {initializer}."),
    };

    private static string Size(CellDimension size) => size switch
    {
        { Kind: Dimension.Input } => "input",
        { Kind: Dimension.Hidden } => "hidden",
        { Name: { } name } => IrSpelling.Quoted(name),
        _ => IrSpelling.Number(size.Size),
    };

    private static string Reference(CellProgram program, int value)
    {
        string? name = value < program.Parameters.Count ? program.Parameters[value].Name : program.Equations[value - program.Parameters.Count].Name;
        return "%" + IrSpelling.Number(value) + (name is null ? "" : "." + IrSpelling.Name(name));
    }
}
