namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>What inference hands its kernels, whether sequences or steps.</summary>
internal static class FrameEmitter
{
    /// <summary>Writes where weights lie: the parameters, and reduced copies where the model keeps some.</summary>
    public static void WriteWeights(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"frame.Parameters = ref {SurfaceNames.Parameters}.Reference;");
        if (model.Plan.ReducedStorage > 0)
            writer.WriteLine($"frame.Reduced = ref {SurfaceNames.Parameters}.Reduced;");
        if (model.Plan.Reduced.Any(static p => p.Format == WeightFormat.Int8))
            writer.WriteLine($"frame.Bytes = ref {SurfaceNames.Parameters}.ReducedBytes;");
    }
}
