using RnnCompiler.Cells;
using static RnnCompiler.Runtime.Tests.Cells.Plain;

namespace RnnCompiler.Runtime.Tests.Cells;

/// <summary>
/// The library's variants of LSTM, and the GRU with layer normalisation, against their formulas element by element, one step from states that are not zero.
/// Golden vectors hold them to other implementations.
/// </summary>
public sealed class LibraryLstmTests
{
    private const int Input = 4;
    private const int Hidden = 7;
    private const int Projection = 3;

    private readonly Plain _plain = new(12);
    private readonly double[] _x;
    private readonly double[] _h;
    private readonly double[] _c;

    public LibraryLstmTests() => (_x, _h, _c) = (_plain.Draw(Input), _plain.Draw(Hidden), _plain.Draw(Hidden));

    [Fact]
    public void PeepholeLstm_is_its_formula()
    {
        Gate i = new(_plain, Hidden);
        Gate f = new(_plain, Hidden);
        Gate g = new(_plain, Hidden);
        Gate o = new(_plain, Hidden);
        double[] c = Each(j => (Sigmoid(f.Sum(j, _x, _h) + (f.Peephole[j] * _c[j])) * _c[j])
            + (Sigmoid(i.Sum(j, _x, _h) + (i.Peephole[j] * _c[j])) * Math.Tanh(g.Sum(j, _x, _h))));
        double[] h = Each(j => Sigmoid(o.Sum(j, _x, _h) + (o.Peephole[j] * c[j])) * Math.Tanh(c[j]));
        Same(h, c, PeepholeLstm.Step(
            V(_x), V(_h), V(_c), i.W, i.U, V(i.Peephole), V(i.Bias), f.W, f.U, V(f.Peephole), V(f.Bias), g.W, g.U, V(g.Bias), o.W, o.U, V(o.Peephole), V(o.Bias)));
    }

    [Fact]
    public void CoupledGateLstm_is_its_formula()
    {
        Gate i = new(_plain, Hidden);
        Gate g = new(_plain, Hidden);
        Gate o = new(_plain, Hidden);
        double[] c = Each(j =>
        {
            double taken = Sigmoid(i.Sum(j, _x, _h));
            return ((1 - taken) * _c[j]) + (taken * Math.Tanh(g.Sum(j, _x, _h)));
        });
        double[] h = Each(j => Sigmoid(o.Sum(j, _x, _h)) * Math.Tanh(c[j]));
        Same(h, c, CoupledGateLstm.Step(V(_x), V(_h), V(_c), i.W, i.U, V(i.Bias), g.W, g.U, V(g.Bias), o.W, o.U, V(o.Bias)));
    }

    [Fact]
    public void ProjectedLstm_is_its_formula()
    {
        double[] h = _plain.Draw(Projection);
        double[] wr = _plain.Draw(Projection * Hidden);
        Gate i = new(_plain, Projection);
        Gate f = new(_plain, Projection);
        Gate g = new(_plain, Projection);
        Gate o = new(_plain, Projection);
        double Sum(Gate gate, int j) => gate.Sum(j, _x, h) + gate.Second[j];
        double[] c = Each(j => (Sigmoid(Sum(f, j)) * _c[j]) + (Sigmoid(Sum(i, j)) * Math.Tanh(Sum(g, j))));
        double[] raw = Each(j => Sigmoid(Sum(o, j)) * Math.Tanh(c[j]));
        Same([.. Enumerable.Range(0, Projection).Select(p => Dot(wr, p, raw))], c, ProjectedLstm.Step(
            V(_x), V(h), V(_c),
            i.W, V(i.Bias), i.U, V(i.Second), f.W, V(f.Bias), f.U, V(f.Second), g.W, V(g.Bias), g.U, V(g.Second), o.W, V(o.Bias), o.U, V(o.Second),
            M(wr, Hidden)));
    }

