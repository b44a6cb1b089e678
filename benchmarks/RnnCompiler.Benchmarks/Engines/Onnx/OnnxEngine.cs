using Microsoft.ML.OnnxRuntime;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Engines.Onnx;

/// <summary>
/// ONNX Runtime on one thread, with all of its graph optimisations, over buffers that are bound once: nothing is copied or allocated per call.
/// A stream's states go back and forth between two pairs of buffers.
/// </summary>
internal sealed class OnnxEngine : Engine
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding[] _bindings;
    private readonly List<OrtValue> _values = [];
    private readonly float[][] _outputs;
    private int _calls;

    /// <summary>Creates the session.</summary>
    public OnnxEngine(WorkloadData data)
    {
        Workload workload = data.Workload;
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(OnnxGraph.Write(workload, data.CreateModel()), options);
        OrtValue input = Value(data.StepMajor, workload.StepsPerCall, workload.Rows, workload.Input);
        bool stream = workload.Kind == WorkloadKind.Step;
        string[] states = stream && workload.Cell == CellKind.Lstm ? ["h", "c"] : ["h"];

        int sets = stream ? 2 : 1;
        float[][][] buffers = [.. Enumerable.Range(0, sets).Select(_ => states.Select(_ => new float[workload.Rows * workload.Hidden]).ToArray())];
        OrtValue[][] values = [.. buffers.Select(set => set.Select(buffer => Value(buffer, 1, workload.Rows, workload.Hidden)).ToArray())];
        _outputs = [.. buffers.Select(set => set[0])];
        _bindings = [.. Enumerable.Range(0, sets).Select(_ => _session.CreateIoBinding())];
        for (int set = 0; set < sets; set++)
        {
            _bindings[set].BindInput("X", input);
            for (int i = 0; i < states.Length; i++)
            {
                _bindings[set].BindOutput(states[i], values[set][i]);
                if (stream)
                    _bindings[set].BindInput(states[i] + "0", values[1 - set][i]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Run(int calls)
    {
        for (int i = 0; i < calls; i++)
            _session.RunWithBinding(_run, _bindings[_calls++ % _bindings.Length]);
    }

    /// <inheritdoc/>
    public override float[] Result() => _outputs[(_calls - 1) % _bindings.Length];

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (OrtIoBinding binding in _bindings)
            binding.Dispose();
        foreach (OrtValue value in _values)
            value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private OrtValue Value(float[] buffer, params long[] shape)
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(buffer, shape);
        _values.Add(value);
        return value;
    }
}
