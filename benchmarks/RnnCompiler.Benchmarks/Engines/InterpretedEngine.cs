using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Engines;

/// <summary>The interpreted runtime of this project.</summary>
internal static class InterpretedEngine
{
    /// <summary>Creates the engine of a workload.</summary>
    public static Engine Create(WorkloadData data) => data.Workload.Kind switch
    {
        WorkloadKind.Step => new Stream(data),
        WorkloadKind.Sequence or WorkloadKind.Batch => new Sequences(data),
        _ => new Training(data),
    };

    private sealed class Stream : Engine
    {
        private readonly WorkloadData _data;
        private readonly InterpretedModel<float> _model;
        private readonly InterpretedState<float> _state;
        private readonly float[] _output;

        public Stream(WorkloadData data)
        {
            _data = data;
            _model = data.CreateModel().Interpret();
            _state = _model.CreateState();
            _output = new float[data.Workload.Hidden];
        }

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _model.Step(_state, _data.Inputs, _output);
        }

        public override float[] Result() => _output;
    }

    private sealed class Sequences(WorkloadData data) : Engine
    {
        private readonly InterpretedModel<float> _model = data.CreateModel().Interpret();
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
        private readonly InterpretedModel<float> _model;
        private readonly InterpretedTrainer<float> _trainer;
        private float _loss;

        public Training(WorkloadData data)
        {
            _data = data;
            _model = data.CreateModel().Interpret();
            _trainer = _model.CreateTrainer(new Adam(data.LearningRate), data.Workload.Rows);
        }

        public override void Run(int calls)
        {
            for (int i = 0; i < calls; i++)
                _loss = _trainer.Step(_data.Inputs, _data.Targets);
        }

        public override float[] Result()
        {
            ModelParameter weights = _model.Parameters.First(static parameter => parameter.Name.EndsWith("weight_hh_l0", StringComparison.Ordinal));
            float[] values = new float[weights.Length];
            _model.ReadParameter(weights.Name, values);
            return Result(_loss, values);
        }

        public override void Dispose() => _trainer.Dispose();
    }
}
