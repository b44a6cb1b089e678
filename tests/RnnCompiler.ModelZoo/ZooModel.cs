using System.Runtime.InteropServices;

namespace RnnCompiler.ModelZoo;

/// <summary>A declared model behind one face, whatever its input and targets are.</summary>
public abstract class ZooModel
{
    /// <summary>The name of the class, with the type that contains it.</summary>
    public required string Name { get; init; }

    /// <summary>The declaration as the generator wrote it down.</summary>
    public abstract string Declaration { get; }

    /// <summary>The canonical parameters.</summary>
    public abstract IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>The states of a row.</summary>
    public abstract IReadOnlyList<ModelParameter> States { get; }

    /// <summary>Whether the class can step.</summary>
    public abstract bool IsStreaming { get; }

    /// <summary>Makes one.</summary>
    public abstract ZooInstance Create(ulong seed);

    /// <summary>Reads one from a file.</summary>
    public abstract ZooInstance Load(string path);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Rows of input and targets; what a model does not take is empty.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Inputs">[rows, steps, features].</param>
/// <param name="Tokens">[rows, steps].</param>
/// <param name="Targets">Laid out as the output.</param>
/// <param name="Classes">[rows, output steps].</param>
public sealed record ZooBatch(int Rows, float[] Inputs, int[] Tokens, float[] Targets, int[] Classes)
{
    /// <summary>The steps of each row; empty if all rows are full.</summary>
    public int[] Lengths { get; init; } = [];

    /// <summary>The states before the first step of each row; empty for the initial values.</summary>
    public float[] States { get; init; } = [];
}

/// <summary>One made model.</summary>
public abstract class ZooInstance
{
    /// <summary>Reads a parameter, canonical.</summary>
    public abstract void ReadParameter(string name, Span<float> destination);

    /// <summary>Writes a parameter, canonical.</summary>
    public abstract void WriteParameter(string name, ReadOnlySpan<float> source);

    /// <summary>Writes a weight file.</summary>
    public abstract void Save(string path);

    /// <summary>Whole sequences, and the states after their last steps, unless that span is empty.</summary>
    public abstract void Forward(ZooBatch batch, Span<float> output, Span<float> finalStates = default);

    /// <summary>The states of many streams.</summary>
    public abstract StateBatch CreateStates(int streams);

    /// <summary>A step of many streams; each row of the batch is the input of one.</summary>
    public abstract void Step(StateBatch states, ZooBatch batch, Span<float> output, ReadOnlySpan<bool> active);

    /// <summary>A block of steps of one stream; the output may be the input.</summary>
    public abstract void Block(ModelState state, ReadOnlySpan<float> input, Span<float> output, int steps);

    /// <summary>Threads of a call of Forward.</summary>
    public abstract int Threads { get; set; }

    /// <summary>A stream's state.</summary>
    public abstract ModelState CreateState();

    /// <summary>Step <paramref name="step"/> of row <paramref name="row"/>.</summary>
    public abstract void Step(ModelState state, ZooBatch batch, int row, int step, Span<float> output);

    /// <summary>A trainer.</summary>
    public abstract ZooTrainer CreateTrainer(Optimizer optimizer, int batchSize, TrainerOptions? options = null);
}

/// <summary>One made trainer.</summary>
public abstract class ZooTrainer : IDisposable
{
    /// <summary>The trainer, whose type arguments are those of the model.</summary>
    public abstract ModelTrainer Inner { get; }

    /// <summary>One update; the loss before it.</summary>
    public abstract float Step(ZooBatch batch);

    /// <summary>The loss, and its gradients to be read.</summary>
    public abstract float ComputeGradients(ZooBatch batch);

    /// <summary>The loss of the inference form.</summary>
    public abstract float Evaluate(ZooBatch batch);

    /// <summary>A gradient of the last call.</summary>
    public abstract void ReadGradient(string name, Span<float> destination);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A declared model of known types.</summary>
/// <typeparam name="TModel">The class.</typeparam>
/// <typeparam name="TInput">float or int.</typeparam>
/// <typeparam name="TTarget">float or int.</typeparam>
/// <param name="createTrainer">Its trainers; each is a nested type of its own.</param>
public sealed class ZooModel<TModel, TInput, TTarget>(Func<TModel, Optimizer, int, TrainerOptions?, Trainer<TInput, TTarget>> createTrainer) : ZooModel
    where TModel : class, IRecurrentModel<TModel>, ISequenceModel<TInput>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    private static readonly int s_steps = Steps();

