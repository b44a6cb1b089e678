using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>Windows of a sequence are views of the sequence, which is stored once behind its past; products read them, and the parts of concatenations, where they are.</summary>
public sealed class WindowTests
{
    private const int Inputs = 5;

    [Theory]
    [InlineData("sequence")]
    [InlineData("training")]
    public void A_convolution_reads_overlapping_windows_of_the_stored_sequence(string function)
    {
        LoopProgram program = Program("conv channels=4 kernel=3\nrnn units=2\n", function);
        LoopBuffer windows = Assert.Single(program.Buffers, static b => b.IsOverlapping);
        Assert.Equal((3 * Inputs, Inputs), (windows.Length, windows.SlotStride));
        Assert.Equal((2 * Inputs, Inputs), (Stores(program, windows)[0].Length, Stores(program, windows)[1].Length));
        Assert.Equal(2, Stores(program, windows).Count);
        (Region region, WeightProduct product) = Assert.Single(Products(program), static p => p.Product.Weight.Slice.Weight == "conv.W" && !p.Product.Transposed);
        Assert.Equal(BufferView.Stacked(windows), region.Loads[product.Operand]);
        Assert.Null(product.Columns);
        Assert.DoesNotContain(program.Nests.OfType<TimeLoop>(), static l => l.Text.Any(static t => t.Contains("window:", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_gradient_of_a_convolution_reads_the_same_windows()
    {
        LoopProgram program = Program("conv channels=4 kernel=3\nrnn units=2\n", "training");
        OuterProductNest gradient = Assert.Single(program.Nests.OfType<OuterProductNest>(), static n => n.Terms[0].Weight.Slice.Weight == "conv.W");
        Assert.Equal(BufferView.Stacked(Assert.Single(program.Buffers, static b => b.IsOverlapping)), gradient.Operand);
    }

    [Fact]
    public void A_dilated_convolution_has_a_product_and_a_gradient_for_each_tap()
    {
        LoopProgram program = Program("conv channels=4 kernel=3 dilation=2\nrnn units=2\n", "training");
        ColumnRange?[] taps = [.. Enumerable.Range(0, 3).Select(static tap => new ColumnRange(tap * Inputs, Inputs))];
        Assert.Equal(taps, [.. Products(program).Where(static p => p.Product.Weight.Slice.Weight == "conv.W" && !p.Product.Transposed).Select(static p => p.Product.Columns)]);
        OuterProductNest[] gradients = [.. program.Nests.OfType<OuterProductNest>().Where(static n => n.Terms[0].Weight.Slice.Weight == "conv.W")];
        Assert.Equal(taps, [.. gradients.Select(static n => n.Columns)]);
        Assert.Equal([0, 2 * Inputs, 4 * Inputs], gradients.Select(static n => n.Operand.LaneOffset));
    }

    [Fact]
    public void A_delay_is_a_view_of_the_stored_sequence()
    {
        LoopProgram program = Program("delay steps=4\ngru units=2\n", "sequence");
        LoopBuffer windows = Assert.Single(program.Buffers, static b => b.IsOverlapping);
        Assert.Contains(program.Regions, r => r.Region.Loads.Values.Any(v => v == BufferView.Stacked(windows) with { Length = Inputs }));
    }

    [Fact]
    public void A_window_that_a_caller_reads_is_copied_to_it()
    {
        LoopProgram program = Program("lstm units=2\ndelay steps=3\n", "sequence");
        LoopBuffer windows = Assert.Single(program.Buffers, static b => b.IsOverlapping);
        RegionNest copy = Assert.Single(program.Regions, static r => r.Region.Stores.Any(static s => s.Target.Buffer.Name == "output"));
        Assert.Equal(BufferView.Stacked(windows) with { Length = 2 }, Assert.Single(copy.Region.Loads.Values));
    }

    [Fact]
    public void A_step_multiplies_the_state_and_the_input_where_they_are()
    {
        LoopProgram program = Program("conv channels=4 kernel=3\nrnn units=2\n", "step");
        (Region Region, WeightProduct Product)[] products = [.. Products(program).Where(static p => p.Product.Weight.Slice.Weight == "conv.W")];
        Assert.Equal([new ColumnRange(0, 2 * Inputs), new ColumnRange(2 * Inputs, Inputs)], products.Select(static p => p.Product.Columns));
        Assert.Equal(["past", "input"], products.Select(static p => p.Region.Loads[p.Product.Operand].Buffer.Name));
        Assert.DoesNotContain(program.Buffers, static b => b.IsInWorkspace && b.Length == 3 * Inputs);
    }

    [Theory]
    [InlineData("sequence")]
    [InlineData("step")]
    public void Weights_that_share_a_word_multiply_a_concatenation_that_is_stored(string function)
    {
        const string Layers = "conv channels=4 kernel=2 dilation=2\nrnn units=2\n";
        LoopProgram odd = LoopTexts.Program(Parse(Layers, Inputs) with { Weights = WeightFormat.BFloat16 }, function);
        Assert.All(Products(odd), static p => Assert.Null(p.Product.Columns));
        LoopProgram even = LoopTexts.Program(Parse(Layers, 6) with { Weights = WeightFormat.BFloat16 }, function);
        Assert.Contains(Products(even), static p => p.Product.Columns == new ColumnRange(6, 6));
        LoopProgram integers = LoopTexts.Program(Parse(Layers, 8) with { Weights = WeightFormat.Int8, IntegerProducts = true }, function);
        Assert.All(Products(integers), static p => Assert.Null(p.Product.Columns)); // one scale for the whole vector
    }

    private static LoopProgram Program(string layers, string function) => LoopTexts.Program(Parse(layers, Inputs), function);

    private static ModelDeclaration Parse(string layers, int inputs) =>
        DeclarationText.Parse(FormattableString.Invariant($"model name=\"Model\" inputs={inputs} steps=7\n{layers}"));

    private static IEnumerable<(Region Region, WeightProduct Product)> Products(LoopProgram program) =>
        program.Regions.SelectMany(static r => r.Region.Products.OfType<WeightProduct>().Select(p => (r.Region, p)));

    private static IReadOnlyList<BufferView> Stores(LoopProgram program, LoopBuffer buffer) =>
        [.. program.Regions.SelectMany(static r => r.Region.Stores).Select(static s => s.Target).Where(t => t.Buffer == buffer)];
}
