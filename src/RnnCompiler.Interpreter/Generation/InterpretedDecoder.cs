using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Generation;

/// <summary>Streams of the decoder of an interpreted network that writes tokens itself; outputs of a double model are rounded to float.</summary>
internal sealed class InterpretedDecoder<T> : TokenStreams
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EncodedExample<T> _example;
    private readonly T[][] _states;

    /// <summary>Creates streams that are all before the first token.</summary>
    /// <param name="example">The example.</param>
    /// <param name="streams">Number of streams.</param>
    public InterpretedDecoder(EncodedExample<T> example, int streams)
        : base(example.Functions.Vocabulary, example.Functions.AreProbabilities)
    {
        _example = example;
        _states = [.. Enumerable.Range(0, streams).Select(_ => new T[example.States.Length])];
        Restart();
    }

    /// <summary>The example.</summary>
    public EncodedExample<T> Example => _example;

    /// <summary>Sets all streams to the start of the example, which may have been encoded anew.</summary>
    public void Restart()
    {
        foreach (T[] state in _states)
            _example.States.CopyTo(state);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<int> tokens, Span<float> outputs, ReadOnlySpan<bool> active)
    {
        for (int stream = 0; stream < _states.Length; stream++)
        {
            if (active.IsEmpty || active[stream])
                Step(_states[stream], tokens[stream], outputs.Slice(stream * Vocabulary, Vocabulary));
        }
    }

    /// <inheritdoc/>
    public override void Copy(int source, int destination) => _states[source].CopyTo(_states[destination], 0);

    private void Step(T[] state, int token, Span<float> outputs)
    {
        (DecoderFunctions<T> functions, FunctionRunner<T> step) = (_example.Functions, _example.Step);
        step.Set(functions.Token, MemoryMarshal.CreateReadOnlySpan(ref token, 1));
        functions.StepStates.CopyInto(step.Interpreter, state);
        step.Run();
        functions.StepStates.TakeFrom(step.Interpreter, state);
        ReadOnlySpan<T> output = step.Interpreter.Result(functions.Output.Key);
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = float.CreateTruncating(output[i]);
    }
}