    /// <inheritdoc/>
    public override string Declaration => TModel.Declaration;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters => TModel.Parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> States => TModel.States;

    /// <inheritdoc/>
    public override bool IsStreaming => typeof(IStreamingModel<TInput>).IsAssignableFrom(typeof(TModel));

    /// <inheritdoc/>
    public override ZooInstance Create(ulong seed) => new Instance(TModel.Create(seed), createTrainer);

    /// <inheritdoc/>
    public override ZooInstance Load(string path) => new Instance(TModel.Load(path), createTrainer);

    /// <summary>"steps=N" stands in the first line of every declaration.</summary>
    private static int Steps()
    {
        string text = TModel.Declaration;
        int at = text.IndexOf("steps=", StringComparison.Ordinal) + "steps=".Length;
        int end = text.AsSpan(at).IndexOfAny(' ', '\n');
        return int.Parse(text.AsSpan(at, end), provider: System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ReadOnlySpan<TInput> Input(ZooBatch batch) =>
        typeof(TInput) == typeof(float) ? MemoryMarshal.Cast<float, TInput>(batch.Inputs) : MemoryMarshal.Cast<int, TInput>(batch.Tokens);

    private static ReadOnlySpan<TTarget> Target(ZooBatch batch) =>
        typeof(TTarget) == typeof(float) ? MemoryMarshal.Cast<float, TTarget>(batch.Targets) : MemoryMarshal.Cast<int, TTarget>(batch.Classes);

    private sealed class Instance(TModel model, Func<TModel, Optimizer, int, TrainerOptions?, Trainer<TInput, TTarget>> createTrainer) : ZooInstance
    {
        public override void ReadParameter(string name, Span<float> destination) => model.ReadParameter(name, destination);

        public override void WriteParameter(string name, ReadOnlySpan<float> source) => model.WriteParameter(name, source);

        public override void Save(string path) => model.Save(path);

        public override void Forward(ZooBatch batch, Span<float> output, Span<float> finalStates = default)
        {
            if (batch.States.Length == 0 && finalStates.IsEmpty)
                model.Forward(Input(batch), output, batch.Rows, batch.Lengths);
            else
                model.Forward(Input(batch), output, batch.Rows, batch.Lengths, batch.States, finalStates);
        }

        public override StateBatch CreateStates(int streams) => ((IStreamingModel<TInput>)model).CreateStates(streams);

        public override void Step(StateBatch states, ZooBatch batch, Span<float> output, ReadOnlySpan<bool> active) =>
            ((IStreamingModel<TInput>)model).Step(states, Input(batch), output, active);

        public override void Block(ModelState state, ReadOnlySpan<float> input, Span<float> output, int steps) =>
            ((IStreamingModel<TInput>)model).Step(state, MemoryMarshal.Cast<float, TInput>(input), output, steps);

        public override int Threads
        {
            get => model.Threads;
            set => model.Threads = value;
        }

        public override ModelState CreateState() => ((IStreamingModel<TInput>)model).CreateState();

        public override void Step(ModelState state, ZooBatch batch, int row, int step, Span<float> output)
        {
            ReadOnlySpan<TInput> input = Input(batch);
            int rowLength = input.Length / batch.Rows;
            int stepLength = typeof(TInput) == typeof(int) ? 1 : rowLength / s_steps;
            ((IStreamingModel<TInput>)model).Step(state, input.Slice((row * rowLength) + (step * stepLength), stepLength), output);
        }

        public override ZooTrainer CreateTrainer(Optimizer optimizer, int batchSize, TrainerOptions? options) =>
            new TrainerOf(createTrainer(model, optimizer, batchSize, options));
    }

    private sealed class TrainerOf(Trainer<TInput, TTarget> trainer) : ZooTrainer
    {
        public override ModelTrainer Inner => trainer;

        public override float Step(ZooBatch batch) => trainer.Step(Input(batch), Target(batch), batch.Lengths, batch.States);

        public override float ComputeGradients(ZooBatch batch) => trainer.ComputeGradients(Input(batch), Target(batch), batch.Lengths, batch.States);

        public override float Evaluate(ZooBatch batch) => trainer.Evaluate(Input(batch), Target(batch), batch.Lengths, batch.States);

        public override void ReadGradient(string name, Span<float> destination) => trainer.ReadGradient(name, destination);

        public override void Dispose() => trainer.Dispose();
    }
}
