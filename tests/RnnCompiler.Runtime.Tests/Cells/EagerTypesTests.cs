using RnnCompiler.Cells;
using static RnnCompiler.Cells.CellMath;

namespace RnnCompiler.Runtime.Tests.Cells;

/// <summary>The language of cells as plain C#: what each operator and function computes, and what it refuses.</summary>
public sealed class EagerTypesTests
{
    private static readonly Vector s_a = new([1.0, -2.0, 0.5]);
    private static readonly Vector s_b = new([4.0, 0.25, -1.0]);
    private static readonly Scalar s_s = 3;

    [Fact]
    public void Operators_work_element_by_element()
    {
        Equal([5, -1.75, -0.5], s_a + s_b);
        Equal([-3, -2.25, 1.5], s_a - s_b);
        Equal([4, -0.5, -0.5], s_a * s_b);
        Equal([0.25, -8, -0.5], s_a / s_b);
        Equal([-1, 2, -0.5], -s_a);
        Equal([1, -2, 0.5], +s_a);
    }

    [Fact]
    public void Numbers_and_scalars_mix_with_vectors()
    {
        Equal([0, 3, 0.5], 1 - s_a);
        Equal([0, -3, -0.5], s_a - 1f);
        Equal([3, 0, 2.5], 2 + s_a);
        Equal([3, 0, 2.5], s_a + 2);
        Equal([2, -4, 1], 2 * s_a);
        Equal([2, -4, 1], s_a * 2);
        Equal([0.5, -1, 0.25], s_a / 2);
        Equal([1, -0.5, 2], 1 / s_a);
        Equal([4, 1, 3.5], s_s + s_a);
        Equal([4, 1, 3.5], s_a + s_s);
        Equal([2, 5, 2.5], s_s - s_a);
        Equal([-2, -5, -2.5], s_a - s_s);
        Equal([3, -6, 1.5], s_s * s_a);
        Equal([3, -6, 1.5], s_a * s_s);
        Equal([3, -1.5, 6], s_s / s_a);
        Equal([1.0 / 3, -2.0 / 3, 0.5 / 3], s_a / s_s);
    }

    [Fact]
    public void Scalars_mix_with_numbers()
    {
        Assert.Equal(4, (s_s + 1).Value);
        Assert.Equal(-2, (1 - s_s).Value);
        Assert.Equal(6f, (double)(s_s * 2f));
        Assert.Equal(1.5, (s_s / 2.0).Value);
        Assert.Equal(-3, (-s_s).Value);
        Assert.Equal(3, (+s_s).Value);
        Assert.Equal("3", s_s.ToString());
    }

    [Fact]
    public void A_matrix_multiplies_a_vector()
    {
        Matrix w = new(2, 3, [1, 2, 3, 4, 5, 6]);
        Equal([-1.5, -3], w * s_a);
        Assert.Equal((2, 3, 6.0), (w.Rows, w.Columns, w[1, 2]));
    }

    [Fact]
    public void Functions_are_those_of_mathematics()
    {
        Each(Sigmoid, Sigmoid, static x => 1 / (1 + Math.Exp(-x)));
        Each(Tanh, Tanh, Math.Tanh);
        Each(Relu, Relu, static x => x > 0 ? x : 0);
        Each(Exp, Exp, Math.Exp);
        Each(Softplus, Softplus, static x => Math.Log(1 + Math.Exp(x)));
        Each(Abs, Abs, Math.Abs);
        Each(static v => Log(Abs(v)), static s => Log(Abs(s)), static x => Math.Log(Math.Abs(x)));
        Each(static v => Sqrt(Abs(v)), static s => Sqrt(Abs(s)), static x => Math.Sqrt(Math.Abs(x)));
    }

    [Fact]
    public void Large_arguments_do_not_overflow()
    {
        Vector large = new([800.0, -800.0]);
        Equal([1, 0], Sigmoid(large));
        Equal([800, 0], Softplus(large));
        Assert.Equal(1, Softplus(new Vector([-40.0]))[0] / Math.Exp(-40), 1e-12);
        Assert.Equal(1, Softplus((Scalar)(-20.0)).Value / (Math.Exp(-20) - (Math.Exp(-40) / 2)), 1e-12);
        Equal([1, 0], Softmax(large));
    }

