using System.Numerics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter;

namespace RnnCompiler;

/// <summary>
/// What one stream of an interpreted model carries from step to step, in the order of the layers; an LSTM has h, then c. It belongs to one
/// stream: two calls at once may not use it.
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

    /// <summary>How many numbers the stream carries.</summary>
    public int Length => _values.Length;

    /// <summary>Goes back to the start of a stream, whatever the state holds: NaN too is forgotten.</summary>
    public void Reset()
    {
        Span<T> rest = _values;
        for (int i = 0; i < _tensors.Count; i++)
        {
            rest[.._tensors[i].Type.Rows].Fill(T.CreateChecked(_tensors[i].InitialValue));
            rest = rest[_tensors[i].Type.Rows..];
        }
    }

    /// <summary>Makes a stream that goes on from where this one stands.</summary>
    public InterpretedState<T> Clone()
    {
        InterpretedState<T> clone = new(_declaration, _tensors);
        CopyTo(clone._values);
        return clone;
    }

    /// <summary>Copies the state out.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> numbers.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyTo(Span<T> destination)
    {
        Guard.Length(destination.Length, Length, nameof(destination));
        _values.CopyTo(destination);
    }

    /// <summary>Replaces the state.</summary>
    /// <param name="source">Exactly <see cref="Length"/> numbers, as <see cref="CopyTo"/> gives them.</param>
    /// <exception cref="ArgumentException">The length differs; the state is as it was.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        Guard.Length(source.Length, Length, nameof(source));
        source.CopyTo(_values);
    }

    /// <summary>Checks that a model may use the state.</summary>
    internal void CheckOwner(ModelDeclaration declaration)
    {
        if (!ReferenceEquals(declaration, _declaration) && !declaration.Equals(_declaration))
            throw new ArgumentException($"Expected a state of {declaration.Name}, but one of {_declaration.Name}, which is declared otherwise, was given.", "state");
    }

    /// <summary>Hands the state to the function of a step.</summary>
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

    /// <summary>Takes the next state from the function of a step.</summary>
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
