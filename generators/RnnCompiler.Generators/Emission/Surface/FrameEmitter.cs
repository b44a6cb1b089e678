using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the kernel frame of a streaming step.</summary>
internal static class FrameEmitter
{
    /// <summary>Writes the references to weights: the parameters, and their reduced-precision copies if the model declares a reduced format.</summary>
    public static void WriteWeights(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"frame.Parameters = ref {SurfaceNames.Parameters}.Reference;");
        if (model.Declaration.Weights != WeightFormat.Float32)
            writer.WriteLine($"frame.Reduced = ref {SurfaceNames.Parameters}.Reduced;");
        if (model.Declaration.Weights == WeightFormat.Int8)
            writer.WriteLine($"frame.Bytes = ref {SurfaceNames.Parameters}.ReducedBytes;");
    }
}
