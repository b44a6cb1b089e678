using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>Zoneout and recurrent dropout against recurrences of one unit, written out.</summary>
public sealed class RecurrentOptionsTests
{
    private const double W = 0.7;
    private const double U = -0.9;
    private const double Rate = 0.25;
    private static readonly double[] s_x = [0.3, -0.8, 0.5];

    [Fact]
    public void Inference_takes_the_mean_of_zoneout()
    {
        double h = 0;
        foreach (double x in s_x)
            h = (Rate * h) + ((1 - Rate) * Math.Tanh((W * x) + (U * h)));
        Module module = ModuleBuilder.Build(Model(Rnn(1) with { Zoneout = Rate }, LastStep()) with { InputSize = 1, SequenceLength = 3 });
        Assert.Equal(h, SmallEvaluator.Run(module.Sequence, Argument([]))["output"][0], 1e-12);
    }

    [Theory]
    [InlineData("101")]
    [InlineData("010")]
    [InlineData("111")]
    [InlineData("000")]
    public void In_training_a_unit_keeps_its_value_where_the_mask_is_0(string digits)
    {
        double[] mask = [.. digits.Select(static d => d - '0')];
        double h = 0;
        for (int t = 0; t < 3; t++)
            h = mask[t] != 0 ? Math.Tanh((W * s_x[t]) + (U * h)) : h;
        Module module = ModuleBuilder.Build(Model(Rnn(1) with { Zoneout = Rate }, LastStep()) with { InputSize = 1, SequenceLength = 3 });
        NoiseTensor noise = Assert.Single(module.Noises);
        Assert.Equal((TensorType.Matrix(3, 1), Rate, 1 - Rate), (noise.Type, noise.Rate, noise.Mean));

        Assert.Equal(h * h, SmallEvaluator.Run(module.Loss, Argument(mask))["loss"][0], 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Recurrent_dropout_masks_what_products_read_and_nothing_else(double mask)
    {
        // The gates r, z, n of a unit whose weights are all W for the input and all U for the state.
        double h = 0;
        foreach (double x in s_x)
        {
            double gate = 1 / (1 + Math.Exp(-((W * x) + (U * mask * h))));
            double n = Math.Tanh((W * x) + (U * gate * mask * h));
            h = ((1 - gate) * n) + (gate * h);
        }

        Module module = ModuleBuilder.Build(
            Model(Gru(1, resetAfter: false) with { RecurrentDropout = 0.5 }, LastStep()) with { InputSize = 1, SequenceLength = 3 });
        Assert.Equal(TensorType.Vector(1), Assert.Single(module.Noises).Type);
        Assert.Equal(h * h, SmallEvaluator.Run(module.Loss, Argument([mask]))["loss"][0], 1e-12);
    }

    [Fact]
    public void Inference_knows_no_recurrent_dropout()
    {
        Module with = ModuleBuilder.Build(Model(Lstm(3) with { RecurrentDropout = 0.5 }));
        Module without = ModuleBuilder.Build(Model(Lstm(3)));
        Assert.Equal(IrPrinter.Print(without.Sequence), IrPrinter.Print(with.Sequence));
        Assert.Equal(IrPrinter.Print(without.Step!), IrPrinter.Print(with.Step!));
    }

    [Fact]
    public void Each_level_and_direction_has_masks_of_its_own()
    {
        Module module = ModuleBuilder.Build(Model(Gru(4, layers: 2, bi: true) with { Zoneout = 0.1, RecurrentDropout = 0.2 }, Dense(1)));
        Assert.Equal(
            ["gru.l0.zoneout", "gru.l0.recurrent_dropout", "gru.l0_reverse.zoneout", "gru.l0_reverse.recurrent_dropout"],
            module.Noises.Take(4).Select(static n => n.Name));
        Assert.Equal(8, module.Noises.Count);
    }

    private static Func<Parameter, double[]> Argument(double[] mask) => p => p switch
    {
        { Role: ParameterRole.Noise } => mask,
        { Role: ParameterRole.Input } => s_x,
        { Role: ParameterRole.Target } => [0],
        { Role: ParameterRole.LossWeight } => [1],
        { Value.Type.IsMatrix: false } => [0],
        _ => [p.Value.Name!.Contains(".W_i", StringComparison.Ordinal) ? W : U],
    };
}