    [Fact]
    public void LayerNormLstm_is_its_formula()
    {
        Gate i = new(_plain, Hidden);
        Gate f = new(_plain, Hidden);
        Gate g = new(_plain, Hidden);
        Gate o = new(_plain, Hidden);
        (double[] gain, double[] shift) = (_plain.Draw(Hidden), _plain.Draw(Hidden));
        Normalized sums = new(_x, _h, i, f, g, o);
        double Sum(Gate gate, int j) => sums.OfInput(gate, j) + sums.OfState(gate, j) + gate.Bias[j];
        double[] c = Each(j => (Sigmoid(Sum(f, j)) * _c[j]) + (Sigmoid(Sum(i, j)) * Math.Tanh(Sum(g, j))));
        (double mean, double deviation) = Moments(c);
        double[] h = Each(j => Sigmoid(Sum(o, j)) * Math.Tanh((gain[j] * (c[j] - mean) / deviation) + shift[j]));
        Same(h, c, LayerNormLstm.Step(
            V(_x), V(_h), V(_c),
            i.W, V(i.InputGain), i.U, V(i.StateGain), V(i.Bias), f.W, V(f.InputGain), f.U, V(f.StateGain), V(f.Bias),
            g.W, V(g.InputGain), g.U, V(g.StateGain), V(g.Bias), o.W, V(o.InputGain), o.U, V(o.StateGain), V(o.Bias),
            V(gain), V(shift)));
    }

    [Fact]
    public void LayerNormGru_is_its_formula()
    {
        Gate r = new(_plain, Hidden);
        Gate z = new(_plain, Hidden);
        Gate n = new(_plain, Hidden);
        Normalized sums = new(_x, _h, r, z, n);
        double Input(Gate gate, int j) => sums.OfInput(gate, j) + gate.Bias[j];
        double State(Gate gate, int j) => sums.OfState(gate, j) + gate.Second[j];
        double[] expected = Each(j =>
        {
            double update = Sigmoid(Input(z, j) + State(z, j));
            double candidate = Math.Tanh(Input(n, j) + (Sigmoid(Input(r, j) + State(r, j)) * State(n, j)));
            return ((1 - update) * candidate) + (update * _h[j]);
        });
        Plain.Same(expected, LayerNormGru.Step(
            V(_x), V(_h),
            r.W, V(r.InputGain), V(r.Bias), r.U, V(r.StateGain), V(r.Second), z.W, V(z.InputGain), V(z.Bias), z.U, V(z.StateGain), V(z.Second),
            n.W, V(n.InputGain), V(n.Bias), n.U, V(n.StateGain), V(n.Second)));
    }

    private static void Same(double[] h, double[] c, (Vector h, Vector c) found)
    {
        Plain.Same(h, found.h);
        Plain.Same(c, found.c);
    }

    private static double[] Each(Func<int, double> element) => [.. Enumerable.Range(0, Hidden).Select(element)];

    // The weights of one gate; a cell takes those that it has.
    private sealed class Gate(Plain plain, int state)
    {
        public double[] OfInput { get; } = plain.Draw(Hidden * Input);

        public double[] OfState { get; } = plain.Draw(Hidden * state);

        public double[] Bias { get; } = plain.Draw(Hidden);

        public double[] Second { get; } = plain.Draw(Hidden);

        public double[] Peephole { get; } = plain.Draw(Hidden);

        public double[] InputGain { get; } = plain.Draw(Hidden);

        public double[] StateGain { get; } = plain.Draw(Hidden);

        public Matrix W => M(OfInput, Input);

        public Matrix U => M(OfState, state);

        public double Sum(int j, double[] x, double[] h) => Dot(OfInput, j, x) + Dot(OfState, j, h) + Bias[j];
    }

    // Products of all gates, normalised over all of them together, with their gains.
    private sealed class Normalized(double[] x, double[] h, params Gate[] gates)
    {
        private readonly (double Mean, double Deviation) _input = Moments([.. gates.SelectMany(gate => Each(j => Dot(gate.OfInput, j, x)))]);
        private readonly (double Mean, double Deviation) _state = Moments([.. gates.SelectMany(gate => Each(j => Dot(gate.OfState, j, h)))]);

        public double OfInput(Gate gate, int j) => gate.InputGain[j] * (Dot(gate.OfInput, j, x) - _input.Mean) / _input.Deviation;

        public double OfState(Gate gate, int j) => gate.StateGain[j] * (Dot(gate.OfState, j, h) - _state.Mean) / _state.Deviation;
    }
}
