using RnnCompiler.Benchmarks.Workloads;
using TorchSharp;
using TorchSharp.Modules;
using TorchAdam = TorchSharp.Modules.Adam;

namespace RnnCompiler.Benchmarks.Engines.Torch;

/// <summary>TorchSharp's training step on one thread: forward, squared error, backward and Adam; the loss is read, as the others return it.</summary>
internal sealed class TorchTrainingEngine : Engine
{
    private readonly TorchNetwork _network;
    private readonly TorchAdam _optimizer;
    private readonly MSELoss _error = torch.nn.MSELoss();
    private readonly torch.Tensor _input;
    private readonly torch.Tensor _targets;
    private float _loss;

    /// <summary>Creates the network and its optimizer.</summary>
    public TorchTrainingEngine(WorkloadData data)
    {
        Workload workload = data.Workload;
        _network = new TorchNetwork(workload, data.CreateModel());
        _optimizer = torch.optim.Adam(_network.parameters(), lr: data.LearningRate);
        _input = torch.tensor(data.StepMajor).reshape(workload.Steps, workload.Rows, workload.Input);
        _targets = torch.tensor(data.Targets).reshape(workload.Rows, 1);
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            _optimizer.zero_grad();
            torch.Tensor loss = _error.call(_network.Predict(_network.Forward(_input, null).Outputs), _targets);
            loss.backward();
            _optimizer.step();
            _loss = loss.item<float>();
        }
    }

    /// <inheritdoc/>
    public override float[] Result() => Result(_loss, _network.HiddenWeights);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _optimizer.Dispose();
        _error.Dispose();
        _input.Dispose();
        _targets.Dispose();
        _network.Dispose();
    }
}
