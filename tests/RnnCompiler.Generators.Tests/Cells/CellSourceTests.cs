using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Generators.Parsing;
using RnnCompiler.Generators.Tests.Harness;
using RnnCompiler.Interpreter;

namespace RnnCompiler.Generators.Tests.Cells;

/// <summary>From the source of cells to their equations.</summary>
public sealed class CellSourceTests
{
    public const string Usings = """
        using RnnCompiler;
        using RnnCompiler.Cells;
        using static RnnCompiler.Cells.CellMath;
        #pragma warning disable CS1591

        """;

    private const string MinimalGatedUnit = Usings + """
        [Cell]
        public static class MinimalGatedUnit
        {
            public static Vector Step(Vector x, Vector h, Matrix Wf, Matrix Uf, Vector bf, Matrix Wn, Matrix Un, Vector bn)
            {
                var f = Sigmoid(Wf * x + Uf * h + bf);
                var n = Tanh(Wn * x + Un * (f * h) + bn);
                return (1 - f) * h + f * n;
            }
        }

        [RnnModel(InputSize = 8, SequenceLength = 50)]
        [Recurrent(typeof(MinimalGatedUnit), 32)]
        [LastStep]
        [Dense(1)]
        public sealed partial class Predictor;
        """;

    [Fact]
    public void The_cell_of_the_guide_is_read_and_compiles()
    {
        Assert.Empty(GeneratorRun.Diagnostics(GeneratorRun.Compile(MinimalGatedUnit), out GeneratorRunResult result));
        Assert.Equal(
            """
            cell MinimalGatedUnit {
              input %0.x: f[input]
              state %1.h: f[hidden]
              weight %2.Wf: f[hidden,input]
              weight %3.Uf: f[hidden,hidden]
              weight %4.bf: f[hidden]
              weight %5.Wn: f[hidden,input]
              weight %6.Un: f[hidden,hidden]
              weight %7.bn: f[hidden]
              %8 = matvec %2.Wf, %0.x
              %9 = matvec %3.Uf, %1.h
              %10 = add %8, %9
              %11 = add %10, %4.bf
              %12.f = sigmoid %11
              %13 = matvec %5.Wn, %0.x
              %14 = multiply %12.f, %1.h
              %15 = matvec %6.Un, %14
              %16 = add %13, %15
              %17 = add %16, %7.bn
              %18.n = tanh %17
              %19 = constant[1]
              %20 = subtract %19, %12.f
              %21 = multiply %20, %1.h
              %22 = multiply %12.f, %18.n
              %23 = add %21, %22
              next %1.h = %23
            }

            """,
            CellText.Write(Read(MinimalGatedUnit)),
            ignoreLineEndingDifferences: true);
        Assert.Contains("MinimalGatedUnit(cell).g.cs", result.GeneratedSources.Select(static s => s.HintName));
        Assert.Contains(result.GeneratedSources, static s => s.HintName == "Predictor.g.cs");
    }

    [Fact]
    public void Several_states_come_as_a_tuple_in_its_order()
    {
        CellProgram cell = Read(Usings + """
            [Cell]
            public static class Two
            {
                public static (Vector h, Vector c) Step(Vector x, Vector c, Matrix W, Vector h, Vector b)
                {
                    var next = h * c + b;
                    return (Tanh(W * x + next), next);
                }
            }
            """);
        Assert.Equal(
            [CellRole.Input, CellRole.State, CellRole.Weight, CellRole.State, CellRole.Weight], cell.Parameters.Select(static p => p.Role));
        Assert.Equal([3, 1], cell.Results.Select(static r => r.State));
    }

