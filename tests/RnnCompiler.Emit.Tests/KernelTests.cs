using RnnCompiler.Compiler.Targets;
using RnnCompiler.EmitRunner;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.Emit.Tests;

/// <summary>Emitted kernels against generated ones on this machine's target, each called alone with the same memories.</summary>
public class KernelTests
{
    /// <summary>All models of the zoo but the large ones.</summary>
    public static TheoryData<string> Small { get; } = [.. Names(isLarge: false)];

    /// <summary>The large models, which take most of the time.</summary>
    public static TheoryData<string> Large { get; } = [.. Names(isLarge: true)];

    [Theory]
    [MemberData(nameof(Small))]
    public void Emitted_kernels_leave_the_bits_of_generated_ones(string name) => Check(t => t.FullName == name);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Large))]
    public void Emitted_kernels_of_large_models_leave_the_bits_of_generated_ones(string name) => Check(t => t.FullName == name);

    [Fact]
    public void The_lanes_of_a_row_are_shared_out_as_by_generated_code() => Check(static t => t.Name == nameof(LargeGru), sharesLanes: true);

    [Theory]
    [InlineData(nameof(ScalarLstm))]
    [InlineData(nameof(ScalarTokens))]
    [InlineData(nameof(ScalarMaximum))]
    [InlineData(nameof(ScalarBFloat16))]
    [InlineData(nameof(ScalarInt8))]
    public void Scalar_kernels_leave_the_bits_of_generated_ones(string name)
    {
        KernelComparison comparison = new(GeneratedKernels.Models(typeof(KernelComparison).Assembly).Single(t => t.Name == name), "scalar");
        comparison.Run(Target.Scalar);
        Assert.Empty(comparison.Differences);
        Assert.True(comparison.Calls >= 4, $"only {comparison.Calls} calls were compared");
    }

    private static void Check(Func<Type, bool> isMeant, bool sharesLanes = false)
    {
        Type model = GeneratedKernels.Models(typeof(Zoo).Assembly).Single(isMeant);
        KernelComparison comparison = new(model);
        Assert.True(!sharesLanes || comparison.SharesLanes, $"{model.Name} has no kernel by lanes");
        comparison.Run(EmittedTarget.Of(GeneratedKernels.Declaration(model)));
        Assert.Empty(comparison.Differences);
        Assert.True(comparison.Calls >= 4, $"only {comparison.Calls} calls were compared");
    }

    private static IEnumerable<string> Names(bool isLarge) =>
        GeneratedKernels.Models(typeof(Zoo).Assembly).Where(t => t.Name.StartsWith("Large", StringComparison.Ordinal) == isLarge).Select(static t => t.FullName!);
}
