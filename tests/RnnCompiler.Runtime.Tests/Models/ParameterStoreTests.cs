using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class ParameterStoreTests
{
    [Fact]
    public void What_is_written_is_read_and_padding_stays_zero()
    {
        ParameterStore store = new(SmallModel.Layout);
        float next = 0;
        foreach (ModelParameter parameter in SmallModel.Layout.Parameters)
            store.Write(parameter.Name, [.. Enumerable.Range(0, parameter.Length).Select(_ => ++next)]);

        Assert.Equal(Enumerable.Range(1, SmallModel.RealLength).Select(i => (float)i), SmallModel.ReadAll(store));

        // Every number stands somewhere once; all else is padding.
        Assert.Equal(SmallModel.RealLength, store.Span.ToArray().Count(value => value != 0));
        Assert.Equal(SmallModel.RealLength * (SmallModel.RealLength + 1) / 2, store.Span.ToArray().Sum());
    }

    [Fact]
    public void An_element_lies_where_its_slice_says()
    {
        ParameterStore store = new(SmallModel.Layout);
        float[] weight = new float[36 * 3];
        weight[(18 + 17) * 3 + 2] = 5;
        store.Write("cell.weight_ih_l0", weight);
        Assert.Equal(5, store.Span[16 + 96 + 1 + 2 * 32]);
    }

    [Fact]
    public void A_gradient_is_read_like_a_parameter()
    {
        ParameterStore store = new(SmallModel.Layout);
        float[] packed = new float[512];
        packed[256 + 4 * 16 + 6] = 3;
        float[] gradient = new float[35];
        store.Read("embedding.weight", packed, gradient);
        Assert.Equal(3, gradient[34]);
        Assert.Equal(3, gradient.Sum());
    }

    [Fact]
    public void Offsets_are_those_of_parameters_one_after_the_other()
    {
        int offset = 0;
        foreach (ModelParameter parameter in SmallModel.Layout.Parameters)
        {
            Assert.Equal(offset, parameter.Offset);
            offset += parameter.Length;
        }

        Assert.Equal("cell.weight_ih_l0 [36, 3]", SmallModel.Layout.Parameters[0].ToString());
    }

    [Fact]
    public void Wrong_names_and_lengths_are_refused_and_nothing_changes()
    {
        ParameterStore store = new(SmallModel.Layout);
        store.Initialize(1);
        float[] before = SmallModel.ReadAll(store);
        ArgumentException name = Assert.Throws<ArgumentException>(() => store.Write("cell.weight", new float[3]));
        Assert.Contains("cell.weight_ih_l0, cell.bias_ih_l0, embedding.weight", name.Message, StringComparison.Ordinal);
        ArgumentException length = Assert.Throws<ArgumentException>(() => store.Write("cell.bias_ih_l0", new float[35]));
        Assert.Contains("Expected 36 elements, but 35 were given", length.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => store.Read("cell.bias_ih_l0", new float[37]));
        Assert.Throws<ArgumentNullException>(() => store.Read(null!, new float[37]));
        Assert.Equal(before, SmallModel.ReadAll(store));
    }

    [Fact]
    public void Initialisation_gives_the_same_bits_on_every_machine()
    {
        ParameterStore store = new(SmallModel.Layout);
        store.Initialize(1);

        // FNV-1a over the bits in canonical order, taken once; it must never change.
        ulong hash = 0xCBF29CE484222325;
        foreach (float value in SmallModel.ReadAll(store))
            hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 0x100000001B3;

        Assert.Equal(9112064981391527579UL, hash);
        float[] first = SmallModel.ReadAll(store);
        store.Initialize(2);
        Assert.NotEqual(first, SmallModel.ReadAll(store));
        store.Initialize(1);
        Assert.Equal(first, SmallModel.ReadAll(store));
        Assert.Equal(SmallModel.RealLength, store.Span.ToArray().Count(value => value != 0));
    }
}
