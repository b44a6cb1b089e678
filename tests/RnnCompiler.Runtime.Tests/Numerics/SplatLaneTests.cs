using System.Runtime.Intrinsics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests.Numerics;

public class SplatLaneTests
{
    [Fact]
    public void Each_lane_of_8_is_in_every_lane()
    {
        Vector256<float> vector = Vector256<float>.Indices;
        Vector256<float>[] splats =
        [
            VectorMath.SplatLane(vector, 0), VectorMath.SplatLane(vector, 1), VectorMath.SplatLane(vector, 2), VectorMath.SplatLane(vector, 3),
            VectorMath.SplatLane(vector, 4), VectorMath.SplatLane(vector, 5), VectorMath.SplatLane(vector, 6), VectorMath.SplatLane(vector, 7),
        ];
        for (int lane = 0; lane < splats.Length; lane++)
            Assert.Equal(Vector256.Create((float)lane), splats[lane]);
    }

    [Fact]
    public void Each_lane_of_16_is_in_every_lane()
    {
        Vector512<float> vector = Vector512<float>.Indices;
        Vector512<float>[] splats =
        [
            VectorMath.SplatLane(vector, 0), VectorMath.SplatLane(vector, 1), VectorMath.SplatLane(vector, 2), VectorMath.SplatLane(vector, 3),
            VectorMath.SplatLane(vector, 4), VectorMath.SplatLane(vector, 5), VectorMath.SplatLane(vector, 6), VectorMath.SplatLane(vector, 7),
            VectorMath.SplatLane(vector, 8), VectorMath.SplatLane(vector, 9), VectorMath.SplatLane(vector, 10), VectorMath.SplatLane(vector, 11),
            VectorMath.SplatLane(vector, 12), VectorMath.SplatLane(vector, 13), VectorMath.SplatLane(vector, 14), VectorMath.SplatLane(vector, 15),
        ];
        for (int lane = 0; lane < splats.Length; lane++)
            Assert.Equal(Vector512.Create((float)lane), splats[lane]);
    }
}
