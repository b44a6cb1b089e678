namespace RnnCompiler;

/// <summary>Training data as an enumeration of batches.</summary>
internal sealed class BatchData<TInput, TTarget>(IEnumerable<TrainingBatch<TInput, TTarget>> batches) : TrainingData<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    public override BatchSource<TInput, TTarget> Open(string name, int inputLength, int targetLength, int batchSize) => new Batches(batches, name);

    private protected override (TrainingData Train, TrainingData Validation) Divide(double fraction, ulong? seed) =>
        throw new NotSupportedException("Expected data in arrays, but an enumeration of batches cannot be divided: make two enumerations.");

    private sealed class Batches(IEnumerable<TrainingBatch<TInput, TTarget>> batches, string name) : BatchSource<TInput, TTarget>
    {
        private IEnumerator<TrainingBatch<TInput, TTarget>>? _enumerator;
        private bool _hasBatches;

        public override int? RowCount => null;

        public override void Begin(int epoch, ulong? shuffleSeed)
        {
            _enumerator?.Dispose();
            _enumerator = batches.GetEnumerator();
            _hasBatches = false;
        }

        public override bool MoveNext()
        {
            if (_enumerator!.MoveNext())
            {
                Current = _enumerator.Current;
                return _hasBatches = true;
            }

            return _hasBatches
                ? false
                : throw new ArgumentException("Expected at least one batch in each epoch, but the enumeration has none. It is enumerated once in each epoch.", name);
        }

        public override void Dispose() => _enumerator?.Dispose();
    }
}
