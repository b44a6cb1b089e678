using RnnCompiler;
using RnnCompiler.Cells;

namespace CustomCell.Tests;

/// <summary>The cell, run as the plain C# that it is.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void It_books_where_the_gate_is_open_and_remembers()
    {
        Matrix gate = new(1, 2, [0, 100]); // open where the second feature is 1
        Matrix zero = new(1, 1, [0]);
        Matrix amount = new(1, 2, [1, 0]);
        Vector closed = new([-50.0]);
        (Vector h, Vector c) = (new([0.0]), new([0.0]));
        foreach (double[] x in new double[][] { [0.5, 1], [0.9, 0], [0.25, 1], [0.9, 0] })
            (h, c) = Ledger.Step(new(x), h, c, gate, zero, closed, amount, new([0.0]), new([50.0]));
        double balance = Math.Tanh(0.5) + Math.Tanh(0.25);
        Assert.Equal(balance, c[0], 1e-9);
        Assert.Equal(2 * Math.Tanh(balance / 2), h[0], 1e-9);
    }

    [Fact]
    public void The_compiled_cell_computes_the_same()
    {
        LedgerModel model = LedgerModel.Create(3);
        Dictionary<string, double[]> w = LedgerModel.Parameters.ToDictionary(static p => p.Name, p => Read(model, p));
        Matrix Matrix(string name, int columns) => new(w[name].Length / columns, columns, w[name]);
        Vector Vector(string name) => new(w["ledger." + name]);
        int hidden = w["ledger.bi"].Length;
        (Vector h, Vector c) = (new(new double[hidden]), new(new double[hidden]));
        LedgerModel.State state = model.CreateState();
        float[] output = new float[1];
        Random random = new(1);
        for (int step = 0; step < 10; step++)
        {
            float[] x = [random.NextSingle(), random.Next(2)];
            (h, c) = Ledger.Step(
                new(Array.ConvertAll(x, static v => (double)v)), h, c, Matrix("ledger.Wi", 2), Matrix("ledger.Ui", hidden), Vector("bi"), Matrix("ledger.Wa", 2), Vector("ba"),
                Vector("memory"));
            model.Step(state, x, output);
            Assert.Equal((Matrix("dense.weight", hidden) * h)[0] + w["dense.bias"][0], output[0], 1e-5);
        }

        Assert.All(w["ledger.memory"], static m => Assert.Equal(7, m));
        Assert.All(w["ledger.bi"], static b => Assert.Equal(-1, b));
    }

    private static double[] Read(LedgerModel model, ModelParameter parameter)
    {
        float[] values = new float[parameter.Length];
        model.ReadParameter(parameter.Name, values);
        return Array.ConvertAll(values, static v => (double)v);
    }
}
