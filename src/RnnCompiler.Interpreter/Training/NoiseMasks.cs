using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Generator of the dropout masks that a generated trainer draws. The index of a mask in the module selects its random stream.</summary>
internal sealed class NoiseMasks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<NoiseTensor> _noises;
    private readonly float[] _mask;

    public NoiseMasks(IReadOnlyList<NoiseTensor> noises)
    {
        _noises = noises;
        _mask = new float[noises.Count == 0 ? 0 : noises.Max(static n => checked((int)n.Type.ElementCount))];
    }

    /// <summary>Draws the masks of one row.</summary>
    /// <param name="training">The training function.</param>
    /// <param name="seed">The seed of the trainer.</param>
    /// <param name="updates">The number of updates so far.</param>
    /// <param name="row">The row among all rows of the next update.</param>
    public void Draw(IrInterpreter<T> training, ulong seed, long updates, int row)
    {
        for (int stream = 0; stream < _noises.Count; stream++)
        {
            NoiseTensor noise = _noises[stream];
            bool stacked = noise.Type.Rank == 2;
            int steps = stacked ? noise.Type.Rows : 1;
            int length = stacked ? noise.Type.Columns : noise.Type.Rows;
            Span<float> mask = _mask.AsSpan(0, steps * length);
            NoiseGenerator.Fill(mask, seed, updates, stream, row, steps, length, length, noise.Rate, noise.Mean);
            TensorPrimitives.ConvertTruncating<float, T>(mask, training.Argument(noise.Name));
        }
    }

    /// <summary>Sets each mask to its mean.</summary>
    /// <param name="loss">The function that reads the masks.</param>
    public void SetMeans(IrInterpreter<T> loss)
    {
        foreach (NoiseTensor noise in _noises)
            loss.Argument(noise.Name).Fill(T.CreateChecked(noise.Mean));
    }
}
