using System.Numerics;
using System.Runtime.Intrinsics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class LaneTests
{
    public static TheoryData<int> Counts => [.. Enumerable.Range(0, 17)];

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_partial_load_has_the_first_lanes_and_zeros(int count)
    {
        float[] source = [9f, .. Enumerable.Range(1, 16).Select(i => (float)i), float.NaN];
        Vector512<float> wide = VectorMath.LoadPartial512(ref source[0], 1, count);
        for (int i = 0; i < 16; i++)
            Assert.Equal(i < count ? i + 1 : 0, wide[i]);

        Vector<float> lanes = VectorMath.LoadPartial(ref source[0], 1, count);
        for (int i = 0; i < Vector<float>.Count; i++)
            Assert.Equal(i < count ? i + 1 : 0, lanes[i]);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_partial_store_writes_no_more_than_it_says(int count)
    {
        float[] target = new float[18];
        Array.Fill(target, -1f);
        VectorMath.StorePartial(Vector512.Create(7f), ref target[0], 1, count);
        Assert.Equal([-1f, .. Enumerable.Repeat(7f, count), .. Enumerable.Repeat(-1f, 17 - count)], target);

        Array.Fill(target, -1f);
        VectorMath.StorePartial(new Vector<float>(7f), ref target[0], 1, count);
        int written = Math.Min(count, Vector<float>.Count);
        Assert.Equal([-1f, .. Enumerable.Repeat(7f, written), .. Enumerable.Repeat(-1f, 17 - written)], target);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_tail_is_replaced(int count)
    {
        Vector512<float> wide = VectorMath.MaskTail(Vector512.Create(float.NaN), count, 3f);
        Vector<float> lanes = VectorMath.MaskTail(new Vector<float>(float.NaN), count, 3f);
        for (int i = 0; i < 16; i++)
            Assert.Equal(i < count ? float.NaN : 3f, wide[i]);

        for (int i = 0; i < Vector<float>.Count; i++)
            Assert.Equal(i < count ? float.NaN : 3f, lanes[i]);

        Assert.Equal(3f, VectorMath.MaskTail(1f, 0, 3f));
        Assert.Equal(1f, VectorMath.MaskTail(1f, 1, 3f));
    }

    [Fact]
    public void One_lane_is_hot()
    {
        for (int id = 0; id < 40; id++)
        {
            Vector512<float> wide = VectorMath.OneHot512(id, 16);
            Vector<float> lanes = VectorMath.OneHot(id, 16);
            for (int i = 0; i < 16; i++)
                Assert.Equal(i + 16 == id ? 1 : 0, wide[i]);

            for (int i = 0; i < Vector<float>.Count; i++)
                Assert.Equal(i + 16 == id ? 1 : 0, lanes[i]);

            Assert.Equal(id == 16 ? 1 : 0, VectorMath.OneHotScalar(id, 16));
        }
    }

    [Fact]
    public void Sixteen_lanes_become_one_in_the_same_tree_in_every_width()
    {
        Random random = new(1);
        for (int round = 0; round < 1000; round++)
        {
            float[] x = [.. Enumerable.Range(0, 16).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-8, 8)))];
            float[] tree = [.. x];
            for (int half = 8; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++)
                    tree[i] += tree[i + half];
            }

            Assert.Equal(tree[0], VectorMath.SumLanes(Vector512.Create(x)));
            Assert.Equal(tree[0], VectorMath.SumLanes(ref x[0]));
            Assert.Equal(tree[0], SumInVectors(x));
            Assert.Equal(x.Max(), VectorMath.MaxLanes(Vector512.Create(x)));
            Assert.Equal(x.Max(), VectorMath.MaxLanes(ref x[0]));
            Assert.Equal(x.Max(), MaxInVectors(x));
        }
    }

    [Fact]
    public void The_greatest_of_lanes_is_not_a_number_if_any_is_not()
    {
        for (int lane = 0; lane < 16; lane++)
        {
            float[] x = new float[16];
            x[lane] = float.NaN;
            Assert.True(float.IsNaN(VectorMath.MaxLanes(Vector512.Create(x))));
            Assert.True(float.IsNaN(VectorMath.MaxLanes(ref x[0])));
            Assert.True(float.IsNaN(MaxInVectors(x)));
        }
    }

    private static float SumInVectors(float[] x) => Vector<float>.Count switch
    {
        8 => VectorMath.SumLanes(new Vector<float>(x), new Vector<float>(x, 8)),
        4 => VectorMath.SumLanes(new Vector<float>(x), new Vector<float>(x, 4), new Vector<float>(x, 8), new Vector<float>(x, 12)),
        _ => VectorMath.SumLanes(ref x[0]),
    };

    private static float MaxInVectors(float[] x) => Vector<float>.Count switch
    {
        8 => VectorMath.MaxLanes(new Vector<float>(x), new Vector<float>(x, 8)),
        4 => VectorMath.MaxLanes(new Vector<float>(x), new Vector<float>(x, 4), new Vector<float>(x, 8), new Vector<float>(x, 12)),
        _ => VectorMath.MaxLanes(ref x[0]),
    };
}
