using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter;

namespace RnnCompiler;

/// <summary>
/// State of one stream of an interpreted model, in the order of the layers; an LSTM has h, then c. It must not be used by two calls at the same time.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class InterpretedState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ModelDeclaration _declaration;
    private readonly IReadOnlyList<StateTensor> _tensors;
    private readonly T[] _values;

    internal InterpretedState(ModelDeclaration declaration, IReadOnlyList<StateTensor> tensors)
    {
        _declaration = declaration;
        _tensors = tensors;
        _values = new T[tensors.Sum(static t => t.Type.Rows)];
        Reset();
    }

    /// <summary>Number of elements of the state.</summary>
    public int Length => _values.Length;

    /// <summary>Resets the state to that at the start of a stream, even if it contains NaN.</summary>
    public void Reset()
    {
        Span<T> rest = _values;
        for (int i = 0; i < _tensors.Count; i++)
        {
            rest[.._tensors[i].Type.Rows].Fill(T.CreateChecked(_tensors[i].InitialValue));
            rest = rest[_tensors[i].Type.Rows..];
        }
    }

    /// <summary>Creates a copy, from which another stream continues.</summary>
    public InterpretedState<T> Clone()
    {
        InterpretedState<T> clone = new(_declaration, _tensors);
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
    internal void CopyInto(IrInterpreter<T> step)
    {
        ReadOnlySpan<T> rest = _values;
        for (int i = 0; i < _tensors.Count; i++)
        {
            Span<T> argument = step.Argument(_tensors[i].Name);
            rest[..argument.Length].CopyTo(argument);
            rest = rest[argument.Length..];
        }
    }

    /// <summary>Copies the next state from the results of the step function.</summary>
    internal void TakeFrom(IrInterpreter<T> step)
    {
        Span<T> rest = _values;
        for (int i = 0; i < _tensors.Count; i++)
        {
            ReadOnlySpan<T> result = step.Result(_tensors[i].Name);
            result.CopyTo(rest);
            rest = rest[result.Length..];
        }
    }
}
