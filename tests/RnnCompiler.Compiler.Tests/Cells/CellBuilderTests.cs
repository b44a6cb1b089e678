using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Cells;

/// <summary>Shapes by unification from use, and what is said where they cannot be found.</summary>
public sealed class CellBuilderTests
{
    private readonly CellBuilder _cell = new("Test");
    private int _places;

    [Fact]
    public void Shapes_follow_from_use_forwards_and_backwards()
    {
        (CellValue x, CellValue h) = InputAndState();
        CellValue first = Weight("A", 2);
        CellValue second = Weight("B", 2, CellDimension.Fixed(7), null);
        CellValue bias = Weight("b", 1);
        CellValue scale = Weight("s", 0);
        CellValue inner = Apply(OperationKind.Add, Apply(OperationKind.MatVec, second, x), bias);
        _cell.Result(h, Apply(OperationKind.Add, h, Apply(OperationKind.Multiply, scale, Apply(OperationKind.MatVec, first, inner))), Place("return"));
        CellProgram program = _cell.Build()!;
        Assert.Equal(
            ["[Dimension.Input]", "[Dimension.Hidden]", "[Dimension.Hidden, 7]", "[7, Dimension.Input]", "[7]", "[]"],
            program.Parameters.Select(static p => p.Shape.ToString()));
        Assert.Equal(program, CellText.Parse(CellText.Write(program)));
    }

    [Fact]
    public void A_contradiction_names_both_places()
    {
        (CellValue x, CellValue h) = InputAndState();
        CellValue w = Weight("W", 2);
        CellValue a = Apply("W * x", OperationKind.MatVec, w, x);
        CellValue b = Apply("W * h", OperationKind.MatVec, w, h);
        _cell.Result(h, Apply(OperationKind.Add, a, b), Place("a + b"));
        Assert.Null(_cell.Build());
        CellProblem problem = Assert.Single(_cell.Problems);
        Assert.Equal(("W * h", "W * x"), (problem.Place.Text, problem.Other!.Text));
        Assert.Equal("The shapes contradict each other: 'W * h' has Dimension.Hidden where 'W * x' (line 4) has Dimension.Input elements.", problem.Message);
    }

    [Fact]
    public void A_size_that_nothing_says_is_asked_for()
    {
        (CellValue x, CellValue h) = InputAndState();
        CellValue v = Weight("V", 2);
        CellValue u = Weight("U", 2);
        CellValue inner = Apply(OperationKind.MatVec, v, x);
        _cell.Result(h, Apply(OperationKind.Add, h, Apply(OperationKind.MatVec, u, inner)), Place("return"));
        Assert.Null(_cell.Build());
        Assert.Equal("Nothing says the rows of 'V'. State its shape, such as [Shape(16, Dimension.Input)].", Assert.Single(_cell.Problems).Message);
    }

    [Fact]
    public void What_no_result_depends_on_is_named()
    {
        (CellValue x, CellValue h) = InputAndState();
        CellValue w = Weight("w", 1);
        CellValue u = Weight("u", 1);
        _ = Apply(OperationKind.Add, x, w);
        _cell.Result(h, Apply(OperationKind.Add, _cell.Constant(1), u), Place("return"));
        Assert.Null(_cell.Build());
        Assert.Equal(
            [CellProblemKind.InputNeverUsed, CellProblemKind.StateNeverUsed, CellProblemKind.WeightNeverUsed], _cell.Problems.Select(static p => p.Kind));
    }

    [Fact]
    public void Expressions_that_no_result_depends_on_are_left_out()
    {
        (CellValue x, CellValue h) = InputAndState();
        _ = Apply(OperationKind.Exp, x);
        CellValue sum = Apply(OperationKind.Add, h, Apply(OperationKind.Sum, x));
        _cell.Name(sum, "next");
        _cell.Result(h, sum, Place("return"));
        Assert.Equal([OperationKind.Sum, OperationKind.Add], _cell.Build()!.Equations.Select(static e => e.Kind));
        Assert.Equal("next", _cell.Build()!.Equations[1].Name);
    }

    [Theory]
    [InlineData(false, false, "[Dimension.Hidden, Dimension.Hidden]")]
    [InlineData(true, false, "[7, Dimension.Hidden]")]
    [InlineData(false, true, "[5, Dimension.Hidden]")]
    [InlineData(true, true, null)]
    public void The_length_of_an_output_follows_from_use_or_is_stated_or_is_that_of_the_layer(bool used, bool stated, string? shape)
    {
        (CellValue x, CellValue h) = InputAndState();
        CellValue w = Weight("W", 2, used ? CellDimension.Fixed(7) : null, null);
        CellValue output = Apply(OperationKind.MatVec, w, h);
        _cell.Result(h, Apply(OperationKind.Add, h, Apply(OperationKind.Sum, x)), Place("return"));
        _cell.Output(output, stated ? CellDimension.Fixed(5) : null, Place("return"));
        CellProgram? program = _cell.Build();
        Assert.Equal(shape, program?.Parameters[2].Shape.ToString());
        if (program is null)
            Assert.Equal(CellProblemKind.ShapesContradict, Assert.Single(_cell.Problems).Kind);
        else
            Assert.Equal(program, CellText.Parse(CellText.Write(program)));
    }

    private (CellValue X, CellValue H) InputAndState() =>
        (_cell.Parameter("x", CellRole.Input, 1, null, null, Place("Vector x")), _cell.Parameter("h", CellRole.State, 1, null, null, Place("Vector h")));

    private CellValue Weight(string name, int rank) => _cell.Parameter(name, CellRole.Weight, rank, null, null, Place(name));

    private CellValue Weight(string name, int rank, params CellDimension?[] stated) => _cell.Parameter(name, CellRole.Weight, rank, stated, null, Place(name));

    private CellValue Apply(OperationKind kind, params CellValue[] operands) => Apply(kind.ToString(), kind, operands);

    private CellValue Apply(string text, OperationKind kind, params CellValue[] operands) => _cell.Apply(kind, Place(text), operands);

    private CellPlace Place(string text) => new(_places, ++_places, text);
}
