using System.Numerics;
using RnnCompiler.Interpreter.Models;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Generation;

/// <summary>One example after its encoder: the decoder's runner has its context as arguments, and the states before the first step are here.</summary>
/// <param name="functions">The network.</param>
/// <param name="encoder">Runs the encoder.</param>
/// <param name="step">Runs steps of the decoder.</param>
internal sealed class EncodedExample<T>(DecoderFunctions<T> functions, FunctionRunner<T> encoder, FunctionRunner<T> step)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _states = new T[functions.StepStates.Length];

    /// <summary>The network.</summary>
    public DecoderFunctions<T> Functions => functions;

    /// <summary>Runs steps of the decoder for this example.</summary>
    public FunctionRunner<T> Step => step;

    /// <summary>The states of the decoder before its first step.</summary>
    public ReadOnlySpan<T> States => _states;

    /// <summary>Runs the encoder, once.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">The example among them.</param>
    /// <param name="steps">Its steps in the group of the model; a row without steps has the initial states and no context.</param>
    /// <param name="before">The states of the example before the first step; empty for the initial values.</param>
    public void Encode(INetworkRows<T> rows, int row, int steps, ReadOnlySpan<T> before)
    {
        if (steps == 0)
        {
            functions.StepStates.WriteInitial(_states);
            foreach (ContextPart part in functions.Context)
                step.Interpreter.Argument(part.Argument).Clear();
            return;
        }

        encoder.SetStates(functions.States, new RowStates<T>(before, default), 0);
        RowArguments.WriteEncoderInputs(rows, row, steps, encoder);
        encoder.Run(steps);
        functions.StepStates.TakeFrom(encoder.Interpreter, _states);
        foreach (ContextPart part in functions.Context)
        {
            Span<T> argument = step.Interpreter.Argument(part.Argument);
            encoder.Interpreter.Result(part.Result).CopyTo(argument);
            if (part.IsOverTime)
                ClearAbsent(encoder.Interpreter.Result(part.Mask), argument, part.Type.Columns);
        }
    }

    /// <summary>Clears the steps that the example does not have, where values of another one may be.</summary>
    private static void ClearAbsent(ReadOnlySpan<T> mask, Span<T> values, int size)
    {
        for (int t = 0; t < mask.Length; t++)
        {
            if (mask[t] == T.Zero)
                values.Slice(t * size, size).Clear();
        }
    }
}
