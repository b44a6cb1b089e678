using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>The cells against the formulas of PyTorch's documentation, written out for one unit and two steps.</summary>
public class CellEquationTests
{
    private static readonly double[] Input = [0.5, -1.5];

    [Fact]
    public void Rnn()
    {
        (Func<string, double> w, double y) = Run(Declare.Rnn(1), "rnn");
        Assert.Equal(Unfold(0.0, (x, h) => Math.Tanh((w("W_ih") * x) + w("b_ih") + (w("W_hh") * h) + w("b_hh"))), y, 1e-14);
    }

    [Fact]
    public void Rectified_rnn()
    {
        (Func<string, double> w, double y) = Run(ReluRnn(1), "rnn");
        Assert.Equal(Unfold(0.0, (x, h) => Math.Max(0, (w("W_ih") * x) + w("b_ih") + (w("W_hh") * h) + w("b_hh"))), y, 1e-14);
    }

    [Fact]
    public void Lstm()
    {
        (Func<string, double> w, double y) = Run(Declare.Lstm(1), "lstm");
        double Gate(char g, double x, double h) => (w($"W_i{g}") * x) + w($"b_i{g}") + (w($"W_h{g}") * h) + w($"b_h{g}");
        (double H, double C) last = Unfold((H: 0.0, C: 0.0), (x, s) =>
        {
            double c = (Logistic(Gate('f', x, s.H)) * s.C) + (Logistic(Gate('i', x, s.H)) * Math.Tanh(Gate('g', x, s.H)));
            return (Logistic(Gate('o', x, s.H)) * Math.Tanh(c), c);
        });
        Assert.Equal(last.H, y, 1e-14);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gru(bool resetAfter)
    {
        (Func<string, double> w, double y) = Run(Declare.Gru(1, resetAfter: resetAfter), "gru");
        double Gate(char g, double x, double h) => (w($"W_i{g}") * x) + w($"b_i{g}") + (w($"W_h{g}") * h) + w($"b_h{g}");
        double last = Unfold(0.0, (x, h) =>
        {
            double r = Logistic(Gate('r', x, h));
            double z = Logistic(Gate('z', x, h));
            double recurrent = resetAfter ? r * ((w("W_hn") * h) + w("b_hn")) : (w("W_hn") * (r * h)) + w("b_hn");
            return ((1 - z) * Math.Tanh((w("W_in") * x) + w("b_in") + recurrent)) + (z * h);
        });
        Assert.Equal(last, y, 1e-14);
    }

    [Fact]
    public void Without_biases_each_cell_is_the_one_whose_biases_are_zero()
    {
        foreach (RecurrentDeclaration layer in (RecurrentDeclaration[])[Declare.Rnn(3), ReluRnn(3), Declare.Lstm(3), Declare.Gru(3), Declare.Gru(3, resetAfter: false)])
        {
            ModelDeclaration model = Model(layer with { Layers = 2, Bidirectional = true });
            Arguments arguments = new(model, seed: 5, startsAtZero: true);
            double[] Output(bool useBias) => SmallEvaluator.Run(
                ModuleBuilder.Build(Model(layer with { Layers = 2, Bidirectional = true, UseBias = useBias })).Sequence,
                p => p.Value.Name!.Contains(".b_", StringComparison.Ordinal) ? new double[3] : arguments.Of(p))["output"];
            Assert.Equal(Output(useBias: true), Output(useBias: false));
        }
    }

    [Theory]
    [InlineData(Merge.Sum)]
    [InlineData(Merge.Multiply)]
    [InlineData(Merge.Average)]
    [InlineData(Merge.Concat)]
    public void Directions_are_merged_at_the_same_step(Merge merge)
    {
        ModelDeclaration model = Model(Declare.Rnn(1, bi: true, merge: merge)) with { InputSize = 1, SequenceLength = 3 };
        double[] input = [0.3, -0.7, 0.9];
        double[] Argument(Parameter p) => p.Role switch
        {
            ParameterRole.Input => input,
            ParameterRole.State => [0],
            _ => [p.Value.Name!.EndsWith("reverse", StringComparison.Ordinal) ? 0.5 : -0.25],
        };
        double[] output = SmallEvaluator.Run(ModuleBuilder.Build(model).Sequence, Argument)["output"];

        double Step(double w, double x, double h) => Math.Tanh((w * x) + w + (w * h) + w);
        double f0 = Step(-0.25, input[0], 0);
        double f1 = Step(-0.25, input[1], f0);
        double f2 = Step(-0.25, input[2], f1);
        double b2 = Step(0.5, input[2], 0);
        double b1 = Step(0.5, input[1], b2);
        double b0 = Step(0.5, input[0], b1);
        double[] expected = [.. new[] { (f0, b0), (f1, b1), (f2, b2) }.SelectMany(p => merge switch
        {
            Merge.Sum => [p.Item1 + p.Item2],
            Merge.Multiply => [p.Item1 * p.Item2],
            Merge.Average => [(p.Item1 + p.Item2) / 2],
            _ => new[] { p.Item1, p.Item2 },
        })];
        Assert.All(expected.Zip(output), static pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.Equal(expected.Length, output.Length);

        Module last = ModuleBuilder.Build(model with { Layers = new([.. model.Layers, LastStep()]) });
        double[] end = SmallEvaluator.Run(last.Sequence, Argument)["output"];
        Assert.All(expected.TakeLast(end.Length).Zip(end), static pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void Dropout_multiplies_by_its_mask()
    {
        ModelDeclaration model = Model(Declare.Rnn(1), Dropout(0.5), LastStep(), Dropout(0.25), Dense(1)) with { InputSize = 1, SequenceLength = 2 };
        Module module = ModuleBuilder.Build(model);
        Assert.Equal([new NoiseTensor("dropout.mask", TensorType.Matrix(2, 1), 0.5, 1), new("dropout_1.mask", TensorType.Vector(1), 0.25, 1)], module.Noises);

        double Loss(double first, double last, double after) => SmallEvaluator.Run(module.Loss, p => p.Value.Name switch
        {
            "input" => Input,
            "target" => [0],
            "dropout.mask" => [first, last],
            "dropout_1.mask" => [after],
            "dense.b" => [0],
            _ => [1.0],
        })["loss"].Single();

        double kept = Loss(1, 1, 1);
        Assert.Equal(kept, Loss(0, 1, 1), 1e-14);
        Assert.Equal(4 * kept, Loss(0, 2, 1), 1e-14);
        Assert.Equal(9 * kept, Loss(0, 1, 3), 1e-14);
        Assert.Equal(0, Loss(1, 0, 1));
    }

    private static double Logistic(double a) => 1 / (1 + Math.Exp(-a));

    private static TState Unfold<TState>(TState start, Func<double, TState, TState> step) => Input.Aggregate(start, (state, x) => step(x, state));

    /// <summary>The last output of a layer of one unit, and its weights by the names of the equations.</summary>
    private static (Func<string, double> Weight, double Output) Run(RecurrentDeclaration layer, string name)
    {
        ModelDeclaration model = Model(layer, LastStep()) with { InputSize = 1, SequenceLength = 2 };
        Arguments arguments = new(model, seed: 3, startsAtZero: true);
        double[] output = SmallEvaluator.Run(ModuleBuilder.Build(model).Sequence, p => p.Role == ParameterRole.Input ? Input : arguments.Of(p))["output"];
        return (key => arguments[$"{name}.{key}_l0"].Single(), output.Single());
    }
}
