namespace RnnCompiler;

/// <summary>The batches of training data, epoch by epoch.</summary>
internal abstract class BatchSource : IDisposable
{
    /// <summary>Number of rows of an epoch; null if it is not known before the epoch ends.</summary>
    public abstract int? RowCount { get; }

    /// <summary>Starts an epoch, before its first batch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="shuffleSeed">The seed of the order of rows; null for their own order.</param>
    public abstract void Begin(int epoch, ulong? shuffleSeed);

    /// <summary>Takes the next batch; returns false if the epoch has no other.</summary>
    public abstract bool MoveNext();

    /// <summary>Releases the enumerator of batches, if there is one.</summary>
    public virtual void Dispose()
    {
    }
}

/// <summary>The batches of training data of a model with one input and one output.</summary>
internal abstract class BatchSource<TInput, TTarget> : BatchSource
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>The batch; its memory is valid until the next one is taken.</summary>
    public TrainingBatch<TInput, TTarget> Current { get; protected set; }
}
