using System.Numerics;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>Streams of an interpreted model, for generation; outputs of a double model are rounded to float.</summary>
/// <param name="model">The model.</param>
/// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
/// <param name="streams">Number of streams.</param>
internal sealed class InterpretedStreams<T>(InterpretedModel<T> model, bool areProbabilities, int streams) : TokenStreams(model.OutputSize, areProbabilities)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly InterpretedState<T>[] _states = [.. Enumerable.Range(0, streams).Select(_ => model.CreateState())];
    private readonly T[] _copied = new T[model.StateLength];
    private readonly T[] _output = new T[model.OutputSize];

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active)
    {
        for (int stream = 0; stream < _states.Length; stream++)
        {
            if (!active.IsEmpty && !active[stream])
                continue;
            model.Step(_states[stream], tokens.Slice(stream, 1), _output);
            for (int i = 0; i < _output.Length; i++)
                outputs[stream * _output.Length + i] = float.CreateTruncating(_output[i]);
        }
    }

    /// <inheritdoc/>
    public override void Copy(int source, int destination)
    {
        _states[source].CopyTo(_copied);
        _states[destination].CopyFrom(_copied);
    }
}
