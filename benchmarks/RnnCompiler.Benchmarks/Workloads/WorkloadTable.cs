using RnnCompiler.Benchmarks.Models;

namespace RnnCompiler.Benchmarks.Workloads;

/// <summary>All workloads that are timed beside peers, in the order of the table.</summary>
internal static class WorkloadTable
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Forward<Lstm1To16>(WorkloadKind.Step, CellKind.Lstm, 1),
        Forward<Lstm32To64>(WorkloadKind.Step, CellKind.Lstm, 1),

        Forward<Lstm1To8>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm1To16>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm1To32>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm1To64>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm32To64>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm64To128>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm128To256>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<RoundedLstm1To64>(WorkloadKind.Sequence, CellKind.Lstm, 1, rounded: true),
        Forward<RoundedLstm32To64>(WorkloadKind.Sequence, CellKind.Lstm, 1, rounded: true),
        Forward<RoundedLstm64To128>(WorkloadKind.Sequence, CellKind.Lstm, 1, rounded: true),
        Forward<RoundedLstm128To256>(WorkloadKind.Sequence, CellKind.Lstm, 1, rounded: true),
        Forward<Gru1To16>(WorkloadKind.Sequence, CellKind.Gru, 1),
        Forward<Gru64To128>(WorkloadKind.Sequence, CellKind.Gru, 1),

        Forward<Lstm64To128>(WorkloadKind.Batch, CellKind.Lstm, 32),

        Training<TrainedLstm64To128>(CellKind.Lstm, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm128To256>(CellKind.Lstm, 64, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedGru64To128>(CellKind.Gru, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedRnn64To128>(CellKind.Rnn, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm8To32>(CellKind.Lstm, 16, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm1To16>(CellKind.Lstm, 1, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),

        Training<TrainedLstm128To256>(
            CellKind.Lstm, 64, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options), WorkloadKind.Threads),

        Forward<Lstm1To16>(WorkloadKind.Step, CellKind.Lstm, 1) with { CustomCell = static () => new CompiledModel<CustomLstm1To16>(null) },
        Forward<Lstm1To16>(WorkloadKind.Sequence, CellKind.Lstm, 1) with { CustomCell = static () => new CompiledModel<CustomLstm1To16>(null) },
        Forward<Lstm64To128>(WorkloadKind.Sequence, CellKind.Lstm, 1) with { CustomCell = static () => new CompiledModel<CustomLstm64To128>(null) },
        Forward<Gru64To128>(WorkloadKind.Sequence, CellKind.Gru, 1) with { CustomCell = static () => new CompiledModel<CustomGru64To128>(null) },
        Forward<Lstm64To128>(WorkloadKind.Batch, CellKind.Lstm, 32) with { CustomCell = static () => new CompiledModel<CustomLstm64To128>(null) },
        Training<TrainedLstm64To128>(CellKind.Lstm, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)) with
        {
            CustomCell = static () => new CompiledModel<TrainedCustomLstm64To128>(static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        },
        Training<TrainedGru64To128>(CellKind.Gru, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)) with
        {
            CustomCell = static () => new CompiledModel<TrainedCustomGru64To128>(static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        },
    ];

    /// <summary>Workloads that are timed with several numbers of threads.</summary>
    public static IReadOnlyList<Workload> Threads { get; } =
    [
        Forward<BriefLstm1To8>(WorkloadKind.Batch, CellKind.Lstm, 16),
        Forward<Lstm1To8>(WorkloadKind.Batch, CellKind.Lstm, 16),
        Forward<Lstm1To16Short>(WorkloadKind.Batch, CellKind.Lstm, 8),
        Forward<Lstm1To16Short>(WorkloadKind.Batch, CellKind.Lstm, 16),
        Forward<Lstm1To16Short>(WorkloadKind.Batch, CellKind.Lstm, 32),
        Forward<Lstm1To16>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Forward<Lstm1To16>(WorkloadKind.Batch, CellKind.Lstm, 16),
        Forward<Lstm1To16>(WorkloadKind.Batch, CellKind.Lstm, 64),
        Forward<Lstm32To64>(WorkloadKind.Batch, CellKind.Lstm, 8),
        Forward<Lstm32To64>(WorkloadKind.Batch, CellKind.Lstm, 32),
        Forward<Lstm64To128>(WorkloadKind.Batch, CellKind.Lstm, 32),
        Forward<Lstm128To256>(WorkloadKind.Sequence, CellKind.Lstm, 1),
        Training<TrainedBriefLstm1To8>(CellKind.Lstm, 16, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm1To16>(CellKind.Lstm, 1, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm1To16>(CellKind.Lstm, 8, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm1To16>(CellKind.Lstm, 16, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm1To16>(CellKind.Lstm, 64, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm8To32>(CellKind.Lstm, 16, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm32To64>(CellKind.Lstm, 8, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm32To64>(CellKind.Lstm, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm64To128>(CellKind.Lstm, 32, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
        Training<TrainedLstm128To256>(CellKind.Lstm, 1, static (model, optimizer, rows, options) => model.CreateTrainer(optimizer, rows, options)),
    ];

    /// <summary>What a program starts with.</summary>
    public static Workload StartUp { get; } = Forward<Lstm1To16Short>(WorkloadKind.Sequence, CellKind.Lstm, 1);

    private static Workload Forward<TModel>(WorkloadKind kind, CellKind cell, int rows, bool rounded = false)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float> =>
        Of<TModel>(kind, cell, rows, static () => new CompiledModel<TModel>(null), rounded);

    private static Workload Training<TModel>(CellKind cell, int rows, TrainerFactory<TModel> trainer, WorkloadKind kind = WorkloadKind.Training)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>, IStreamingModel<float> =>
        Of<TModel>(kind, cell, rows, () => new CompiledModel<TModel>(trainer), false);

    // Sizes are read from the model itself: the recurrent layer's weight is [gates·hidden, input].
    private static Workload Of<TModel>(WorkloadKind kind, CellKind cell, int rows, Func<CompiledModel> model, bool rounded)
        where TModel : IRecurrentModel<TModel>
    {
        IReadOnlyList<int> shape = TModel.Parameters[0].Shape;
        return new Workload(kind, cell, rows, model, shape[1], shape[0] / (int)cell, CompiledModel.StepsOf(TModel.Declaration), rounded);
    }
}
