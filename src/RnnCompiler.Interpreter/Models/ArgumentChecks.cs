using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Argument checks for both precisions. Messages say what was expected and what was given; nothing is read or written before.</summary>
internal static class ArgumentChecks
{
    /// <summary>Checks the spans of a call over sequences or steps.</summary>
    /// <param name="input">The input of all of them.</param>
    /// <param name="output">The output of all of them.</param>
    /// <param name="count">The number of sequences or steps.</param>
    /// <param name="inputLength">The number of elements of each input.</param>
    /// <param name="outputLength">The number of elements of each output.</param>
    /// <param name="counted">The name of the argument <paramref name="count"/> of the caller.</param>
    public static void Spans<TInput, TOutput>(
        ReadOnlySpan<TInput> input, ReadOnlySpan<TOutput> output, int count, int inputLength, int outputLength, string counted)
        where TInput : unmanaged
        where TOutput : unmanaged
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(counted, count, $"Expected at least 1, but {count} was given.");
        Length(input.Length, count, inputLength, nameof(input), counted);
        Length(output.Length, count, outputLength, nameof(output), counted);
        if (MemoryMarshal.AsBytes(input).Overlaps(MemoryMarshal.AsBytes(output)))
            throw new ArgumentException("Expected input and output that do not overlap, but the given spans share memory.", nameof(output));
    }

    /// <summary>Checks that a network has one input and one output without names.</summary>
    public static void Plain(ModelDeclaration declaration)
    {
        if (!declaration.IsPlain)
        {
            throw new ArgumentException(
                $"Expected a network with one input and one output without names, but those of {declaration.Name} have names; use NetworkRows.", "input");
        }
    }

    /// <summary>Checks the states of a call over sequences; each may be empty.</summary>
    public static void States<T>(ReadOnlySpan<T> initialStates, ReadOnlySpan<T> finalStates, int batch, int stateLength)
        where T : unmanaged
    {
        if (!initialStates.IsEmpty)
            Length(initialStates.Length, batch, stateLength, nameof(initialStates), nameof(batch));
        if (!finalStates.IsEmpty)
            Length(finalStates.Length, batch, stateLength, nameof(finalStates), nameof(batch));
    }

    /// <summary>Checks that the input is of token ids in the range of the vocabulary if the model reads tokens, and else of real numbers.</summary>
    public static void Input<TInput>(ModelDeclaration declaration, ReadOnlySpan<TInput> input, ReadOnlySpan<int> lengths = default)
        where TInput : unmanaged
    {
        Kind<TInput>(declaration.HasTokenInput, "token ids", nameof(input));
        if (!declaration.HasTokenInput)
            return;
        int vocabulary = declaration.Vocabulary;
        ReadOnlySpan<int> ids = MemoryMarshal.Cast<TInput, int>(input);
        if (lengths.IsEmpty)
            Guard.Tokens(ids, vocabulary);
        else
            Guard.Tokens(ids, vocabulary, lengths);
    }

    /// <summary>Checks that elements are integers if ids are expected, and else real numbers.</summary>
    public static void Kind<TElement>(bool integers, string ids, string name)
    {
        if (typeof(TElement) == typeof(int) != integers)
        {
            throw new ArgumentException(
                $"Expected {(integers ? $"{ids} (Int32)" : "real numbers")}, but elements of type {typeof(TElement).Name} were given.", name);
        }
    }

    private static void Length(int given, int count, int each, string name, string counted)
    {
        if (given != (long)count * each)
            throw new ArgumentException($"Expected {(long)count * each} elements ({counted} {count}, {each} each), but {given} were given.", name);
    }
}
