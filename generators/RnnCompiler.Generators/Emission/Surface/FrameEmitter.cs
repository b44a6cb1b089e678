using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>What a streaming step hands its kernel.</summary>
internal static class FrameEmitter
{
    /// <summary>Writes where weights lie: the parameters, and copies in a reduced format if the model declares one.</summary>
    public static void WriteWeights(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"frame.Parameters = ref {SurfaceNames.Parameters}.Reference;");
        if (model.Declaration.Weights != WeightFormat.Float32)
            writer.WriteLine($"frame.Reduced = ref {SurfaceNames.Parameters}.Reduced;");
        if (model.Declaration.Weights == WeightFormat.Int8)
            writer.WriteLine($"frame.Bytes = ref {SurfaceNames.Parameters}.ReducedBytes;");
    }
}
