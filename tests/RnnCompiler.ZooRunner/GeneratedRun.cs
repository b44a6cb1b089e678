using System.Runtime.InteropServices;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.ZooRunner;

/// <summary>What generated code computes of a model: outputs, a stream, gradients, and parameters after some updates.</summary>
public sealed class GeneratedRun
{
    /// <summary>The seed of masks in all comparisons.</summary>
    public const ulong Seed = 7;

    private readonly ZooData _data;

    /// <summary>Runs a model.</summary>
    public GeneratedRun(ZooData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
        Instance = data.Model.Create(3);
    }

    /// <summary>The generated model.</summary>
    public ZooInstance Instance { get; }

    /// <summary>Whole sequences.</summary>
    public float[] Forward(ZooBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        float[] output = new float[batch.Rows * _data.OutputLength];
        Instance.Forward(batch, output);
        return output;
    }

    /// <summary>Whole sequences, and the states after their last steps.</summary>
    public (float[] Outputs, float[] States) ForwardWithStates(ZooBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        float[] output = new float[batch.Rows * _data.OutputLength];
        float[] states = new float[batch.Rows * _data.StateLength];
        Instance.Forward(batch, output, states);
        return (output, states);
    }

    /// <summary>The outputs of all steps of row 0, streamed.</summary>
    public float[] Stream(ZooBatch batch)
    {
        int size = _data.Module.OutputSize;
        float[] output = new float[_data.Declaration.SequenceLength * size];
        ModelState state = Instance.CreateState();
        for (int t = 0; t < _data.Declaration.SequenceLength; t++)
            Instance.Step(state, batch, 0, t, output.AsSpan(t * size, size));
        return output;
    }

    /// <summary>The loss and its gradients.</summary>
    public (float Loss, Dictionary<string, float[]> Gradients) Train(ZooBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        bool tokens = _data.Declaration.HasTokenInput;
        using ZooTrainer trainer = Instance.CreateTrainer(new Sgd(0.1f), batch.Rows, new TrainerOptions { Seed = Seed, InputGradient = !tokens, StateGradient = true });
        float loss = trainer.ComputeGradients(batch);
        Dictionary<string, float[]> gradients = [];
        foreach (ModelParameter parameter in _data.Model.Parameters)
            trainer.ReadGradient(parameter.Name, gradients[parameter.Name] = new float[parameter.Length]);
        if (!tokens)
            trainer.ReadGradient("input", gradients["input"] = new float[batch.Inputs.Length]);
        trainer.ReadGradient("initial_state", gradients["initial_state"] = new float[batch.Rows * _data.StateLength]);
        return (loss, gradients);
    }

    /// <summary>All parameters after three updates with clipping by norm.</summary>
    public float[] Updated(ZooBatch batch)
    {
        ZooInstance instance = _data.Model.Create(5);
        ArgumentNullException.ThrowIfNull(batch);
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), batch.Rows, new TrainerOptions { Seed = Seed, Clipping = GradientClipping.ByNorm(0.01f) });
        for (int i = 0; i < 3; i++)
            trainer.Step(batch);
        List<float> all = [];
        foreach (ModelParameter parameter in _data.Model.Parameters)
        {
            float[] values = new float[parameter.Length];
            instance.ReadParameter(parameter.Name, values);
            all.AddRange(values);
        }

        return [.. all];
    }

    /// <summary>A hash of the bits of floats (FNV-1a); every NaN counts as one.</summary>
    public static ulong Bits(IEnumerable<float> values)
    {
        ulong hash = 14695981039346656037;
        foreach (float value in values)
            hash = (hash ^ (float.IsNaN(value) ? 0x7fc00000u : BitConverter.SingleToUInt32Bits(value))) * 1099511628211;
        return hash;
    }

    /// <summary>The bytes of floats.</summary>
    public static ReadOnlySpan<byte> Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan());
}
