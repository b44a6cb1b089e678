using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>Tensors of a checkpoint in the packed layout of kernels; padding is 0.</summary>
/// <param name="store">The parameters.</param>
internal sealed class PackedTensors(ParameterStore store) : CheckpointTensors<float>
{
    /// <inheritdoc/>
    protected override void Save(Stream stream, float[] values) => ModelWeights.Save(store.Layout, stream, parameter =>
    {
        float[] canonical = new float[parameter.Length];
        store.Read(parameter.Name, values, canonical);
        return canonical;
    });

    /// <inheritdoc/>
    protected override float[] Load(byte[] file) => ParameterStore.Load(store.Layout, file, options: null).Span.ToArray();
}
