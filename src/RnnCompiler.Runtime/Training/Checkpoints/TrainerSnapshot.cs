using System.Runtime.InteropServices;

namespace RnnCompiler;

/// <summary>Content of a checkpoint: all that the next update of a trainer depends on besides its options and its data.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed record TrainerSnapshot<T>
    where T : unmanaged
{
    private const int MostMoments = 1024;

    /// <summary>The seed of the masks of dropout.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Number of updates so far.</summary>
    public required long Updates { get; init; }

    /// <summary>The optimizer.</summary>
    public required StateBlock Optimizer { get; init; }

    /// <summary>The learning-rate schedule.</summary>
    public required StateBlock Schedule { get; init; }

    /// <summary>The parameters.</summary>
    public required T[] Parameters { get; init; }

    /// <summary>The moments, each in the layout of the parameters.</summary>
    public required T[][] Moments { get; init; }

    /// <summary>Accumulated gradients, and calls, rows, total weight and sum of losses; null if there are none.</summary>
    public (T[] Sum, (int Calls, int Rows, double Total, double Loss) State)? Accumulated { get; init; }

    /// <summary>The states that the next call goes on from, rows without padding; empty if none are carried.</summary>
    public T[] CarriedStates { get; init; } = [];

    /// <summary>Whether each row of the next call starts a new sequence; empty if no states are carried.</summary>
    public bool[] StartsNext { get; init; } = [];

    /// <summary>The position of <c>Fit</c>; empty outside of it.</summary>
    public byte[] Fit { get; init; } = [];

    /// <summary>Writes the content.</summary>
    /// <param name="tensors">Writes parameters and what has their layout.</param>
    public byte[] Write(CheckpointTensors<T> tensors)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Seed);
        writer.Write(Updates);
        Optimizer.Write(writer);
        Schedule.Write(writer);
        tensors.Write(writer, Parameters);
        writer.Write(Moments.Length);
        foreach (T[] moment in Moments)
            tensors.Write(writer, moment);

        writer.Write(Accumulated is not null);
        if (Accumulated is { } accumulated)
        {
            writer.Write(accumulated.State.Calls);
            writer.Write(accumulated.State.Rows);
            writer.Write(accumulated.State.Total);
            writer.Write(accumulated.State.Loss);
            tensors.Write(writer, accumulated.Sum);
        }

        CheckpointBytes.Write(writer, MemoryMarshal.AsBytes(Array.ConvertAll(CarriedStates, static v => ToDouble(v)).AsSpan()).ToArray());
        CheckpointBytes.Write(writer, [.. StartsNext.Select(static s => (byte)(s ? 1 : 0))]);
        CheckpointBytes.Write(writer, Fit);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads the content.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="tensors">Reads parameters and what has their layout.</param>
    /// <exception cref="CheckpointException">It is that of another network.</exception>
    /// <exception cref="IOException">It is malformed.</exception>
    public static TrainerSnapshot<T> Read(byte[] content, CheckpointTensors<T> tensors)
    {
        using BinaryReader reader = new(new MemoryStream(content));
        return new TrainerSnapshot<T>
        {
            Seed = reader.ReadUInt64(),
            Updates = reader.ReadInt64(),
            Optimizer = StateBlock.Read(reader),
            Schedule = StateBlock.Read(reader),
            Parameters = tensors.Read(reader),
            Moments = ReadMoments(reader, tensors),
            Accumulated = reader.ReadBoolean() ? ReadAccumulated(reader, tensors) : null,
            CarriedStates = Array.ConvertAll(MemoryMarshal.Cast<byte, double>(CheckpointBytes.Read(reader)).ToArray(), static v => FromDouble(v)),
            StartsNext = [.. CheckpointBytes.Read(reader).Select(static s => s != 0)],
            Fit = CheckpointBytes.Read(reader),
        };
    }

    // States are written in double precision, so that a trainer of the other precision can read them.
    private static double ToDouble(T value) => typeof(T) == typeof(float) ? (float)(object)value : (double)(object)value;

    private static T FromDouble(double value) => typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;

    private static T[][] ReadMoments(BinaryReader reader, CheckpointTensors<T> tensors)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > MostMoments)
            throw new InvalidDataException($"expected 0 to {MostMoments} moments, found {count}");
        return [.. Enumerable.Range(0, count).Select(_ => tensors.Read(reader))];
    }

    private static (T[], (int, int, double, double)) ReadAccumulated(BinaryReader reader, CheckpointTensors<T> tensors)
    {
        (int, int, double, double) state = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
        return (tensors.Read(reader), state);
    }
}
