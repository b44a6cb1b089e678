namespace RnnCompiler;

/// <summary>Position of a run of <c>Fit</c>, with all that its next decision depends on besides the trainer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class FitState<T>
    where T : unmanaged
{
    private const int Unknown = -1;

    /// <summary>The current epoch, from 0.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches of the current epoch so far.</summary>
    public int Batch { get; set; }

    /// <summary>Rows of the current epoch so far.</summary>
    public long Rows { get; set; }

    /// <summary>Σ Wᵢ lᵢ over the batches of the current epoch, with the loss lᵢ of batch i and the weight Wᵢ of its elements.</summary>
    public double LossSum { get; set; }

    /// <summary>Σ Wᵢ.</summary>
    public double LossWeight { get; set; }

    /// <summary>Seconds of the current epoch before the last resumption.</summary>
    public double Seconds { get; set; }

    /// <summary>The epochs that ended.</summary>
    public List<FitEpoch> Epochs { get; } = [];

    /// <summary>Index of the best epoch; −1 if there is none.</summary>
    public int BestEpoch { get; set; } = -1;

    /// <summary>The parameters after the best epoch; null without validation.</summary>
    public T[]? BestParameters { get; set; }

    /// <summary>The lowest validation loss that counted as an improvement for <see cref="ReduceOnPlateau"/>.</summary>
    public double PlateauLoss { get; set; } = double.PositiveInfinity;

    /// <summary>Epochs without such an improvement.</summary>
    public int PlateauEpochs { get; set; }

    /// <summary>The mean loss of the current epoch so far; 0 if no element counted.</summary>
    public float Loss => LossWeight == 0 ? 0 : (float)(LossSum / LossWeight);

    /// <summary>Moves to the start of an epoch.</summary>
    public void BeginEpoch(int epoch) => (Epoch, Batch, Rows, LossSum, LossWeight, Seconds) = (epoch, 0, 0, 0, 0, 0);

    /// <summary>Writes the state.</summary>
    /// <param name="run">The order of batches, for the comparison when it is read.</param>
    /// <param name="tensors">Writes parameters.</param>
    public byte[] Write(BatchOrder run, CheckpointTensors<T> tensors)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(run.BatchSize);
        writer.Write(run.Rows ?? Unknown);
        writer.Write(run.ShuffleSeed is not null);
        writer.Write(run.ShuffleSeed ?? 0);
        writer.Write(Epoch);
        writer.Write(Batch);
        writer.Write(Rows);
        writer.Write(LossSum);
        writer.Write(LossWeight);
        writer.Write(Seconds);
        writer.Write(BestEpoch);
        writer.Write(PlateauLoss);
        writer.Write(PlateauEpochs);
        writer.Write(Epochs.Count);
        foreach (FitEpoch epoch in Epochs)
            WriteEpoch(writer, epoch);
        writer.Write(BestParameters is not null);
        if (BestParameters is { } best)
            tensors.Write(writer, best);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads a state.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="tensors">Reads parameters.</param>
    /// <returns>The state, and the order of batches of the run that wrote it.</returns>
    /// <exception cref="IOException">The state is malformed or that of another network.</exception>
    public static (FitState<T> State, BatchOrder Run) Read(byte[] bytes, CheckpointTensors<T> tensors)
    {
        using BinaryReader reader = new(new MemoryStream(bytes));
        int batchSize = reader.ReadInt32();
        int rows = reader.ReadInt32();
        bool isShuffled = reader.ReadBoolean();
        ulong seed = reader.ReadUInt64();
        FitState<T> state = new()
        {
            Epoch = reader.ReadInt32(),
            Batch = reader.ReadInt32(),
            Rows = reader.ReadInt64(),
            LossSum = reader.ReadDouble(),
            LossWeight = reader.ReadDouble(),
            Seconds = reader.ReadDouble(),
            BestEpoch = reader.ReadInt32(),
            PlateauLoss = reader.ReadDouble(),
            PlateauEpochs = reader.ReadInt32(),
        };
        for (int count = reader.ReadInt32(); count > 0; count--)
            state.Epochs.Add(ReadEpoch(reader));
        if (reader.ReadBoolean())
            state.BestParameters = tensors.Read(reader);
        return (state, new BatchOrder(batchSize, rows == Unknown ? null : rows, isShuffled ? seed : null));
    }

    private static void WriteEpoch(BinaryWriter writer, FitEpoch epoch)
    {
        writer.Write(epoch.Epoch);
        writer.Write(epoch.Loss);
        writer.Write(epoch.ValidationLoss is not null);
        writer.Write(epoch.ValidationLoss ?? 0);
        writer.Write(epoch.LearningRate);
        writer.Write(epoch.Seconds);
        writer.Write(epoch.RowsPerSecond);
        writer.Write(epoch.Metrics.Count);
        foreach ((Metric metric, double value) in epoch.Metrics)
        {
            writer.Write(metric.ToString());
            writer.Write(value);
        }
    }

    private static FitEpoch ReadEpoch(BinaryReader reader)
    {
        int epoch = reader.ReadInt32();
        float loss = reader.ReadSingle();
        bool hasValidation = reader.ReadBoolean();
        float validation = reader.ReadSingle();
        (float rate, double seconds, double speed) = (reader.ReadSingle(), reader.ReadDouble(), reader.ReadDouble());
        Dictionary<Metric, double> metrics = [];
        for (int count = reader.ReadInt32(); count > 0; count--)
            metrics[Enum.Parse<Metric>(reader.ReadString())] = reader.ReadDouble();
        return new FitEpoch(epoch, loss, hasValidation ? validation : null, metrics, rate, seconds, speed);
    }
}

/// <summary>What the batches of a run depend on besides the rows: a position in one order means nothing in another.</summary>
/// <param name="BatchSize">The most rows of a batch.</param>
/// <param name="Rows">Rows of an epoch; null if they are not known.</param>
/// <param name="ShuffleSeed">The seed of the order of rows; null for their own order.</param>
internal sealed record BatchOrder(int BatchSize, int? Rows, ulong? ShuffleSeed);
