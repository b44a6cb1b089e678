using System.Diagnostics;

namespace RnnCompiler;

/// <summary>One call of <c>Fit</c>: epochs, batches, validation, checkpoints, and the decision when it ends.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="trainer">The trainer.</param>
/// <param name="options">The options.</param>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation rows; null for none.</param>
/// <param name="cancellation">Ends the run between two batches.</param>
internal sealed class FitRun<T>(IFitTrainer<T> trainer, FitOptions options, BatchSource training, BatchSource? validation, CancellationToken cancellation)
    where T : unmanaged
{
    private readonly BatchOrder _order = new(trainer.BatchSize, training.RowCount, options.ShuffleSeed);
    private FitState<T> _state = new();
    private long _started;
    private double _secondsBefore;
    private bool _isSaved;

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    private bool IsOutOfPatience => options.Patience is { } patience && _state.Epochs.Count - 1 - _state.BestEpoch >= patience;

    public FitResult Run()
    {
        if (options.Resume && File.Exists(options.CheckpointPath))
            Resume(options.CheckpointPath);

        FitStop stop = RunEpochs();
        Save();
        if (_state.BestParameters is { } best)
            trainer.SetParameters(best);

        return new FitResult([.. _state.Epochs], _state.BestEpoch, stop);
    }

    private void Resume(string path)
    {
        TrainerCheckpoints<T> checkpoints = trainer.Checkpoints;
        TrainerSnapshot<T> snapshot = checkpoints.Read(path);
        if (snapshot.Fit.Length == 0)
        {
            throw new CheckpointException(
                $"{path}: expected a checkpoint of {nameof(ModelTrainer.Fit)}, found one of {nameof(ModelTrainer.SaveCheckpoint)}. "
                + $"{nameof(ModelTrainer.LoadCheckpoint)} reads it.");
        }

        (FitState<T> state, BatchOrder order) = TrainerCheckpoints<T>.Parse(path, () => FitState<T>.Read(snapshot.Fit, checkpoints.Tensors));
        if (order != _order)
            throw new CheckpointException($"{path}: expected a checkpoint of a run with {_order}, found one with {order}.");
        checkpoints.Restore(path, snapshot);
        _state = state;
        _isSaved = true;
    }

    private FitStop RunEpochs()
    {
        while (_state.Epoch < options.Epochs)
        {
            if (IsOutOfPatience)
                return FitStop.Patience;
            if (!RunEpoch())
                return FitStop.Cancelled;
        }

        return FitStop.Completed;
    }

    /// <summary>Runs an epoch, or the rest of one; returns false if it was cancelled.</summary>
    private bool RunEpoch()
    {
        _started = Stopwatch.GetTimestamp();
        _secondsBefore = _state.Seconds;
        training.Begin(_state.Epoch, options.ShuffleSeed);
        for (int batch = 0; batch < _state.Batch; batch++)
        {
            if (!training.MoveNext())
                throw new InvalidOperationException($"Expected at least {_state.Batch} batches, which the run before its checkpoint had, but there are {batch}.");
        }

        while (!cancellation.IsCancellationRequested && training.MoveNext())
            RunBatch();

        double trainingSeconds = Seconds;
        if (cancellation.IsCancellationRequested || !TryValidate(out float? loss))
        {
            _isSaved = false;
            return false;
        }

        EndEpoch(loss, trainingSeconds);
        return true;
    }

    private void RunBatch()
    {
        long updates = trainer.Updates;
        BatchLoss batch = trainer.StepOn(training);
        _isSaved = false;
        _state.Batch++;
        _state.Rows += batch.Rows;
        if (trainer.Updates > updates)
        {
            _state.LossSum += batch.Weight * batch.Loss;
            _state.LossWeight += batch.Weight;
        }

        FitInstruments.Record(batch);
        if (options.CheckpointEvery is { } every && _state.Batch % every == 0)
            Save();
        options.Progress?.Report(Progress(completed: null));
    }

    /// <summary>Computes the loss and the metrics of the validation rows; returns false if it was cancelled.</summary>
    private bool TryValidate(out float? loss)
    {
        loss = null;
        if (validation is null)
            return true;
        trainer.BeginEvaluation();
        double sum = 0, weight = 0;
        validation.Begin(_state.Epoch, shuffleSeed: null);
        while (validation.MoveNext())
        {
            if (cancellation.IsCancellationRequested)
                return false;
            BatchLoss batch = trainer.EvaluateOn(validation);
            sum += batch.Weight * batch.Loss;
            weight += batch.Weight;
        }

        loss = weight == 0 ? 0 : (float)(sum / weight);
        return true;
    }

    private void EndEpoch(float? validationLoss, double trainingSeconds)
    {
        FitEpoch epoch = new(
            _state.Epoch,
            _state.Loss,
            validationLoss,
            validationLoss is { } value ? trainer.Metrics(value) : new Dictionary<Metric, double>(),
            trainer.Optimizer.LearningRate,
            Seconds,
            _state.Rows / trainingSeconds);
        _state.Epochs.Add(epoch);
        float lowest = _state.BestEpoch < 0 ? float.PositiveInfinity : Judged(_state.Epochs[_state.BestEpoch]);
        if (Judged(epoch) < lowest)
        {
            _state.BestEpoch = _state.Epochs.Count - 1;
            _state.BestParameters = validationLoss is null ? null : trainer.CopyParameters();
        }

        if (options.ReduceOnPlateau is { } plateau && validationLoss is { } current)
            Reduce(plateau, current);

        FitProgress progress = Progress(epoch);
        _state.BeginEpoch(_state.Epoch + 1);
        _isSaved = false;
        FitInstruments.Record(epoch);
        if (options.CheckpointEvery is null)
            Save();
        options.Progress?.Report(progress);
    }

    private static float Judged(FitEpoch epoch) => epoch.ValidationLoss ?? epoch.Loss;

    private void Reduce(ReduceOnPlateau plateau, double loss)
    {
        if (loss < _state.PlateauLoss * (1 - plateau.Threshold))
        {
            (_state.PlateauLoss, _state.PlateauEpochs) = (loss, 0);
            return;
        }

        if (++_state.PlateauEpochs <= plateau.Patience)
            return;
        Optimizer optimizer = trainer.Optimizer;
        optimizer.LearningRate = Math.Min(optimizer.LearningRate, Math.Max(plateau.MinimumLearningRate, optimizer.LearningRate * plateau.Factor));
        _state.PlateauEpochs = 0;
    }

    private void Save()
    {
        if (options.CheckpointPath is not { } path || _isSaved)
            return;
        if (_state.Batch > 0)
            _state.Seconds = Seconds;
        trainer.Checkpoints.Save(path, _state.Write(_order, trainer.Checkpoints.Tensors));
        _isSaved = true;
    }

    private FitProgress Progress(FitEpoch? completed) =>
        new(_state.Epoch, options.Epochs, _state.Batch, _state.Rows, training.RowCount, trainer.Updates, _state.Loss, completed);
}
