using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Layout of one state.</summary>
/// <param name="Offset">Its first float in either half.</param>
/// <param name="Length">Floats without padding.</param>
/// <param name="InitialValue">Value of each float at the start of a stream.</param>
/// <param name="Name">Its name, such as <c>lstm.h_l0</c>.</param>
/// <param name="Parameter">The parameter that is its initial value instead; null if it is not learned.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct StateSlot(int Offset, int Length, float InitialValue, string Name = "", string? Parameter = null);

/// <summary>Layout of the states of a stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StateLayout
{
    private readonly StateSlot[] _slots;

    /// <summary>The layout of a model without states.</summary>
    internal static StateLayout None { get; } = new([], 0);

    /// <summary>Describes the states.</summary>
    /// <param name="slots">The states in canonical order.</param>
    /// <param name="storageLength">Floats of one half, padding included; a multiple of 16.</param>
    public StateLayout(StateSlot[] slots, int storageLength)
    {
        ArgumentNullException.ThrowIfNull(slots);
        if (storageLength < 0 || storageLength % 16 != 0)
            throw new ArgumentException($"A half of a state is a multiple of 16 floats, not {storageLength}.", nameof(storageLength));

        int length = 0;
        List<ModelParameter> states = [];
        foreach (StateSlot slot in slots)
        {
            if (slot.Offset < 0 || slot.Length < 0 || slot.Length > storageLength - slot.Offset)
                throw new ArgumentException($"A state of {slot.Length} floats at {slot.Offset} leaves its half of {storageLength} floats.", nameof(slots));

            states.Add(new ModelParameter(slot.Name, [slot.Length], length));
            length += slot.Length;
        }

        _slots = [.. slots];
        StorageLength = storageLength;
        Length = length;
        States = states.AsReadOnly();
    }

    /// <summary>The states in canonical order: names, and offsets without padding.</summary>
    public IReadOnlyList<ModelParameter> States { get; }

    /// <summary>The states in canonical order.</summary>
    public ReadOnlySpan<StateSlot> Slots => _slots;

    /// <summary>Floats of one half, padding included.</summary>
    public int StorageLength { get; }

    /// <summary>Floats of all states, without padding.</summary>
    public int Length { get; }

    /// <summary>Whether there are states, and storage has no padding: then it is the canonical order.</summary>
    internal bool IsUnpadded => Length == StorageLength && Length > 0;

    /// <summary>Writes the values of the start of a sequence as kernels take them: 0 for learned states, which kernels read from the parameters.</summary>
    /// <param name="storage">The states of a row, padding included; padding is not written.</param>
    internal void WriteInitial(Span<float> storage)
    {
        foreach (StateSlot slot in _slots)
            storage.Slice(slot.Offset, slot.Length).Fill(slot.InitialValue);
    }

    /// <summary>Writes the values of the start of a stream, learned ones from the parameters.</summary>
    /// <param name="storage">The states of a row, padding included; padding is not written.</param>
    /// <param name="parameters">The parameters; null if no states are learned.</param>
    internal void WriteInitial(Span<float> storage, ParameterStore? parameters)
    {
        foreach (StateSlot slot in _slots)
            WriteInitial(slot, storage.Slice(slot.Offset, slot.Length), parameters);
    }

    /// <summary>Writes the values of the start of a stream in canonical order.</summary>
    /// <param name="states">The states of a row, without padding.</param>
    /// <param name="parameters">The parameters; null if no states are learned.</param>
    internal void WriteInitialStates(Span<float> states, ParameterStore? parameters)
    {
        int position = 0;
        foreach (StateSlot slot in _slots)
        {
            WriteInitial(slot, states.Slice(position, slot.Length), parameters);
            position += slot.Length;
        }
    }

    private static void WriteInitial(StateSlot slot, Span<float> state, ParameterStore? parameters)
    {
        if (slot.Parameter is { } name && parameters is not null)
            parameters.Read(name, state);
        else
            state.Fill(slot.InitialValue);
    }

    /// <summary>Writes states.</summary>
    /// <param name="states">The states in canonical order, without padding.</param>
    /// <param name="storage">The states of a row, padding included; padding is not written.</param>
    internal void Write(ReadOnlySpan<float> states, Span<float> storage)
    {
        int position = 0;
        foreach (StateSlot slot in _slots)
        {
            states.Slice(position, slot.Length).CopyTo(storage[slot.Offset..]);
            position += slot.Length;
        }
    }

    /// <summary>Reads states.</summary>
    /// <param name="storage">The states of a row, padding included.</param>
    /// <param name="states">The states in canonical order, without padding.</param>
    internal void Read(ReadOnlySpan<float> storage, Span<float> states)
    {
        int position = 0;
        foreach (StateSlot slot in _slots)
        {
            storage.Slice(slot.Offset, slot.Length).CopyTo(states[position..]);
            position += slot.Length;
        }
    }
}