    [Fact]
    public void A_returned_vector_without_a_parameter_is_an_output_that_is_no_state()
    {
        CellProgram cell = Read(Usings + """
            [Cell]
            public static class Sru
            {
                public static (Vector h, Vector c) Step(Vector x, Vector c, Matrix W, Matrix Wf, Matrix Wr, Matrix Wx, Vector vf, Vector vr)
                {
                    var f = Sigmoid(Wf * x + vf * c);
                    var r = Sigmoid(Wr * x + vr * c);
                    var next = f * c + (1 - f) * (W * x);
                    return (r * next + (1 - r) * (Wx * x), next);
                }
            }
            """);
        Assert.Equal(["c"], cell.Parameters.Where(static p => p.Role == CellRole.State).Select(static p => p.Name));
        Assert.Equal(1, Assert.Single(cell.Results).State);
        Assert.EndsWith("\n  output %27\n  next %1.c = %21.next\n}\n", CellText.Write(cell), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Vector", "[Dimension.Hidden, Dimension.Input]")]
    [InlineData("[return: Shape(7)]", "Vector", "[7, Dimension.Input]")]
    [InlineData("", "[Shape(5)] Vector", "[5, Dimension.Input]")]
    [InlineData("[return: Shape(5)]", "[Shape(5)] Vector", "[5, Dimension.Input]")]
    public void The_length_of_such_an_output_follows_from_use_or_is_stated(string attribute, string bias, string shape)
    {
        CellProgram cell = Read($"{Usings}[Cell] public static class Some {{ {attribute} public static (Vector y, Vector h) Step(Vector x, Vector h, Matrix V, {bias} b) => "
            + $"(V * x + b, 0.9 * h + Sum(x)); }}");
        Assert.Equal(shape, cell.Parameters[2].Shape.ToString());
    }

    [Theory]
    [InlineData("return Tanh(x + Half * h);", "private const double Half = 0.5;")]
    [InlineData("const double half = 1.0 / 2; return Tanh(x + half * h);")]
    [InlineData("double half = 1; half /= 2; return Tanh(x + half * h);")]
    [InlineData("return Tanh(x + Scaled(h, by: 0.5));", "private static Vector Scaled(Vector v, double by) => by * v;")]
    [InlineData("return Tanh(x + Scaled(by: 0.5, v: h));", "private static Vector Scaled(Vector v, Scalar by) => by * v;")]
    [InlineData("return Tanh(x + Scaled(h));", "private static Vector Scaled(Vector v, double by = 0.5) => by * v;")]
    [InlineData("return Tanh(x + h.Scaled());")]
    [InlineData("return Tanh(x + Scaled(h)); static Vector Scaled(Vector v) => 0.5 * v;")]
    [InlineData("var (a, b) = Pair(x, h); return Tanh(a + b);", "private static (Vector, Vector) Pair(Vector a, Vector b) => (a, 0.5 * b);")]
    [InlineData("var p = Pair(x, h); return Tanh(p.First + p.Item2);", "private static (Vector First, Vector) Pair(Vector a, Vector b) { var c = 0.5 * b; return (a, c); }")]
    [InlineData("var (a, _) = (x, h); _ = 3 * x; { ; } return Tanh(a + Other.Half(h));", "private static class Other { public static Vector Half(Vector v) => (v + v) / 4; }")]
    [InlineData("x = x + 0.5 * h; h = x; return Tanh(h);")]
    [InlineData("return Tanh(x - h * -(Scalar)0.5);")]
    [InlineData("Vector a = x, b; b = h / 2; a += b; a = +a; return Tanh(a);")]
    [InlineData("return RnnCompiler.Cells.CellMath.Tanh(x + h * Max(0.5, Min(0.25, -1f)));")]
    [InlineData("Vector a; Vector b; a = b = h; return Tanh((x + 0.25 * a) + 0.25 * b);")]
    [InlineData("return Tanh(x + Twice(Twice(h)));", "private static Vector Twice(Vector v) { double root = 0.70710678118654752; return v * root; }")]
    [InlineData("return Tanh(x + Mean(h * 0) + h * 0.5);")]
    [InlineData("Vector a = 3 * h; return Tanh(x + Min(b: a = 0.5 * h, a: a) + (a - 0.5 * h));")]
    [InlineData("var p = ((float, double))(0.1, 0.5); double back = 0.1; return Tanh(x + p.Item2 * h + ((double)p.Item1 - (float)back) * h);")]
    [InlineData("(double, float) p = (0.5f, 1); var (half, one) = p; return Tanh(one * x + half * h);")]
    [InlineData("return Tanh(x + Part(h));", "private static partial Vector Part(Vector v); private static partial Vector Part(Vector v) => 0.5 * v;")]
    public void The_language_has_what_it_says(string body, string members = "")
    {
        string source = Usings + $$"""
            [RnnModel(InputSize = 3, SequenceLength = 4)]
            [Recurrent(typeof(Some), 3)]
            public sealed partial class Model;

            [Cell]
            public static partial class Some
            {
                {{members}}
                public static Vector Step(Vector x, [Shape(Dimension.Input)] Vector h) { {{body}} }
            }

            public static class Extensions
            {
                public static Vector Scaled(this Vector v) { return 0.5f * v; }
            }
            """;
        Assert.Empty(GeneratorRun.Diagnostics(GeneratorRun.Compile(source), out GeneratorRunResult result));
        Assert.Contains(result.GeneratedSources, static s => s.HintName == "Model.g.cs");

        // All of them mean tanh(x + h / 2).
        FunctionBuilder builder = new("cell");
        Expression x = new(builder, builder.Parameter("x", TensorType.Vector(2), ParameterRole.Input));
        Expression h = new(builder, builder.Parameter("h", TensorType.Vector(2), ParameterRole.State));
        CustomCell cell = new(Read(source), new CellSizes(2, 5, new Dictionary<string, int>()));
        builder.Result("h", cell.Step(x, [h], new Dictionary<string, Expression>()).Output.Value);
        IrInterpreter<double> run = new(builder.Build());
        (run.Argument("x")[0], run.Argument("h")[0], run.Argument("x")[1], run.Argument("h")[1]) = (0.3, 0.8, -1, 0.5);
        run.Run();
        Assert.Equal(Math.Tanh(0.7), run.Result("h")[0], 1e-12);
        Assert.Equal(Math.Tanh(-0.75), run.Result("h")[1], 1e-12);
    }

    internal static CellProgram Read(string source)
    {
        CSharpCompilation compilation = GeneratorRun.Compile(source);
        INamedTypeSymbol type = compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().First(CellTypes.IsCell);
        ParsedCell parsed = CellReader.Read(type, compilation, default);
        Assert.True(parsed.Program is not null, string.Join("\n", parsed.Problems.Select(static p => p.Problem.Message)));
        return parsed.Program;
    }
}
