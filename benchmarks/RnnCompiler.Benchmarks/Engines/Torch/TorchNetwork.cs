using RnnCompiler.Benchmarks.Workloads;
using TorchSharp;
using TorchSharp.Modules;

namespace RnnCompiler.Benchmarks.Engines.Torch;

/// <summary>PyTorch's recurrent module with a model's parameters, and its linear head where the model has one.</summary>
internal sealed class TorchNetwork : torch.nn.Module
{
    private readonly CellKind _cell;
    private readonly LSTM? _lstm;
    private readonly GRU? _gru;
    private readonly RNN? _rnn;
    private readonly Linear? _head;

    /// <summary>Creates it and copies the parameters: the names differ only in the name of the layer.</summary>
    public TorchNetwork(Workload workload, CompiledModel model)
        : base("network")
    {
        _cell = workload.Cell;
        _lstm = _cell == CellKind.Lstm ? torch.nn.LSTM(workload.Input, workload.Hidden) : null;
        _gru = _cell == CellKind.Gru ? torch.nn.GRU(workload.Input, workload.Hidden) : null;
        _rnn = _cell == CellKind.Rnn ? torch.nn.RNN(workload.Input, workload.Hidden) : null;
        _head = workload.Trains ? torch.nn.Linear(workload.Hidden, 1) : null;
        RegisterComponents();
        foreach (string full in model.Names)
        {
            string[] name = full.Split('.');
            torch.nn.Module owner = name[0] == "dense" ? _head! : Recurrent;
            using IDisposable quiet = torch.no_grad();
            Parameter parameter = owner.get_parameter(name[1]) ?? throw new InvalidOperationException($"PyTorch has no parameter {name[1]}.");
            using torch.Tensor values = torch.tensor(model.Read(full)).reshape(parameter.shape);
            parameter.copy_(values);
        }
    }

    /// <summary>The recurrent layer's hidden weights.</summary>
    public float[] HiddenWeights => [.. Recurrent.get_parameter("weight_hh_l0")!.detach().data<float>()];

    private torch.nn.Module Recurrent => (torch.nn.Module?)_lstm ?? (torch.nn.Module?)_gru ?? _rnn!;

    /// <summary>Writes the recurrent module alone to a file of TorchSharp's own kind.</summary>
    public static void Save(Workload workload, string file)
    {
        using TorchNetwork network = new(workload, workload.Model());
        network.Recurrent.save(file);
    }

    /// <summary>Computes a batch, [steps, rows, input].</summary>
    /// <param name="input">The batch.</param>
    /// <param name="state">Where it starts, h and for an LSTM c, each [1, rows, hidden]; zero if null.</param>
    /// <returns>Outputs of all steps, and where it ended.</returns>
    public (torch.Tensor Outputs, (torch.Tensor H, torch.Tensor C) State) Forward(torch.Tensor input, (torch.Tensor H, torch.Tensor C)? state)
    {
        if (_lstm is not null)
        {
            (torch.Tensor outputs, torch.Tensor h, torch.Tensor c) = _lstm.call(input, state);
            return (outputs, (h, c));
        }

        (torch.Tensor all, torch.Tensor last) = _gru is not null ? _gru.call(input, state?.H) : _rnn!.call(input, state?.H);
        return (all, (last, last));
    }

    /// <summary>The head over the last step, [rows, 1].</summary>
    public torch.Tensor Predict(torch.Tensor outputs) => _head!.call(outputs[-1]);
}
