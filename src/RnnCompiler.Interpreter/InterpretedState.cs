using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler;

/// <summary>
/// State of one stream of an interpreted model, in the order of the layers; an LSTM has h, then c. It must not be used by two calls at the same time.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class InterpretedState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ModelDeclaration _declaration;
    private readonly StateValues<T> _states;
    private readonly T[] _values;

    internal InterpretedState(ModelDeclaration declaration, StateValues<T> states)
    {
        _declaration = declaration;
        _states = states;
        _values = new T[states.Length];
        Reset();
    }

    /// <summary>Number of elements of the state.</summary>
    public int Length => _values.Length;

    /// <summary>Resets the state to that at the start of a stream, even if it contains NaN.</summary>
    public void Reset() => _states.WriteInitial(_values);

    /// <summary>Creates a copy, from which another stream continues.</summary>
    public InterpretedState<T> Clone()
    {
        InterpretedState<T> clone = new(_declaration, _states);
        CopyTo(clone._values);
        return clone;
    }

    /// <summary>Copies the state to a span.</summary>
    /// <param name="destination">A span of exactly <see cref="Length"/> elements.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyTo(Span<T> destination)
    {
        Guard.Length(destination.Length, Length, nameof(destination));
        _values.CopyTo(destination);
    }

    /// <summary>Sets the state.</summary>
    /// <param name="source">A span of exactly <see cref="Length"/> elements, as written by <see cref="CopyTo"/>.</param>
    /// <exception cref="ArgumentException">The length differs; the state is unchanged.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        Guard.Length(source.Length, Length, nameof(source));
        source.CopyTo(_values);
    }

    /// <summary>Checks that the state belongs to a model of the same declaration.</summary>
    internal void CheckOwner(ModelDeclaration declaration)
    {
        if (!ReferenceEquals(declaration, _declaration) && !declaration.Equals(_declaration))
            throw new ArgumentException($"Expected a state of {declaration.Name}, but one of {_declaration.Name}, which is declared otherwise, was given.", "state");
    }

    /// <summary>Copies the state to the arguments of the step function.</summary>
    internal void CopyInto(IrInterpreter<T> step) => _states.CopyInto(step, _values);

    /// <summary>Copies the next state from the results of the step function.</summary>
    internal void TakeFrom(IrInterpreter<T> step) => _states.TakeFrom(step, _values);
}
