using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Engines;

/// <summary>The code that this project generates.</summary>
internal static class GeneratedEngine
{
    /// <summary>Makes the engine for a workload.</summary>
    public static Engine Create(WorkloadData data, int threads = 1) => data.Workload.Kind switch
    {
        WorkloadKind.Step => new Stream(data),
        WorkloadKind.Sequence or WorkloadKind.Batch => new Sequences(data),
        _ => new Training(data, threads),
    };

    private sealed class Stream(WorkloadData data) : Engine
    {
        private readonly IStreamingModel<float> _model = data.CreateModel().Streams;
        private readonly float[] _output = new float[data.Workload.Hidden];
        private ModelState? _state;

        public override void Run(int calls)
        {
            ModelState state = _state ??= _model.CreateState();
            for (int i = 0; i < calls; i++)
                _model.Step(state, data.Inputs, _output);
        }

        public override float[] Result() => _output;
    }

    private sealed class Sequences(WorkloadData data) : Engine
    {
        private readonly ISequenceModel<float> _model = data.CreateModel().Sequences;
        private readonly float[] _output = new float[data.Workload.Rows * data.Workload.Hidden];

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _model.Forward(data.Inputs, _output, data.Workload.Rows);
        }

        public override float[] Result() => _output;
    }

    private sealed class Training : Engine
    {
        private readonly WorkloadData _data;
        private readonly CompiledModel _model;
        private readonly Trainer<float, float> _trainer;
        private float _loss;

        public Training(WorkloadData data, int threads)
        {
            _data = data;
            _model = data.CreateModel();
            _trainer = _model.CreateTrainer(new Adam(data.LearningRate), data.Workload.Rows, new TrainerOptions { Threads = threads });
        }

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _loss = _trainer.Step(_data.Inputs, _data.Targets);
        }

        public override float[] Result() => Result(_loss, _model.Read(_model.Names.First(static name => name.EndsWith("weight_hh_l0", StringComparison.Ordinal))));

        public override void Dispose() => _trainer.Dispose();
    }
}
