using System.Diagnostics;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Tests;

/// <summary>The generator runs while people type.</summary>
public class SpeedTests
{
    [Fact]
    [Trait("Category", "Timing")]
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
    [Trait("Category", "Timing")]
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

    // A quarter of a second into the compilation of 64 bidirectional levels it is asked to stop; what it does between two looks is far shorter than the limit.
    [Fact]
    [Trait("Category", "Timing")]
    public void Compilation_of_many_levels_stops_soon_after_it_is_cancelled()
    {
        using CancellationTokenSource source = new(TimeSpan.FromSeconds(0.25));
        Stopwatch watch = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => ModelCompiler.Kernels(Model(16, layers: 64, bidirectional: true), source.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It went on for {watch.Elapsed.TotalSeconds:F1} s.");
    }

    private static ModelSource Model(int units, int layers = 1, bool bidirectional = false) => new(
        new ModelIdentity("Speed", default, "Model"),
        new ModelDeclaration(
            "Model",
            InputSize: 64,
            SequenceLength: 100,
            Loss.MeanSquaredError,
            HuberDelta: 1,
            new EquatableArray<LayerDeclaration>(
            [
                new RecurrentDeclaration(new LstmDeclaration(), units, layers, bidirectional, Merge.Concat, null),
                new TimeReductionDeclaration(TimeReduction.LastStep, null),
                new DenseDeclaration(10, Activation.None, true, null),
            ])));
}
