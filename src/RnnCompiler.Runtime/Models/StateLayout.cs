using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Layout of one state.</summary>
/// <param name="Offset">Its first float in either half.</param>
/// <param name="Length">Floats without padding.</param>
/// <param name="InitialValue">Value of each float at the start of a stream.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct StateSlot(int Offset, int Length, float InitialValue);

/// <summary>Layout of the states of a stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StateLayout
{
    private readonly StateSlot[] _slots;

    /// <summary>Describes the states.</summary>
    /// <param name="slots">The states in canonical order.</param>
    /// <param name="storageLength">Floats of one half, padding included; a multiple of 16.</param>
    public StateLayout(StateSlot[] slots, int storageLength)
    {
        ArgumentNullException.ThrowIfNull(slots);
        if (storageLength < 0 || storageLength % 16 != 0)
            throw new ArgumentException($"A half of a state is a multiple of 16 floats, not {storageLength}.", nameof(storageLength));

        int length = 0;
        foreach (StateSlot slot in slots)
        {
            if (slot.Offset < 0 || slot.Length < 0 || slot.Length > storageLength - slot.Offset)
                throw new ArgumentException($"A state of {slot.Length} floats at {slot.Offset} leaves its half of {storageLength} floats.", nameof(slots));

            length += slot.Length;
        }

        _slots = [.. slots];
        StorageLength = storageLength;
        Length = length;
    }

    /// <summary>The states in canonical order.</summary>
    public ReadOnlySpan<StateSlot> Slots => _slots;

    /// <summary>Floats of one half, padding included.</summary>
    public int StorageLength { get; }

    /// <summary>Floats of all states, without padding.</summary>
    public int Length { get; }
}
