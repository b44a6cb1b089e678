using Microsoft.CodeAnalysis;
using RnnCompiler.Generators.Tests.Harness;

namespace RnnCompiler.Generators.Tests.Cells;

/// <summary>What cells do not have: each is said once, at the expression itself, with what to write instead. The expression is marked by « and ».</summary>
public sealed class CellRefusalTests
{
    [Theory]
    [InlineData("for (int i = 0; «i < 3»; i++) { h = x; } return h;", "A loop is not part of the language of cells. Write the steps one after the other")]
    [InlineData("Vector a; if («true») a = x; else a = h; return a * h * x;", "A branch")]
    [InlineData("while («true») { } return h;", "A loop")]
    [InlineData("do { } while («false»); return h * x;", "A loop")]
    [InlineData("foreach (var v in «new[] { h, x }») { } return h * x;", "A loop")]
    [InlineData("if («Sum(x).Value > 0») h = x; return h * x;", "A branch is not part of the language of cells. Choose element by element instead: Max, Min")]
    [InlineData("switch («1») { default: break; } return h * x;", "A switch")]
    [InlineData("«try { h = x; } finally { }» return h;", "An exception")]
    [InlineData("«lock (x) { }» return h * x;", "A resource")]
    [InlineData("«goto end;» end: return h * x;", "A jump", "A jump")]
    [InlineData("return «Sum(x).Value > 0 ? h : x»;", "A choice is not part of the language of cells")]
    [InlineData("var q = «Sum(x).Value > 0»; return h * x;", "A comparison")]
    [InlineData("return h * x * («x is null» ? 1 : 2);", "A choice", null, "«x is null ? 1 : 2»")]
    [InlineData("return h * «x[0]»;", "A single element is not part of the language of cells. Equations work on whole vectors; Sum, Mean and Max")]
    [InlineData("return h * x / «x.Length»;", "A member of a vector or matrix is not part of the language of cells. Sizes are known only where the cell is used; Mean")]
    [InlineData("return h * x * «new Vector([1.0])»;", "Making an object")]
    [InlineData("return h * x * «Rate»;", "A static field or property is not part of the language of cells. Make it a const, or a weight of the cell.")]
    [InlineData("«Rate» = 3; return h * x;", "Writing to anything but a local")]
    [InlineData("return h * x * «System.Math.Tanh(0.5)»;", "Math.Tanh cannot be called in a cell. Use CellMath.Tanh, or write the number.")]
    [InlineData("return h * x * «System.Math.PI.CompareTo(3)»;", "Double.CompareTo cannot be called in a cell. Make the method static.")]
    [InlineData("return «Same(h)» * x;", "Cell.Same cannot be called in a cell. Make it a method without type parameters")]
    [InlineData("«Nothing(h)»; return h * x;", "Cell.Nothing cannot be called in a cell. It should return what it computes")]
    [InlineData("var p = (1.0, 2.0); var q = «((int, int))p»; return h * x * q.Item1;", "This conversion")]
    [InlineData("Vector Local(Vector v) => v; return «Local(h)» * x;", "Make the local function static.")]
    [InlineData("«System.Func<Vector, Vector> f = v => v»; return h * x;", "A delegate", null, "«v => v»")]
    [InlineData("return «Endless(h)» * x;", "A method that a cell calls should not call itself: Endless → Endless.", null, "«Endless(v)»")]
    [InlineData("return «Ping(h)» * x;", "Ping → Pong → Ping.", null, "«Ping(w)»")]
    [InlineData("int n = 2; return h * x * («n * 3»);", "Arithmetic in int is not part of the language of cells. Write it in double, or as a const.")]
    [InlineData("return h * x * «(double)Sum(h)»;", "This conversion")]
    [InlineData("int n = 2; «n++»; return h * x * n;", "This operator is not part of the language of cells. Write a = a + 1.")]
    [InlineData("ref Vector «r = ref h»; return r * x;", "A ref local")]
    [InlineData("var s = «\"a\"»; return h * x;", "This literal")]
    [InlineData("double[] a = «[1.0]»; return h * x;", "A collection")]
    [InlineData("return h * x * «default(Vector)»;", "Making an object")]
    [InlineData("return «Many(h, x)»;", "Cell.Many cannot be called in a cell. Its parameters should be passed by value, and not as params.")]
    [InlineData("return «ByReference(in h)» * x;", "Cell.ByReference cannot be called in a cell. Its parameters should be passed by value")]
    [InlineData("var q = «Later(h)»; return h * x;", "Cell.Later cannot be called in a cell. Make it an ordinary method.")]
    [InlineData("return «Generic<int>.Same(h)» * x;", "Generic.Same cannot be called in a cell. Make it a method without type parameters, in a type without any.")]
    [InlineData("return h * x * «System.Convert.ToDouble(1)»;", "Convert.ToDouble cannot be called in a cell. Its source is not in this project")]
    [InlineData("return h * x * «System.Math.Tan(0.5)»;", "Math.Tan cannot be called in a cell. Use CellMath, or write the number.")]
    [InlineData("return h * x * «System.MathF.Exp(0.5f)»;", "MathF.Exp cannot be called in a cell. Use CellMath.Exp, or write the number.")]
    [InlineData("var q = «h.ToString()»; return h * x;", "cannot be called in a cell.")]
    [InlineData("var q = Iterate(h); return h * x;", "An iterator is not part of the language of cells. Write the steps one after the other", null, "«yield return v;»")]
    [InlineData("«throw new System.InvalidOperationException();»", "An exception is not part of the language of cells. Equations have no errors")]
    [InlineData("«using var q = (System.IDisposable)null;» return h * x;", "A resource is not part of the language of cells.")]
    [InlineData("return «1 switch { 1 => h, _ => x }»;", "A choice")]
    [InlineData("return h * («x ?? h»);", "A choice")]
    [InlineData("var q = «!(Sum(x).Value > 0)»; return h * x;", "A comparison")]
    [InlineData("var q = «h is object»; return h * x;", "A comparison")]
    [InlineData("var q = «h is { Length: 3 }»; return h * x;", "A comparison")]
    [InlineData("double d = 2; return h * x * («d % 3»);", "This operator is not part of the language of cells. Cells have +, −, * and /, of numbers in double.")]
    [InlineData("int n = 2; var q = «~n»; return h * x;", "This operator is not part of the language of cells. Cells have")]
    [InlineData("var q = «new { A = 1 }»; return h * x;", "Making an object")]
    [InlineData("var q = «new double[3]»; return h * x;", "Making an object")]
    [InlineData("var q = «$\"{1}\"»; return h * x;", "This literal")]
    [InlineData("var q = «typeof(int)»; return h * x;", "This expression is not part of the language of cells. Cells have locals, numbers")]
    [InlineData("var q = «System.Environment.ProcessorCount»; return h * x;", "A static field or property")]
    [InlineData("return h * x * «new Holder().Number»;", "A field or property is not part of the language of cells. Make it a const, a local, or a weight of the cell.")]
    [InlineData("return h * x * «s_table[1]»;", "An element of a collection is not part of the language of cells. Give it to the cell as a weight.")]
    [InlineData("System.Func<Vector, Vector> f = «Ordinary»; return h * x;", "A delegate")]
    public void What_cells_do_not_have_is_refused_at_its_place(string body, string message, string? second = null, string? elsewhere = null)
    {
        string source = CellSourceTests.Usings + $$"""
            [Cell]
            public static class Cell
            {
                public static double Rate = 2;

                public static Vector Step(Vector x, [Shape(Dimension.Input)] Vector h) { {{(elsewhere is null ? body : body.Replace("«", "").Replace("»", ""))}} }

                private static T Same<T>(T v) => v;
                private static void Nothing(Vector v) { }
                private static readonly double[] s_table = [1, 2];
                private static Vector Many(params Vector[] v) => v[0];
                private static Vector ByReference(in Vector v) => v;
                private static async System.Threading.Tasks.Task<Vector> Later(Vector v) { await System.Threading.Tasks.Task.Yield(); return v; }
                private static System.Collections.Generic.IEnumerable<Vector> Iterate(Vector v) { {{Marked("«yield return v;»")}} }
                private static Vector Ordinary(Vector v) => v;
                private static class Generic<T> { public static Vector Same(Vector v) => v; }
                private sealed class Holder { public double Number = 3; }
                private static Vector Endless(Vector v) => {{Marked("«Endless(v)»")}};
                private static Vector Ping(Vector v) => Pong(v);
                private static Vector Pong(Vector w) => {{Marked("«Ping(w)»")}};
            }
            """;
        if (elsewhere is not null && !source.Contains('«', StringComparison.Ordinal))
            source = source.Replace(elsewhere.Trim('«', '»'), elsewhere, StringComparison.Ordinal);
        MarkedSource.Check(source, second is null ? [message] : [message, second]);

        string Marked(string text) => elsewhere == text ? text : text.Trim('«', '»');
    }

