using System.Numerics;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Models;

/// <summary>The states of a row, in the order of the module, one after another.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class StateValues<T>(IReadOnlyList<StateTensor> tensors, ParameterValues<T> parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of elements of all states.</summary>
    public int Length { get; } = tensors.Sum(static t => t.Type.Rows);

    /// <summary>Writes the values of the start of a stream, learned ones from the parameters.</summary>
    public void WriteInitial(Span<T> states)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            Span<T> state = states[..tensors[i].Type.Rows];
            if (tensors[i].Initial is { } parameter)
                parameters.Read(parameter, state);
            else
                state.Fill(T.CreateChecked(tensors[i].InitialValue));
            states = states[tensors[i].Type.Rows..];
        }
    }

    /// <summary>Writes the states of a row before its first step.</summary>
    public void Write(RowStates<T> before, int row, Span<T> states)
    {
        if (before.Starts(row))
            WriteInitial(states);
        else
            before.Of(row, Length).CopyTo(states);
    }

    /// <summary>Copies states to the arguments of a function.</summary>
    public void CopyInto(IrInterpreter<T> function, ReadOnlySpan<T> states)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            Span<T> argument = function.Argument(tensors[i].Name);
            states[..argument.Length].CopyTo(argument);
            states = states[argument.Length..];
        }
    }

    /// <summary>Writes the initial values to the arguments of a function, 0 for learned ones, which it reads itself.</summary>
    public void CopyInitialInto(IrInterpreter<T> function)
    {
        for (int i = 0; i < tensors.Count; i++)
            function.Argument(tensors[i].Name).Fill(T.CreateChecked(tensors[i].InitialValue));
    }

    /// <summary>Copies the next states from the results of a function.</summary>
    public void TakeFrom(IrInterpreter<T> function, Span<T> states) => Take(function, states, "");

    /// <summary>Copies the gradients of the states from the results of a function.</summary>
    public void TakeGradientsFrom(IrInterpreter<T> function, Span<T> gradients) => Take(function, gradients, "_bar");

    private void Take(IrInterpreter<T> function, Span<T> states, string suffix)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            ReadOnlySpan<T> result = function.Result(tensors[i].Name + suffix);
            result.CopyTo(states);
            states = states[result.Length..];
        }
    }
}
