namespace RnnCompiler.Benchmarks.Engines;

/// <summary>Somebody who can do a workload.</summary>
internal abstract class Engine : IDisposable
{
    /// <summary>Does the workload some times over.</summary>
    public abstract void Run(int calls);

    /// <summary>
    /// The results on which all engines must agree after the same number of calls from the start: the outputs, [rows, hidden]; or of training, the loss of the
    /// last call and after it the recurrent layer's hidden weights as they are now.
    /// </summary>
    public abstract float[] Result();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Joins what training is compared by.</summary>
    protected static float[] Result(float loss, ReadOnlySpan<float> weights) => [loss, .. weights];
}