    [Theory]
    [InlineData("public static class «Cell» { }", "The cell Cell should have a static method Step")]
    [InlineData("public static class «Cell» { public static Vector Step(Vector x, Vector h) => h; public static Vector Step(Vector x) => x; }", "have one method Step")]
    [InlineData("public static class «Cell»<T> { public static Vector Step(Vector x, Vector h) => h; }", "The cell Cell should have no type parameters")]
    [InlineData("public class Cell { public Vector «Step»(Vector x, Vector h) => h; }", "The method Step of a cell should be static.")]
    [InlineData("public static class Cell { public static Vector «Step»<T>(Vector x, Vector h) => h; }", "should have no type parameters")]
    [InlineData("public static partial class Cell { [System.Runtime.InteropServices.DllImport(\"a\")] public static extern Vector «Step»(Vector x, Vector h); }",
        "should have a body in this project's source")]
    [InlineData("public static class Cell { public static double «Step»(Vector x, Vector h) => 0; }",
        "A cell returns a Vector, its state after the step, or a tuple of them with names, such as (Vector h, Vector c); found 'double'.")]
    [InlineData("public static class Cell { public static (Vector, Vector) «Step»(Vector x, Vector h) => (h, h); }", "found 'Vector", "found 'Vector")]
    [InlineData("public static class Cell { public static (Vector h, Scalar c) «Step»(Vector x, Vector h, Scalar c) => (h * x, c); }", "a tuple of them with names")]
    [InlineData("public static class Cell { public static Vector «Step»(Vector x) => x; }",
        "A cell should have a state: a returned vector with a parameter of its name after the input, such as Vector h; found none.")]
    [InlineData("public static class Cell { public static (Vector h, Vector c) «Step»(Vector x, Vector h) => (h, x); }",
        "Each returned vector but the first should be a state, with a parameter of its name after the input: Vector c; found none.")]
    [InlineData("public static class Cell { public static (Vector m, Vector h) «Step»(Vector x, Vector h, Matrix m) => (m * h, h + Sum(x)); }", "Vector m; found none")]
    [InlineData("public static class Cell { public static (Vector y, Vector h) Step(Vector x, Vector h, Vector «b») => (x, Max(h, Sum(x))); }", "The weight 'b' is never used")]
    [InlineData("public static class Cell { public static (Vector h, Vector c) Step(Vector x, Vector «h», Vector c) => (Sum(x) + c, Sum(x) + c); }",
        "The state 'h' is never used: no result depends on its value before the step. Remove the parameter: the first returned vector may be an output without one")]
    [InlineData("public static class Cell { public static (Vector h, Vector m) «Step»(Vector x, Vector h, Matrix m) => (h, h); }", "Vector m; found none")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, int «n») => h * x * n; }",
        "The parameter 'n' of a cell should be a Vector, Matrix or Scalar; found int.")]
    [InlineData("public static class Cell { public static Vector Step(Matrix «x», Vector h) => x * h; }", "should be a Vector, since it is the input; found Matrix.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, in Vector «b») => h * b; }",
        "should be passed by value, without a default; found by reference.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, Scalar «b» = default) => h * x * b; }", "found a default.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, «[Shape(1, 2)]» Vector b) => h * x * b; }",
        "[Shape] does not fit: a Vector has one size; found 2.", null, true)]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, [Shape(«0»)] Vector b) => h * x * b; }", "found 0.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, [Shape(«\"a b\"»)] Vector b) => h * x * b; }", "found \"a b\".")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, [Shape(«1.5»)] Vector b) => h * x * b; }", "found 1.5.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, [Shape(«(Dimension)7»)] Vector b) => h * x * b; }", "found 7.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, «[Shape(3)]» Scalar b) => h * x * b; }", "a Scalar has no size", null, true)]
    [InlineData("public static class Cell { public static Vector Step([Shape(3)] Vector «x», Vector h) => h * x; }", "the input should have Dimension.Input elements; found 3.")]
    [InlineData("public static class Cell { [return: «Shape(4)»] public static Vector Step(Vector x, [Shape(3)] Vector h) => h; }",
        "the output is the first state, whose parameter has 3 elements; found 4.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, «[Initialize(1)]» Vector h) => h * x; }",
        "[Initialize] does not fit: weights alone are initialized; states start at 0; found 'h'.", null, true)]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, [Initialize(«(Initializer)9»)] Scalar b) => h * x * b; }",
        "a member of Initializer; found 9.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, [Initialize(Initializer.Normal, «-1»)] Scalar b) => h * x * b; }",
        "not negative for a distribution; found -1.")]
    [InlineData("public static class Cell { public static Vector Step(Vector «x», Vector h, Vector b) => h * b; }", "The input 'x' is never used")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector «h», Matrix W) => W * x; }",
        "The state 'h' is never used: no result depends on its value before the step.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, Matrix W, Vector «b») { var unused = b * h; return W * x + h; } }",
        "The weight 'b' is never used")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, Matrix W) => «W * x + x + h»; }",
        "'W * x + x + h' has Dimension.Hidden where 'W * x + x' (line 6) has Dimension.Input elements.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h) => «x * h»; }",
        "'x * h' has Dimension.Input where 'Vector h' (line 6) has Dimension.Hidden elements.")]
    [InlineData("public static class Cell { public static Vector Step(Vector x, Vector h, Matrix «V», Matrix U) => U * (V * x) + h; }", "Nothing says the rows of 'V'.")]
    public void Types_and_signatures_that_do_not_fit_are_refused_at_their_place(string type, string message, string? second = null, bool inBrackets = false)
    {
        string marked = inBrackets ? type.Replace("«[", "[«", StringComparison.Ordinal).Replace("]»", "»]", StringComparison.Ordinal) : type;
        MarkedSource.Check(CellSourceTests.Usings + "[Cell]\n" + marked, second is null ? [message] : [message, second]);
    }

    [Fact]
    public void Too_much_is_refused()
    {
        string doubling = string.Join("\n", Enumerable.Range(1, 30).Select(static i => $"    private static Vector F{i}(Vector v) => F{i - 1}(F{i - 1}(v));"));
        string source = CellSourceTests.Usings + $$"""
            [Cell]
            public static class Cell
            {
                public static Vector Step(Vector x, [Shape(Dimension.Input)] Vector h) => F30(h) * x;
                private static Vector F0(Vector v) => v;
            {{doubling}}
            }
            """;
        Diagnostic found = Assert.Single(AnalyzerRun.Analyze(GeneratorRun.Compile(source)));
        Assert.Equal("RNN0206", found.Id);
        Assert.Contains("at most 10000 expressions and calls", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_expressions_without_a_call_are_refused_too()
    {
        string body = string.Join(" ", Enumerable.Repeat("h = h * x + h;", 6_000));
        string source = CellSourceTests.Usings
            + $"[Cell] public static class Cell {{ public static Vector Step(Vector x, [Shape(Dimension.Input)] Vector h) {{ {body} return h; }} }}";
        Assert.Equal("RNN0206", Assert.Single(AnalyzerRun.Analyze(GeneratorRun.Compile(source))).Id);
    }

    [Theory]
    [InlineData("typeof(int[])", "int[]")]
    [InlineData("null", "null")]
    [InlineData("typeof(string)", "string")]
    public void What_is_no_cell_is_refused_where_a_layer_names_it(string cell, string found)
    {
        string source = "#nullable disable\n" + CellSourceTests.Usings + $"[RnnModel(InputSize = 1, SequenceLength = 2)] [Recurrent({cell}, 3)] public sealed partial class Model;";
        Diagnostic diagnostic = Assert.Single(AnalyzerRun.Diagnostics(GeneratorRun.Compile(source)));
        Assert.Equal(("RNN0019", cell), (diagnostic.Id, source[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End]));
        Assert.Contains($"should name a type with [Cell]; {found} has none", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_faults_are_said_at_once_and_without_consequences()
    {
        string source = CellSourceTests.Usings + """
            [Cell]
            public static class Cell
            {
                public static Vector Step(Vector x, Vector h, Matrix W, Vector b)
                {
                    var a = W * x + System.Math.Abs(1.0);
                    var g = a.Length > 3 ? a : b;
                    return g * h[0];
                }
            }
            """;
        Assert.Equal(["RNN0205", "RNN0204", "RNN0204"], AnalyzerRun.Analyze(GeneratorRun.Compile(source)).Select(static d => d.Id));
    }
}
