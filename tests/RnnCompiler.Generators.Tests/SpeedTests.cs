using System.Diagnostics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Parsing;

namespace RnnCompiler.Generators.Tests;

/// <summary>The generator runs while people type.</summary>
public class SpeedTests
{
    [Fact]
    public void A_model_of_512_units_compiles_within_a_second()
    {
        Assert.Null(ModelCompiler.Kernels(Model(500), default).Failure);
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 5 && best > TimeSpan.FromSeconds(1); i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Assert.Null(ModelCompiler.Kernels(Model(512), default).Failure);
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Assert.True(best < TimeSpan.FromSeconds(1), $"It took {best.TotalMilliseconds:F0} ms at best.");
    }

    [Fact]
    public void Cancellation_is_not_swallowed() =>
        Assert.Throws<OperationCanceledException>(() => ModelCompiler.Kernels(Model(8), new CancellationToken(true)));

    [Fact]
    public void A_surface_takes_a_tenth_of_that()
    {
        Assert.Null(ModelCompiler.Surface(Model(500), default).Failure);
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 5 && best > TimeSpan.FromMilliseconds(100); i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Assert.Null(ModelCompiler.Surface(Model(512), default).Failure);
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Assert.True(best < TimeSpan.FromMilliseconds(100), $"It took {best.TotalMilliseconds:F0} ms at best.");
    }

    private static ModelSource Model(int units) => new(
        new ModelIdentity("Speed", default, "Model"),
        new ModelDeclaration(
            "Model",
            InputSize: 64,
            SequenceLength: 100,
            Loss.MeanSquaredError,
            HuberDelta: 1,
            new EquatableArray<LayerDeclaration>(
            [
                new RecurrentDeclaration(new LstmDeclaration(), units, 1, false, Merge.Concat, null),
                new TimeReductionDeclaration(TimeReduction.LastStep, null),
                new DenseDeclaration(10, Activation.None, true, null),
            ])));
}