    [Fact]
    public void Maxima_and_minima_mix_vectors_and_numbers()
    {
        Equal([4, 0.25, 0.5], Max(s_a, s_b));
        Equal([1, -2, -1], Min(s_a, s_b));
        Equal([1, 0, 0.5], Max(s_a, 0));
        Equal([1, 0, 0.5], Max(0, s_a));
        Equal([0, -2, 0], Min(s_a, 0.0));
        Equal([0, -2, 0], Min(0.0, s_a));
        Assert.Equal(3, Max(s_s, 2).Value);
        Assert.Equal(2, Min(s_s, 2).Value);
        Assert.True(double.IsNaN(Max(new Vector([double.NaN]), 1)[0]));
    }

    [Fact]
    public void Reductions_give_scalars()
    {
        Assert.Equal(-0.5, Sum(s_a).Value);
        Assert.Equal(-0.5 / 3, Mean(s_a).Value);
        Assert.Equal(1, Max(s_a).Value);
        Assert.True(double.IsNaN(Max(new Vector([1.0, double.NaN, 2.0])).Value));
        Vector shares = Softmax(s_a);
        Assert.Equal(1, Sum(shares).Value, 1e-15);
        Assert.Equal(Math.Exp(3), shares[0] / shares[1], 1e-12);
    }

    [Fact]
    public void A_cell_runs_as_plain_code()
    {
        // One unit, one input: f = s(0.5·2 + 1·0.5 + 0), n = tanh(2 + 0.5 f), h′ = (1 − f)·0.5 + f n.
        Matrix one = new(1, 1, [1.0]);
        Vector next = Step(new([2.0]), new([0.5]), new(1, 1, [0.5]), one, new([0.0]), one, one, new([0.0]));
        double f = 1 / (1 + Math.Exp(-1.5));
        Assert.Equal(((1 - f) * 0.5) + (f * Math.Tanh(2 + (0.5 * f))), next[0], 1e-15);
    }

    [Fact]
    public void A_vector_is_a_copy_that_shows_its_elements()
    {
        double[] source = [1, 2.5];
        Vector v = new(source);
        source[0] = 7;
        v.ToArray()[1] = 7;
        Assert.Equal([1, 2.5], v.Span.ToArray());
        Assert.Equal("[1, 2.5]", v.ToString());
        Assert.Equal(2, v.Length);
        Assert.Equal("[1, 2] [1, 2.5]", new Matrix(1, 2, source.Length == 2 ? [1, 2.5] : []).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_what_was_expected_and_found()
    {
        Assert.Contains("sum of two vectors expects equal lengths, found 3 and 1", Assert.Throws<ArgumentException>(static () => s_a + new Vector([1.0])).Message,
            StringComparison.Ordinal);
        Assert.Contains("expects 2 elements, found 3", Assert.Throws<ArgumentException>(static () => new Matrix(1, 2, [1, 2]) * s_a).Message, StringComparison.Ordinal);
        Assert.Contains("expects 6 elements, found 1", Assert.Throws<ArgumentException>(static () => new Matrix(2, 3, [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => new Vector([]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Matrix(0, 3, []));
        Assert.Throws<ArgumentOutOfRangeException>(static () => s_a[3]);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new Matrix(1, 1, [1])[0, 1]);
        Assert.Throws<ArgumentNullException>(static () => s_a + (Vector)null!);
        Assert.Throws<ArgumentNullException>(static () => (Vector)null! * 2);
        Assert.Throws<ArgumentNullException>(static () => Tanh((Vector)null!));
        Assert.Throws<ArgumentNullException>(static () => Sum(null!));
        Assert.Throws<ArgumentNullException>(static () => (Matrix)null! * s_a);
    }

    private static Vector Step(Vector x, Vector h, Matrix wf, Matrix uf, Vector bf, Matrix wn, Matrix un, Vector bn)
    {
        Vector f = Sigmoid((wf * x) + (uf * h) + bf);
        Vector n = Tanh((wn * x) + (un * (f * h)) + bn);
        return ((1 - f) * h) + (f * n);
    }

    private static void Each(Func<Vector, Vector> ofVector, Func<Scalar, Scalar> ofScalar, Func<double, double> expected)
    {
        Equal([.. s_a.ToArray().Select(expected)], ofVector(s_a));
        Assert.Equal(expected(-1.75), ofScalar(-1.75).Value, 1e-15);
    }

    private static void Equal(double[] expected, Vector found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-15);
    }
}
