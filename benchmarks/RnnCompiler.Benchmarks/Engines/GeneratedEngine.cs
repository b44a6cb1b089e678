using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Engines;

/// <summary>The code that this project generates.</summary>
internal static class GeneratedEngine
{
    /// <summary>Creates the engine of a workload.</summary>
    /// <param name="data">Parameters, inputs and targets.</param>
    /// <param name="threads">The most threads of a call over sequences or of a training step.</param>
    /// <param name="customCell">Whether the model has the custom cell in place of the built-in one.</param>
    public static Engine Create(WorkloadData data, int threads = 1, bool customCell = false)
    {
        CompiledModel model = customCell ? data.CreateCustomCell() : data.CreateModel();
        return data.Workload.Kind switch
        {
            WorkloadKind.Step => new Stream(data, model.Streams),
            WorkloadKind.Sequence or WorkloadKind.Batch => new Sequences(data, model.Sequences, threads),
            _ => new Training(data, model, threads),
        };
    }

    private sealed class Stream(WorkloadData data, IStreamingModel<float> model) : Engine
    {
        private readonly float[] _output = new float[data.Workload.Hidden];
        private ModelState? _state;

        public override void Run(int calls)
        {
            ModelState state = _state ??= model.CreateState();
            for (int i = 0; i < calls; i++)
                model.Step(state, data.Inputs, _output);
        }

        public override float[] Result() => _output;
    }

    private sealed class Sequences : Engine
    {
        private readonly WorkloadData _data;
        private readonly ISequenceModel<float> _model;
        private readonly float[] _output;

        public Sequences(WorkloadData data, ISequenceModel<float> model, int threads)
        {
            _data = data;
            _model = model;
            _output = new float[data.Workload.Rows * data.Workload.Hidden];
            model.Threads = threads;
        }

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _model.Forward(_data.Inputs, _output, _data.Workload.Rows);
        }

        public override float[] Result() => _output;

        public override void Dispose() => _model.Threads = 1;
    }

    private sealed class Training : Engine
    {
        private readonly WorkloadData _data;
        private readonly CompiledModel _model;
        private readonly Trainer<float, float> _trainer;
        private float _loss;

        public Training(WorkloadData data, CompiledModel model, int threads)
        {
            _data = data;
            _model = model;
            _trainer = _model.CreateTrainer(new Adam(data.LearningRate), data.Workload.Rows, new TrainerOptions { Threads = threads });
        }

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _loss = _trainer.Step(_data.Inputs, _data.Targets);
        }

        // The built-in layer has its hidden weights in one parameter, a custom cell in one for each gate: the matrices as wide as the layer.
        public override float[] Result() => Result(_loss, [.. _model.Names.Where(IsHidden).SelectMany(_model.Read)]);

        private static bool IsHidden(string name) => name.Contains("weight_hh_l0", StringComparison.Ordinal) || name.Contains(".Wh", StringComparison.Ordinal);

        public override void Dispose() => _trainer.Dispose();
    }
}
