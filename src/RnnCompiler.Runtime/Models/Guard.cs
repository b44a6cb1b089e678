using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Checks of arguments: each names what was expected and what was given, before anything is read or written.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Guard
{
    /// <summary>Checks the spans of a call over whole sequences.</summary>
    /// <typeparam name="T">Floats or token ids.</typeparam>
    /// <param name="input">The input of all rows.</param>
    /// <param name="output">The output of all rows.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="inputLength">Elements of one row's input.</param>
    /// <param name="outputLength">Floats of one row's output.</param>
    /// <exception cref="ArgumentException">The batch is below 1, a length is wrong, or the spans overlap.</exception>
    public static void Forward<T>(ReadOnlySpan<T> input, Span<float> output, int batch, int inputLength, int outputLength)
        where T : unmanaged
    {
        if (batch < 1)
            ThrowCount(batch, nameof(batch), "sequence");

        if (input.Length != (long)batch * inputLength)
            ThrowLength(nameof(input), (long)batch * inputLength, input.Length, batch, inputLength, "batch");

        if (output.Length != (long)batch * outputLength)
            ThrowLength(nameof(output), (long)batch * outputLength, output.Length, batch, outputLength, "batch");

        NoOverlap(input, output);
    }

    /// <summary>Checks the arguments of one streaming step.</summary>
    /// <typeparam name="T">Floats or token ids.</typeparam>
    /// <param name="state">The stream's state.</param>
    /// <param name="input">The input of the step.</param>
    /// <param name="output">The output of the step.</param>
    /// <param name="inputLength">Elements of the input.</param>
    /// <param name="outputLength">Floats of the output.</param>
    /// <exception cref="ArgumentNullException">There is no state.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<T>([NotNull] ModelState? state, ReadOnlySpan<T> input, Span<float> output, int inputLength, int outputLength)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(state);
        Length(input.Length, inputLength, nameof(input));
        Length(output.Length, outputLength, nameof(output));
        SameOrNoOverlap(input, output);
    }

    /// <summary>Checks the arguments of a block of streaming steps.</summary>
    /// <typeparam name="T">Floats or token ids.</typeparam>
    /// <param name="state">The stream's state.</param>
    /// <param name="input">The input of all steps.</param>
    /// <param name="output">The output of all steps.</param>
    /// <param name="steps">Steps; at least 0.</param>
    /// <param name="inputLength">Elements of one step's input.</param>
    /// <param name="outputLength">Floats of one step's output.</param>
    /// <exception cref="ArgumentNullException">There is no state.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap without being the same.</exception>
    public static void Step<T>([NotNull] ModelState? state, ReadOnlySpan<T> input, Span<float> output, int steps, int inputLength, int outputLength)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(state);
        if (steps < 0)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"Expected at least 0 steps, but {steps} was given.");

        if (input.Length != (long)steps * inputLength)
            ThrowLength(nameof(input), (long)steps * inputLength, input.Length, steps, inputLength, "steps");

        if (output.Length != (long)steps * outputLength)
            ThrowLength(nameof(output), (long)steps * outputLength, output.Length, steps, outputLength, "steps");

        SameOrNoOverlap(input, output);
    }

    /// <summary>Checks that a state was made by the model that is asked to use it.</summary>
    /// <typeparam name="TState">The model's own state.</typeparam>
    /// <param name="state">What was given.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ArgumentNullException">There is no state.</exception>
    /// <exception cref="ArgumentException">It is another model's.</exception>
    public static TState State<TState>([NotNull] ModelState? state)
        where TState : ModelState
    {
        ArgumentNullException.ThrowIfNull(state);
        return state as TState
            ?? throw new ArgumentException($"Expected a state of type {typeof(TState)}, but one of type {state.GetType()} was given.", nameof(state));
    }

    /// <summary>Checks that a state was made by the model that is asked to use it, where its class does not say so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Layout(ModelState state, StateLayout layout)
    {
        if (!ReferenceEquals(state.SharedLayout, layout))
            ThrowLayout(state);
    }

    /// <summary>Checks that every token id is one of the vocabulary.</summary>
    /// <param name="input">The token ids.</param>
    /// <param name="vocabulary">How many there are; ids run from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public static void Tokens(ReadOnlySpan<int> input, int vocabulary) => Ids(input, vocabulary, nameof(input), "token");

    /// <summary>Checks the token ids of rows of different lengths, without those behind the end of a row.</summary>
    /// <param name="input">The token ids, one for each step of each row.</param>
    /// <param name="vocabulary">How many there are; ids run from 0.</param>
    /// <param name="lengths">The steps of each row.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public static void Tokens(ReadOnlySpan<int> input, int vocabulary, ReadOnlySpan<int> lengths)
    {
        int steps = input.Length / lengths.Length;
        for (int row = 0; row < lengths.Length; row++)
            Ids(input.Slice(row * steps, lengths[row]), vocabulary, nameof(input), "token", row * steps);
    }

    /// <summary>Checks the lengths of rows.</summary>
    /// <param name="lengths">The steps of each row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="steps">The most steps of a row.</param>
    /// <exception cref="ArgumentException">The number of lengths is not that of the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative or above the most.</exception>
    public static void Lengths(ReadOnlySpan<int> lengths, int rows, int steps)
    {
        if (lengths.Length != rows)
            throw new ArgumentException($"Expected {rows} lengths, one for each row, but {lengths.Length} were given.", nameof(lengths));
        for (int row = 0; row < lengths.Length; row++)
        {
            if ((uint)lengths[row] > (uint)steps)
                throw new ArgumentOutOfRangeException(nameof(lengths), lengths[row], $"Expected lengths from 0 to {steps}, but {lengths[row]} was given for row {row}.");
        }
    }

    /// <summary>Checks the states of a call over whole sequences.</summary>
    /// <typeparam name="T">Floats or token ids.</typeparam>
    /// <param name="input">The input of all rows.</param>
    /// <param name="output">The output of all rows.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="stateLength">Floats of the states of a row.</param>
    /// <param name="initialStates">The states before the first step; may be empty.</param>
    /// <param name="finalStates">Receives the states after the last step; may be empty, or the same memory as the states before.</param>
    /// <exception cref="ArgumentException">A length is wrong, or spans overlap.</exception>
    public static void States<T>(
        ReadOnlySpan<T> input, ReadOnlySpan<float> output, int rows, int stateLength, ReadOnlySpan<float> initialStates, ReadOnlySpan<float> finalStates)
        where T : unmanaged
    {
        long expected = (long)rows * stateLength;
        if (!initialStates.IsEmpty && initialStates.Length != expected)
            ThrowLength(nameof(initialStates), expected, initialStates.Length, rows, stateLength, "batch");
        if (!finalStates.IsEmpty && finalStates.Length != expected)
            ThrowLength(nameof(finalStates), expected, finalStates.Length, rows, stateLength, "batch");
        if (output.Overlaps(initialStates))
            ThrowShared(nameof(initialStates), nameof(output));
        if (finalStates.Overlaps(output))
            ThrowShared(nameof(finalStates), nameof(output));
        if (MemoryMarshal.AsBytes(finalStates).Overlaps(MemoryMarshal.AsBytes(input)))
            ThrowShared(nameof(finalStates), nameof(input));
        if (finalStates.Overlaps(initialStates, out int offset) && offset != 0)
            ThrowShared(nameof(finalStates), "a part of " + nameof(initialStates));
    }

    /// <summary>Checks the arguments of a step of many streams.</summary>
    /// <typeparam name="T">Floats or token ids.</typeparam>
    internal static void Streams<T>([NotNull] StateBatch? states, SequencePlan plan, ReadOnlySpan<T> input, ReadOnlySpan<float> output, ReadOnlySpan<bool> active)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(states);
        if (!ReferenceEquals(states.Layout, plan.States))
            throw new ArgumentException("Expected states that this model made, but those of another model were given.", nameof(states));
        int inputSize = plan.StepInput;
        int outputSize = plan.StepOutput;
        if (input.Length != (long)states.Streams * inputSize)
            ThrowLength(nameof(input), (long)states.Streams * inputSize, input.Length, states.Streams, inputSize, "streams");
        if (output.Length != (long)states.Streams * outputSize)
            ThrowLength(nameof(output), (long)states.Streams * outputSize, output.Length, states.Streams, outputSize, "streams");
        if (!active.IsEmpty && active.Length != states.Streams)
            ThrowLength(nameof(active), states.Streams, active.Length);
        if (MemoryMarshal.AsBytes(input).Overlaps(MemoryMarshal.AsBytes(output)))
            ThrowOverlap();
        for (int stream = 0; stream < states.Streams && typeof(T) == typeof(int); stream++)
        {
            if (active.IsEmpty || active[stream])
                Ids(MemoryMarshal.Cast<T, int>(input).Slice(stream, 1), plan.Vocabulary, nameof(input), "token", stream);
        }
    }

    /// <summary>Checks that every class id is one of the classes, or −1 for a step that does not count.</summary>
    /// <param name="targets">The class ids.</param>
    /// <param name="classes">How many there are; ids run from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public static void Classes(ReadOnlySpan<int> targets, int classes) => Classes(targets, classes, 0);

    /// <summary>Checks that every class id is one of the classes, or −1.</summary>
    /// <param name="targets">The class ids.</param>
    /// <param name="classes">How many there are; ids run from 0.</param>
    /// <param name="first">The index of the first id, for the message.</param>
    internal static void Classes(ReadOnlySpan<int> targets, int classes, int first) => Ids(targets, classes, nameof(targets), "class", first, LossWeights.IgnoredClass);

    /// <summary>Checks a length.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="expected">What is needed.</param>
    /// <param name="name">The name of the argument.</param>
    /// <exception cref="ArgumentException">They differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length(int given, int expected, string name)
    {
        if (given != expected)
            ThrowLength(name, expected, given);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SameOrNoOverlap<T>(ReadOnlySpan<T> input, Span<float> output)
        where T : unmanaged
    {
        if (MemoryMarshal.AsBytes(input).Overlaps(MemoryMarshal.AsBytes(output), out int offset)
            && (typeof(T) != typeof(float) || offset != 0 || input.Length != output.Length))
        {
            ThrowOverlap();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NoOverlap<T>(ReadOnlySpan<T> input, Span<float> output)
        where T : unmanaged
    {
        if (MemoryMarshal.AsBytes(input).Overlaps(MemoryMarshal.AsBytes(output)))
            ThrowOverlap();
    }

    private static void Ids(ReadOnlySpan<int> ids, int count, string name, string kind, int first = 0, int least = 0)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < least || ids[i] >= count)
                throw new ArgumentOutOfRangeException(name, ids[i], $"Expected {kind} ids from {least} to {count - 1}, but {ids[i]} was given at index {first + i}.");
        }
    }

    [DoesNotReturn]
    private static void ThrowLayout(ModelState state) =>
        throw new ArgumentException($"Expected a state that this model made, but one of type {state.GetType()} was given.", nameof(state));

    [DoesNotReturn]
    private static void ThrowCount(int given, string name, string what) =>
        throw new ArgumentOutOfRangeException(name, given, $"Expected at least one {what}, but {given} was given.");

    [DoesNotReturn]
    private static void ThrowLength(string name, long expected, int given) =>
        throw new ArgumentException($"Expected {expected} elements, but {given} were given.", name);

    [DoesNotReturn]
    private static void ThrowLength(string name, long expected, int given, int count, int each, string counted) =>
        throw new ArgumentException($"Expected {expected} elements ({counted} {count}, {each} each), but {given} were given.", name);

    [DoesNotReturn]
    private static void ThrowShared(string name, string other) =>
        throw new ArgumentException($"Expected {name} in memory of their own, but the given span shares memory with {other}.", name);

    [DoesNotReturn]
    private static void ThrowOverlap() =>
        throw new ArgumentException("Expected input and output that do not overlap, but the given spans share memory.", "output");
}
