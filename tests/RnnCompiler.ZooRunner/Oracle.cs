using RnnCompiler.ModelZoo;

namespace RnnCompiler.ZooRunner;

/// <summary>The interpreted runtime in double precision, with the parameters of a generated model: what every engine is held against.</summary>
public sealed class Oracle
{
    private readonly ZooData _data;
    private readonly InterpretedModel<double> _model;

    /// <summary>Takes over the parameters.</summary>
    public Oracle(ZooData data, ZooInstance instance)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(instance);
        _data = data;
        _model = InterpretedModel.FromDeclarationDouble(data.Declaration, 1);
        foreach (ModelParameter parameter in data.Model.Parameters)
        {
            float[] values = new float[parameter.Length];
            instance.ReadParameter(parameter.Name, values);
            _model.WriteParameter(parameter.Name, Doubles(values));
        }
    }

    /// <summary>Whole sequences.</summary>
    public double[] Forward(ZooBatch batch) => ForwardWithStates(batch).Outputs;

    /// <summary>Whole sequences, and the states after their last steps.</summary>
    public (double[] Outputs, double[] States) ForwardWithStates(ZooBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        double[] output = new double[batch.Rows * _data.OutputLength];
        double[] states = new double[batch.Rows * _data.StateLength];
        if (_data.Declaration.HasTokenInput)
            _model.Forward(batch.Tokens, output, batch.Rows, batch.Lengths, Doubles(batch.States), states);
        else
            _model.Forward(Doubles(batch.Inputs), output, batch.Rows, batch.Lengths, Doubles(batch.States), states);
        return (output, states);
    }

    /// <summary>The outputs of all steps of row 0, streamed.</summary>
    public double[] Stream(ZooBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int steps = _data.Declaration.SequenceLength;
        double[] output = new double[steps * _data.Module.OutputSize];
        InterpretedState<double> state = _model.CreateState();
        if (_data.Declaration.HasTokenInput)
            _model.Step(state, batch.Tokens.AsSpan(0, steps), output, steps);
        else
            _model.Step(state, Doubles(batch.Inputs).AsSpan(0, _data.InputLength), output, steps);
        return output;
    }

    /// <summary>The loss and its gradients, with the masks that belong to a seed.</summary>
    public (double Loss, Dictionary<string, double[]> Gradients) Train(ZooBatch batch, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(batch);
        bool tokens = _data.Declaration.HasTokenInput;
        TrainerOptions options = new() { Seed = seed, InputGradient = !tokens, StateGradient = true };
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), batch.Rows, options);
        double loss = ComputeGradients(trainer, batch);
        Dictionary<string, double[]> gradients = [];
        foreach (ModelParameter parameter in _data.Model.Parameters)
            trainer.ReadGradient(parameter.Name, gradients[parameter.Name] = new double[parameter.Length]);
        if (!tokens)
            trainer.ReadGradient("input", gradients["input"] = new double[batch.Inputs.Length]);
        trainer.ReadGradient("initial_state", gradients["initial_state"] = new double[batch.Rows * _data.StateLength]);
        return (loss, gradients);
    }

    /// <summary>The loss of the inference form.</summary>
    public double Evaluate(ZooBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), 1);
        double[] inputs = Doubles(batch.Inputs), targets = Doubles(batch.Targets), states = Doubles(batch.States);
        return (_data.Declaration.HasTokenInput, _data.Declaration.HasClassTargets) switch
        {
            (true, true) => trainer.Evaluate(batch.Tokens, batch.Classes, batch.Lengths, states),
            (true, false) => trainer.Evaluate(batch.Tokens, targets, batch.Lengths, states),
            (false, true) => trainer.Evaluate(inputs, batch.Classes, batch.Lengths, states),
            (false, false) => trainer.Evaluate(inputs, targets, batch.Lengths, states),
        };
    }

    /// <summary>The norms of the gradients of the first state at each step, with the masks that belong to a seed.</summary>
    public double[] StepGradientNorms(ZooBatch batch, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), batch.Rows, new TrainerOptions { Seed = seed, StepGradientNorms = true });
        ComputeGradients(trainer, batch);
        double[] norms = new double[_data.Declaration.SequenceLength];
        trainer.ReadStepGradientNorms(norms);
        return norms;
    }

    private double ComputeGradients(InterpretedTrainer<double> trainer, ZooBatch batch)
    {
        double[] inputs = Doubles(batch.Inputs), targets = Doubles(batch.Targets), states = Doubles(batch.States);
        return (_data.Declaration.HasTokenInput, _data.Declaration.HasClassTargets) switch
        {
            (true, true) => trainer.ComputeGradients(batch.Tokens, batch.Classes, batch.Lengths, states),
            (true, false) => trainer.ComputeGradients(batch.Tokens, targets, batch.Lengths, states),
            (false, true) => trainer.ComputeGradients(inputs, batch.Classes, batch.Lengths, states),
            (false, false) => trainer.ComputeGradients(inputs, targets, batch.Lengths, states),
        };
    }

    private static double[] Doubles(float[] values) => [.. values.Select(static v => (double)v)];
}
