using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>How many vectors a tile may take.</summary>
internal static class LaneTiling
{
    /// <summary>No wider than the lanes there are, and either whole blocks or an even part of one.</summary>
    public static int Fit(int vectors, int length, Target target)
    {
        int needed = (length + target.Lanes - 1) / target.Lanes;
        vectors = Math.Min(vectors, needed);
        if (vectors >= target.VectorsPerBlock)
            return vectors / target.VectorsPerBlock * target.VectorsPerBlock;
        int part = 1;
        while (part * 2 <= vectors)
            part *= 2;
        return part;
    }
}
