using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.Interpreter.Rows;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>Outputs, losses, gradients and streams of a network of any inputs and outputs, in double precision and by other engines.</summary>
internal sealed partial class PortComparison
{
    private const double OutputTolerance = 1e-5, GradientTolerance = 1e-4;

    private readonly Module _module;
    private readonly InterpretedModel<double> _model;
    private readonly PortExample _example;
    private readonly int _rows;
    private readonly string _text;
    private readonly double[] _outputs;
    private readonly double _loss;
    private readonly Dictionary<string, double[]> _parameters = [];
    private readonly Dictionary<string, double[]> _gradients;

    public PortComparison(ModelDeclaration declaration, int[][] lengths, int rows, int seed)
    {
        _text = DeclarationText.Write(declaration);
        _module = CompilerPipeline.Compile(declaration);
        _model = InterpretedModel.FromDeclarationDouble(declaration, 3);
        _rows = rows;
        foreach (ModelParameter parameter in _model.Parameters)
            _model.ReadParameter(parameter.Name, _parameters[parameter.Name] = new double[parameter.Length]);
        _example = new PortExample(_model, lengths, rows, seed);
        NetworkRows<double> filled = _example.Fill(_model);
        if (!_module.IsDecoder)
            _model.Forward(filled);
        _outputs = _example.Read(filled);
        Assert.All(_outputs, output => Assert.True(double.IsFinite(output), $"{output}: {_text}"));
        (_loss, _gradients) = Gradients(_model, filled);
    }

    /// <summary>Compares the equations in single precision.</summary>
    public void CheckSingle()
    {
        InterpretedModel<float> single = Single();
        NetworkRows<float> filled = _example.Fill(single);
        if (!_module.IsDecoder)
            single.Forward(filled);
        Near(_outputs, _example.Read(filled), OutputTolerance, "the output in single precision", static e => e.Outputs);
        (float loss, Dictionary<string, float[]> gradients) = Gradients(single, filled);
        Near([_loss], [loss], OutputTolerance, "the loss in single precision", static e => [e.Loss]);
        foreach ((string name, double[] gradient) in _gradients)
            Near(gradient, Array.ConvertAll(gradients[name], static v => (double)v), GradientTolerance, $"the gradient of {name} in single precision", e => e.Gradients[name]);
    }

    /// <summary>Compares a lowered program.</summary>
    /// <param name="target">The target.</param>
    /// <param name="parts">The number of partitions of the results over all rows.</param>
    /// <param name="engine">Returns what runs its program; null for the interpreter of kernels.</param>
    public void CheckLowered(Target target, int parts, Func<KernelProgram, Action<string, KernelMemory>>? engine = null)
    {
        InterpretedModel<float> single = Single();
        KernelModel lowered = Lowered(target, parts, engine);
        NetworkRows<float> filled = _example.Fill(single);
        if (!_module.IsDecoder)
            lowered.Forward(filled);
        filled.Check(_model.Declaration, isStep: false, readsTargets: true);
        Near(_outputs, _example.Read(filled), OutputTolerance, $"the output on {target.Name}", static e => e.Outputs);
        (float loss, IReadOnlyDictionary<string, float[]> gradients) = lowered.Train(filled, Mask);
        Near([_loss], [loss], OutputTolerance, $"the loss on {target.Name}", static e => [e.Loss]);
        foreach ((string name, double[] gradient) in _gradients.Where(g => _module.Parameters.FirstOrDefault(p => p.Name == g.Key) is not { IsFrozen: true }))
        {
            // The gradient of an input is not written behind the end of a row.
            double[] found = Array.ConvertAll(gradients[name], static v => (double)v);
            for (int i = 0; i < found.Length && _example.RealInputs.Contains(name); i++)
                found[i] = double.IsNaN(found[i]) && double.IsNaN(_example.Reals(name)[i]) ? 0 : found[i];
            Near(gradient, found, GradientTolerance, $"the gradient of {name} on {target.Name}", e => e.Gradients[name]);
        }
    }

