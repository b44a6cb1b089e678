using RnnCompiler;

namespace RealtimeAudio.Models;

/// <summary>Members of a model that the sample needs and that the interfaces of the library do not have.</summary>
/// <typeparam name="TSelf">The model.</typeparam>
internal interface IAmpModel<TSelf> : IRecurrentModel<TSelf>, IStreamingModel<float>
    where TSelf : class, IAmpModel<TSelf>
{
    /// <summary>What reports call it.</summary>
    static abstract string Title { get; }

    /// <summary>Compiles all that a real-time thread calls; the generated class has it.</summary>
    static abstract void Prepare();

    /// <summary>Creates a trainer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="options">Options of the trainer.</param>
    Trainer<float, float> StartTraining(Optimizer optimizer, int rows, TrainerOptions options);

    /// <summary>Processes a block of samples in place, as an audio callback does.</summary>
    /// <param name="state">The state of the stream.</param>
    /// <param name="block">The samples, which are replaced.</param>
    void Process(ModelState state, Span<float> block);
}
