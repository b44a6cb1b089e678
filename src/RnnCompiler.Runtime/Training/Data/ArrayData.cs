namespace RnnCompiler;

/// <summary>Training data in arrays, or some of its rows.</summary>
internal sealed class ArrayData<TInput, TTarget>(TInput[] inputs, TTarget[] targets, int[]? lengths, float[]? weights, RowSplit? split) : TrainingData<TInput, TTarget>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private TInput[] Inputs { get; } = inputs;

    private TTarget[] Targets { get; } = targets;

    private int[]? Lengths { get; } = lengths;

    private float[]? Weights { get; } = weights;

    public override BatchSource<TInput, TTarget> Open(string name, int inputLength, int targetLength, int batchSize)
    {
        int count = Inputs.Length / inputLength;
        if (Inputs.Length != (long)count * inputLength)
            throw new ArgumentException($"Expected rows of {inputLength} input elements, but {Inputs.Length} elements are no whole number of rows.", name);
        if (Targets.Length != (long)count * targetLength)
            throw new ArgumentException($"Expected {count} rows of {targetLength} target elements, as many rows as inputs, but there are {Targets.Length} elements.", name);
        if (Lengths is not null && Lengths.Length != count)
            throw new ArgumentException($"Expected {count} lengths, one for each row, but there are {Lengths.Length}.", name);
        if (Weights is not null && Weights.Length != count)
            throw new ArgumentException($"Expected {count} weights, one for each row, but there are {Weights.Length}.", name);

        int[] selected = RowSplit.Indices(split, count);
        return selected.Length > 0
            ? new Batches(this, selected, inputLength, targetLength, batchSize)
            : throw new ArgumentException($"Expected at least one row, but there is none of {count}.", name);
    }

    private protected override (TrainingData Train, TrainingData Validation) Divide(double fraction, ulong? seed)
    {
        ArrayData<TInput, TTarget> Part(bool isFirst) => new(Inputs, Targets, Lengths, Weights, new RowSplit(split, fraction, isFirst, seed));
        return (Part(isFirst: true), Part(isFirst: false));
    }

    private sealed class Batches(ArrayData<TInput, TTarget> data, int[] selected, int inputLength, int targetLength, int batchSize) : BatchSource<TInput, TTarget>
    {
        private readonly int[] _order = new int[selected.Length];
        private readonly TInput[] _inputs = new TInput[Math.Min(batchSize, selected.Length) * inputLength];
        private readonly TTarget[] _targets = new TTarget[Math.Min(batchSize, selected.Length) * targetLength];
        private readonly int[] _lengths = new int[Math.Min(batchSize, selected.Length)];
        private readonly float[] _weights = new float[Math.Min(batchSize, selected.Length)];
        private int _next;

        public override int? RowCount => selected.Length;

        public override void Begin(int epoch, ulong? shuffleSeed)
        {
            _next = 0;
            selected.CopyTo(_order, 0);
            if (shuffleSeed is { } seed)
                RowShuffle.Shuffle(_order, seed, epoch + 1);
        }

        public override bool MoveNext()
        {
            int rows = Math.Min(_order.Length - _next, _lengths.Length);
            for (int i = 0; i < rows; i++)
            {
                int row = _order[_next + i];
                data.Inputs.AsSpan(row * inputLength, inputLength).CopyTo(_inputs.AsSpan(i * inputLength));
                data.Targets.AsSpan(row * targetLength, targetLength).CopyTo(_targets.AsSpan(i * targetLength));
                _lengths[i] = data.Lengths is { } lengths ? lengths[row] : 0;
                _weights[i] = data.Weights is { } weights ? weights[row] : 1;
            }

            _next += rows;
            Current = new TrainingBatch<TInput, TTarget>
            {
                Inputs = _inputs.AsMemory(0, rows * inputLength),
                Targets = _targets.AsMemory(0, rows * targetLength),
                Lengths = _lengths.AsMemory(0, data.Lengths is null ? 0 : rows),
                Weights = _weights.AsMemory(0, data.Weights is null ? 0 : rows),
            };
            return rows > 0;
        }
    }
}