    /// <summary>Compares steps of streams with sequences, if all rows are full.</summary>
    public void CheckStream()
    {
        if (_module.Step is null)
            return;
        PortExample full = new(_model, [], _rows, 1);
        NetworkRows<double> sequences = full.Fill(_model);
        _model.Forward(sequences);
        InterpretedModel<float> single = Single();
        KernelModel lowered = Lowered(Target.All[0], 1);
        InterpretedState<double> state = _model.CreateState();
        float[] kernelState = lowered.CreateState();
        NetworkRows<double> step = _model.CreateStep();
        NetworkRows<float> kernelStep = single.CreateStep();
        for (int t = 0; t < _model.SequenceLength; t++)
        {
            Set(full, sequences.Ports, step, t);
            Set(full, sequences.Ports, kernelStep, t);
            _model.Step(state, step);
            lowered.Step(ref kernelState, kernelStep);
            foreach ((string name, int length) in full.Outputs)
            {
                double[] all = new double[length];
                sequences.Read(name, all);
                bool isOverTime = _module.OutputRow.Parts[full.Outputs.FindIndex(o => o.Name == name)].Type.Rank == 2;
                int size = length / _rows / (isOverTime ? _model.SequenceLength : 1);
                double[] found = new double[size];
                float[] foundKernel = new float[size];
                step.Read(name, found);
                kernelStep.Read(name, foundKernel);
                if (isOverTime || t == _model.SequenceLength - 1)
                {
                    double[] expected = all[..(isOverTime ? (t + 1) * size : size)][^size..];
                    Near(expected, found, 1e-12, $"step {t} of {name}");
                    Near(expected, Array.ConvertAll(foundKernel, static v => (double)v), OutputTolerance, $"the lowered step {t} of {name}", static e => e.Outputs);
                }
            }
        }
    }

    private static void Set<T>(PortExample full, RowPorts sequences, NetworkRows<T> step, int t)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (RowPort input in sequences.Inputs)
        {
            int from = input.Group is null ? 0 : t;
            if (input.IsIds)
                step.Set(input.Name, full.Ids(input.Name).AsSpan(from, 1));
            else
                step.Set(input.Name, Array.ConvertAll(full.Reals(input.Name)[(from * input.StepLength)..((from + 1) * input.StepLength)], T.CreateChecked));
        }
    }

    private InterpretedModel<float> Single() => InterpretedModel.FromDeclaration(_model.Declaration, 3);

    private KernelModel Lowered(Target target, int parts, Func<KernelProgram, Action<string, KernelMemory>>? engine = null)
    {
        ModelPlan plan = Scheduler.Plan(_module, new PlanOptions { Targets = [target] });
        KernelModel lowered = engine is null ? new(plan, target) { Parts = parts } : new(plan, engine(plan.Programs[0])) { Parts = parts };
        foreach ((string name, double[] values) in _parameters)
            lowered.WriteParameter(name, Array.ConvertAll(values, static v => (float)v));

        return lowered;
    }

    private (T Loss, Dictionary<string, T[]> Gradients) Gradients<T>(InterpretedModel<T> model, NetworkRows<T> rows)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        bool hasInputs = _example.RealInputs.Any();
        using InterpretedTrainer<T> trainer = model.CreateTrainer(new Sgd(0.1f), _rows, new TrainerOptions { Seed = 1, InputGradient = hasInputs });
        T loss = trainer.ComputeGradients(rows);
        Dictionary<string, T[]> gradients = [];
        foreach (ModelParameter parameter in model.Parameters)
            trainer.ReadGradient(parameter.Name, gradients[parameter.Name] = new T[parameter.Length]);
        foreach (string input in _example.RealInputs)
            trainer.ReadGradient(input, gradients[input] = new T[_example.Reals(input).Length]);
        return (loss, gradients);
    }

    private void Mask(int row, int mask, float[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = CompilerServices.NoiseGenerator.Mask(1, 0, mask, row, i, _module.Noises[mask].Rate, _module.Noises[mask].Mean);
    }

    private void Near(double[] expected, double[] found, double tolerance, string what, Func<Evaluation, double[]>? part = null)
    {
        Assert.Equal(expected.Length, found.Length);
        double greatest = Math.Max(0.1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - found[i]);
            bool isNear = error <= tolerance * greatest || (part is not null && error <= (tolerance * greatest) + RoundingError(part));
            Assert.True(isNear, $"{what} of {_text}: element {i} should be {expected[i]}, found {found[i]}.");
        }
    }
}
