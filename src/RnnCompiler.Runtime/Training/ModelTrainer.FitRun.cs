using System.Diagnostics;

namespace RnnCompiler;

public abstract partial class ModelTrainer
{
    /// <summary>One call of <see cref="Fit"/>.</summary>
    private sealed class FitRun(
        ModelTrainer trainer, FitOptions options, BatchSource training, BatchSource? validation, MetricSet metrics, CancellationToken cancellation)
    {
        private readonly BatchOrder _order = new(trainer.BatchSize, training.RowCount, options.ShuffleSeed);
        private FitState _state = new();
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
            {
                best.CopyTo(trainer.Parameters.Span);
                trainer.Parameters.RenewReduced();
            }

            return new FitResult([.. _state.Epochs], _state.BestEpoch, stop);
        }

        private void Resume(string path)
        {
            (string name, TrainerSnapshot snapshot) = trainer.ReadSnapshot(path);
            if (snapshot.Fit.Length == 0)
                throw new CheckpointException($"{name}: expected a checkpoint of {nameof(Fit)}, found one of {nameof(SaveCheckpoint)}. {nameof(LoadCheckpoint)} reads it.");
            (FitState state, BatchOrder order) = Parse(name, () => FitState.Read(snapshot.Fit, trainer.Parameters.Layout));
            if (order != _order)
                throw new CheckpointException($"{name}: expected a checkpoint of a run with {_order}, found one with {order}.");
            trainer.Restore(name, snapshot);
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
            metrics.Clear();
            double sum = 0, weight = 0;
            validation.Begin(_state.Epoch, shuffleSeed: null);
            while (validation.MoveNext())
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                BatchLoss batch = trainer.EvaluateOn(validation, metrics);
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
                validationLoss is { } value ? metrics.Values(value) : new Dictionary<Metric, double>(),
                trainer.Optimizer.LearningRate,
                Seconds,
                _state.Rows / trainingSeconds);
            _state.Epochs.Add(epoch);
            float lowest = _state.BestEpoch < 0 ? float.PositiveInfinity : Judged(_state.Epochs[_state.BestEpoch]);
            if (Judged(epoch) < lowest)
            {
                _state.BestEpoch = _state.Epochs.Count - 1;
                _state.BestParameters = validationLoss is null ? null : trainer.Parameters.Span.ToArray();
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
            trainer.Save(path, _state.Write(_order, trainer.Parameters));
            _isSaved = true;
        }

        private FitProgress Progress(FitEpoch? completed) =>
            new(_state.Epoch, options.Epochs, _state.Batch, _state.Rows, training.RowCount, trainer.Updates, _state.Loss, completed);
    }
}
