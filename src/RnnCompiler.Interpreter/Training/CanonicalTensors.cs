using System.Numerics;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Tensors of a checkpoint in canonical layout: F32 of a float model, F64 of a double model.</summary>
/// <param name="parameters">The parameters.</param>
internal sealed class CanonicalTensors<T>(ParameterValues<T> parameters) : CheckpointTensors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Save(Stream stream, T[] values) => parameters.Save(stream, values);

    /// <inheritdoc/>
    protected override T[] Load(byte[] file) => WeightSource.Read(file, reader => parameters.Read(reader, options: null));
}
