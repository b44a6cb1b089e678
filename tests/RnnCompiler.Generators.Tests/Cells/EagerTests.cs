using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using RnnCompiler.Cells;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Tests.Harness;
using RnnCompiler.Interpreter;
using RnnCompiler.Compiler.Tests.Cells;

namespace RnnCompiler.Generators.Tests.Cells;

/// <summary>
/// Random cells, written as C#: what the method computes when it is called, what the front end reads out of its body, and what the cell was drawn as are
/// one and the same function.
/// </summary>
public sealed class EagerTests
{
    private const int Steps = 4;

    [Fact]
    public void A_cell_computes_as_plain_code_what_its_equations_say() => Run(0, 60);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_cells_compute_as_plain_code_what_their_equations_say() => Run(60, 440);

    private static void Run(int first, int count)
    {
        CellProgram[] drawn = [.. Enumerable.Range(first, count).Select(static seed => new RandomCells(seed, outputIsState: seed % 3 > 0).Next("Cell" + seed))];
        CSharpCompilation compilation = GeneratorRun.Compile(CellSourceTests.Usings + string.Join("\n", drawn.Select(CellCode.Write)));
        using MemoryStream stream = new();
        EmitResult emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(3)));
        Assembly assembly = Assembly.Load(stream.ToArray());
        foreach (CellProgram cell in drawn)
        {
            ParsedCell read = CellReader.Read(compilation.GetTypeByMetadataName(cell.Name)!, compilation, default);
            Assert.True(read.Program is not null, string.Join("\n", read.Problems.Select(static p => p.Problem.Message)) + CellCode.Write(cell));
            Assert.Equal(cell.Parameters, read.Program.Parameters);
            Compare(cell, read.Program, assembly.GetType(cell.Name)!.GetMethod("Step")!);
        }
    }

    private static void Compare(CellProgram drawn, CellProgram read, MethodInfo step)
    {
        CellSizes sizes = new(3, 4, drawn.NamedSizes.ToDictionary(static n => n, static _ => 2));
        IrInterpreter<double> ofDrawn = new(Function(drawn, sizes));
        IrInterpreter<double> ofRead = new(Function(read, sizes));
        Random random = new(drawn.Parameters.Count);
        object[] arguments = [.. drawn.Parameters.Select(p => Argument(p, sizes, random))];
        for (int t = 0; t < Steps; t++)
        {
            arguments[0] = Argument(drawn.Parameters[0], sizes, random);
            for (int i = 0; i < arguments.Length; i++)
            {
                Elements(arguments[i]).CopyTo(ofDrawn.Argument(drawn.Parameters[i].Name));
                Elements(arguments[i]).CopyTo(ofRead.Argument(drawn.Parameters[i].Name));
            }

            object returned = step.Invoke(null, arguments)!;
            ofDrawn.Run();
            ofRead.Run();
            int outputs = drawn.Output is null ? 0 : 1;
            if (outputs == 1)
            {
                Vector output = (Vector)((System.Runtime.CompilerServices.ITuple)returned)[0]!;
                AssertClose(output.Span, ofDrawn.Result("output"), drawn);
                AssertClose(output.Span, ofRead.Result("output"), drawn);
            }

            for (int i = 0; i < drawn.Results.Count; i++)
            {
                int state = drawn.Results[i].State;
                Vector next = returned as Vector ?? (Vector)((System.Runtime.CompilerServices.ITuple)returned)[i + outputs]!;
                AssertClose(next.Span, ofDrawn.Result(drawn.Parameters[state].Name), drawn);
                AssertClose(next.Span, ofRead.Result(drawn.Parameters[state].Name), drawn);
                arguments[state] = next;
            }
        }
    }

    private static Function Function(CellProgram program, CellSizes sizes)
    {
        FunctionBuilder builder = new("cell");
        CustomCell cell = new(program, sizes);
        Expression Parameter(CellParameter p, TensorType type, ParameterRole role) => new(builder, builder.Parameter(p.Name, type, role));
        Dictionary<string, Expression> w = [];
        Expression x = default;
        Dictionary<string, Expression> states = [];
        foreach (CellParameter p in program.Parameters)
        {
            TensorType type = p.Shape.In(sizes);
            if (p.Role == CellRole.Input)
                x = Parameter(p, type, ParameterRole.Input);
            else if (p.Role == CellRole.State)
                states[p.Name] = Parameter(p, type, ParameterRole.State);
            else
                w[p.Name] = Parameter(p, type.IsScalar ? TensorType.Vector(1) : type, ParameterRole.Weight);
        }

        StepValues next = cell.Step(x, [.. cell.States.Select(s => states[s.Name])], w);
        for (int i = 0; i < next.States.Count; i++)
            builder.Result(cell.States[i].Name, next.States[i].Value);
        builder.Result("output", next.Output.Value);
        return builder.Build();
    }

    private static object Argument(CellParameter p, CellSizes sizes, Random random)
    {
        TensorType type = p.Shape.In(sizes);
        double[] values = [.. Enumerable.Range(0, (int)type.ElementCount).Select(_ => (2 * random.NextDouble()) - 1)];
        return p.Shape.Rank switch
        {
            0 => new Scalar(values[0]),
            1 => new Vector(values),
            _ => new Matrix(type.Rows, type.Columns, values),
        };
    }

    private static double[] Elements(object argument) => argument switch
    {
        Scalar s => [s.Value],
        Vector v => v.ToArray(),
        Matrix m => [.. Enumerable.Range(0, m.Rows * m.Columns).Select(i => m[i / m.Columns, i % m.Columns])],
        _ => throw new InvalidOperationException($"Expected an argument of a cell, found {argument.GetType()}."),
    };

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> found, CellProgram cell)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-11 * Math.Max(1, Math.Abs(expected[i])), $"{found[i]} should be {expected[i]} in\n{CellCode.Write(cell)}");
    }
}
