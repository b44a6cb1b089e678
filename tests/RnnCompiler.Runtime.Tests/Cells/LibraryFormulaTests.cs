using RnnCompiler.Cells;
using static RnnCompiler.Runtime.Tests.Cells.Plain;

namespace RnnCompiler.Runtime.Tests.Cells;

/// <summary>Cells with one state against the formulas of their papers, element by element. Input and state have sizes that differ, so that no matrix fits by accident.</summary>
public sealed class LibraryFormulaTests
{
    private const int Input = 4;
    private const int Hidden = 7;

    private readonly Plain _plain = new(11);
    private readonly double[] _x;
    private readonly double[] _h;

    public LibraryFormulaTests() => (_x, _h) = (_plain.Draw(Input), _plain.Draw(Hidden));

    [Fact]
    public void IndRnn_is_its_formula()
    {
        (double[] w, double[] u, double[] b) = (OfInput(), Vector(), Vector());
        Same(Each(j => Math.Tanh(Dot(w, j, _x) + (u[j] * _h[j]) + b[j])), IndRnn.Step(V(_x), V(_h), M(w, Input), V(u), V(b)));
    }

    [Fact]
    public void IndRnnRelu_is_its_formula()
    {
        (double[] w, double[] u, double[] b) = (OfInput(), Vector(), Vector());
        double[] expected = Each(j => Math.Max(0, Dot(w, j, _x) + (u[j] * _h[j]) + b[j]));
        Assert.Contains(0.0, expected);
        Same(expected, IndRnnRelu.Step(V(_x), V(_h), M(w, Input), V(u), V(b)));
    }

    [Fact]
    public void MinimalGatedUnit_is_its_formula()
    {
        (double[] wf, double[] uf, double[] bf) = (OfInput(), OfState(), Vector());
        (double[] wn, double[] un, double[] bn) = (OfInput(), OfState(), Vector());
        double[] f = Each(j => Sigmoid(Dot(wf, j, _x) + Dot(uf, j, _h) + bf[j]));
        double[] forgotten = Each(j => f[j] * _h[j]);
        double[] n = Each(j => Math.Tanh(Dot(wn, j, _x) + Dot(un, j, forgotten) + bn[j]));
        Same(
            Each(j => ((1 - f[j]) * _h[j]) + (f[j] * n[j])),
            MinimalGatedUnit.Step(V(_x), V(_h), M(wf, Input), M(uf, Hidden), V(bf), M(wn, Input), M(un, Hidden), V(bn)));
    }

    [Fact]
    public void MinGru_is_its_formula()
    {
        (double[] wz, double[] bz, double[] wn, double[] bn) = (OfInput(), Vector(), OfInput(), Vector());
        double[] z = Each(j => Sigmoid(Dot(wz, j, _x) + bz[j]));
        Same(
            Each(j => ((1 - z[j]) * _h[j]) + (z[j] * (Dot(wn, j, _x) + bn[j]))),
            MinGru.Step(V(_x), V(_h), M(wz, Input), V(bz), M(wn, Input), V(bn)));
    }

    [Fact]
    public void FastGrnn_is_its_formula()
    {
        (double[] w, double[] u, double[] bz, double[] bn) = (OfInput(), OfState(), Vector(), Vector());
        const double Zeta = 0.7;
        const double Nu = -1.3;
        Same(
            FastGrnnFormula(w, u, bz, bn, Zeta, Nu),
            FastGrnn.Step(V(_x), V(_h), M(w, Input), M(u, Hidden), V(bz), V(bn), new Scalar(Zeta), new Scalar(Nu)));
    }

    [Fact]
    public void LowRankFastGrnn_is_FastGrnn_with_the_products_of_its_matrices()
    {
        const int WRank = 2;
        const int URank = 3;
        const double Zeta = -0.4;
        const double Nu = 0.9;
        (double[] w1, double[] w2) = (_plain.Draw(Hidden * WRank), _plain.Draw(WRank * Input));
        (double[] u1, double[] u2) = (_plain.Draw(Hidden * URank), _plain.Draw(URank * Hidden));
        (double[] bz, double[] bn) = (Vector(), Vector());
        Same(
            FastGrnnFormula(Product(w1, w2, WRank), Product(u1, u2, URank), bz, bn, Zeta, Nu),
            LowRankFastGrnn.Step(
                V(_x), V(_h), M(w1, WRank), M(w2, Input), M(u1, URank), M(u2, Hidden), V(bz), V(bn), new Scalar(Zeta), new Scalar(Nu)));
    }

    private double[] FastGrnnFormula(double[] w, double[] u, double[] bz, double[] bn, double zeta, double nu) => Each(j =>
    {
        double a = Dot(w, j, _x) + Dot(u, j, _h);
        double z = Sigmoid(a + bz[j]);
        double candidate = Math.Tanh(a + bn[j]);
        return (((Sigmoid(zeta) * (1 - z)) + Sigmoid(nu)) * candidate) + (z * _h[j]);
    });

    private static double[] Product(double[] left, double[] right, int rank)
    {
        int columns = right.Length / rank;
        double[] product = new double[left.Length / rank * columns];
        for (int i = 0; i < product.Length; i++)
        {
            for (int k = 0; k < rank; k++)
                product[i] += left[(i / columns * rank) + k] * right[(k * columns) + (i % columns)];
        }

        return product;
    }

    private double[] OfInput() => _plain.Draw(Hidden * Input);

    private double[] OfState() => _plain.Draw(Hidden * Hidden);

    private double[] Vector() => _plain.Draw(Hidden);

    private static double[] Each(Func<int, double> element) => [.. Enumerable.Range(0, Hidden).Select(element)];
}
