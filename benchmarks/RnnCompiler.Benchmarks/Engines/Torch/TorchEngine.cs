using RnnCompiler.Benchmarks.Workloads;
using TorchSharp;

namespace RnnCompiler.Benchmarks.Engines.Torch;

/// <summary>TorchSharp on one thread: whole sequences by one call, streams with the state handed back, without a graph of gradients.</summary>
internal sealed class TorchEngine : Engine
{
    private readonly TorchNetwork _network;
    private readonly torch.Tensor _input;
    private readonly bool _stream;
    private (torch.Tensor H, torch.Tensor C)? _state;

    /// <summary>Creates the network.</summary>
    public TorchEngine(WorkloadData data)
    {
        Workload workload = data.Workload;
        _network = new TorchNetwork(workload, data.CreateModel());
        _network.eval();
        _input = torch.tensor(data.StepMajor).reshape(workload.StepsPerCall, workload.Rows, workload.Input);
        _stream = workload.Kind == WorkloadKind.Step;
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        using IDisposable quiet = torch.no_grad();
        for (int i = 0; i < calls; i++)
        {
            (torch.Tensor outputs, (torch.Tensor H, torch.Tensor C) state) = _network.Forward(_input, _stream ? _state : null);
            outputs.Dispose();
            Free();
            _state = state;
        }
    }

    /// <inheritdoc/>
    public override float[] Result() => [.. _state!.Value.H.data<float>()];

    /// <inheritdoc/>
    public override void Dispose()
    {
        Free();
        _input.Dispose();
        _network.Dispose();
    }

    private void Free()
    {
        _state?.H.Dispose();
        _state?.C.Dispose();
    }
}
