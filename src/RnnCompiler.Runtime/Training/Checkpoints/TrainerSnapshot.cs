using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>Content of a checkpoint: all that the next update of a trainer depends on besides its options and its data.</summary>
internal sealed record TrainerSnapshot
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

    /// <summary>The parameters, packed.</summary>
    public required float[] Parameters { get; init; }

    /// <summary>The moments, each packed as the parameters.</summary>
    public required float[][] Moments { get; init; }

    /// <summary>Accumulated gradients, and calls, rows, total weight and sum of losses; null if there are none.</summary>
    public (float[] Sum, (int Calls, int Rows, double Total, double Loss) State)? Accumulated { get; init; }

    /// <summary>The position of <c>Fit</c>; empty outside of it.</summary>
    public byte[] Fit { get; init; } = [];

    /// <summary>Writes the content.</summary>
    /// <param name="store">The parameters, for their layout.</param>
    public byte[] Write(ParameterStore store)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(Seed);
        writer.Write(Updates);
        Optimizer.Write(writer);
        Schedule.Write(writer);
        CheckpointTensors.Write(writer, store, Parameters);
        writer.Write(Moments.Length);
        foreach (float[] moment in Moments)
            CheckpointTensors.Write(writer, store, moment);

        writer.Write(Accumulated is not null);
        if (Accumulated is { } accumulated)
        {
            writer.Write(accumulated.State.Calls);
            writer.Write(accumulated.State.Rows);
            writer.Write(accumulated.State.Total);
            writer.Write(accumulated.State.Loss);
            CheckpointTensors.Write(writer, store, accumulated.Sum);
        }

        CheckpointTensors.WriteBytes(writer, Fit);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads the content.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="layout">The layout of the parameters.</param>
    /// <exception cref="CheckpointException">It is that of another network.</exception>
    /// <exception cref="IOException">It is malformed.</exception>
    public static TrainerSnapshot Read(byte[] content, ModelLayout layout)
    {
        using BinaryReader reader = new(new MemoryStream(content));
        return new TrainerSnapshot
        {
            Seed = reader.ReadUInt64(),
            Updates = reader.ReadInt64(),
            Optimizer = StateBlock.Read(reader),
            Schedule = StateBlock.Read(reader),
            Parameters = CheckpointTensors.Read(reader, layout),
            Moments = ReadMoments(reader, layout),
            Accumulated = reader.ReadBoolean() ? ReadAccumulated(reader, layout) : null,
            Fit = CheckpointTensors.ReadBytes(reader),
        };
    }

    private static float[][] ReadMoments(BinaryReader reader, ModelLayout layout)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > MostMoments)
            throw new InvalidDataException($"expected 0 to {MostMoments} moments, found {count}");
        return [.. Enumerable.Range(0, count).Select(_ => CheckpointTensors.Read(reader, layout))];
    }

    private static (float[], (int, int, double, double)) ReadAccumulated(BinaryReader reader, ModelLayout layout)
    {
        (int, int, double, double) state = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
        return (CheckpointTensors.Read(reader, layout), state);
    }
}
