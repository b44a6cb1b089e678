namespace RnnCompiler.Benchmarks.Workloads;

/// <summary>Parameters, inputs and targets of a workload, the same for all engines.</summary>
internal sealed class WorkloadData
{
    /// <summary>Draws them, from one seed.</summary>
    public WorkloadData(Workload workload, float learningRate)
    {
        Workload = workload;
        LearningRate = learningRate;
        Random random = new(1);
        int steps = workload.StepsPerCall;
        Inputs = [.. Enumerable.Range(0, workload.Rows * steps * workload.Input).Select(_ => (random.NextSingle() * 2) - 1)];
        Targets = [.. Enumerable.Range(0, workload.Rows).Select(_ => random.NextSingle())];
        StepMajor = new float[Inputs.Length];
        for (int row = 0; row < workload.Rows; row++)
        {
            for (int step = 0; step < steps; step++)
                Inputs.AsSpan(((row * steps) + step) * workload.Input, workload.Input).CopyTo(StepMajor.AsSpan(((step * workload.Rows) + row) * workload.Input));
        }
    }

    /// <summary>The row of the table.</summary>
    public Workload Workload { get; }

    /// <summary>Adam's; larger while engines are compared, tiny while they are timed, so that every timed call does the same work.</summary>
    public float LearningRate { get; }

    /// <summary>[rows, steps, input].</summary>
    public float[] Inputs { get; }

    /// <summary>[steps, rows, input]: the order in which ONNX Runtime and PyTorch compute, so that neither transposes while it is timed.</summary>
    public float[] StepMajor { get; }

    /// <summary>[rows, 1].</summary>
    public float[] Targets { get; }

    /// <summary>Creates a compiled model with the workload's parameters.</summary>
    public CompiledModel CreateModel()
    {
        CompiledModel model = Workload.Model();
        if (Workload.Rounded)
            model.Round();
        return model;
    }

    /// <summary>Creates the model with the custom cell and the same parameters: its weights, one after the other, are those of the built-in cell.</summary>
    public CompiledModel CreateCustomCell()
    {
        CompiledModel written = Workload.CustomCell!();
        float[] parameters = [.. CreateModel() is { } model ? model.Names.SelectMany(model.Read) : []];
        int at = 0;
        foreach (string name in written.Names)
        {
            int length = written.Read(name).Length;
            written.Write(name, parameters[at..(at + length)]);
            at += length;
        }

        return written;
    }
}
