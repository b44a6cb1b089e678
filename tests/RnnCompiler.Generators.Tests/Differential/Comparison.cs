using System.Reflection;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>Holds one compiled model against the interpreter in double precision, in all that both can do.</summary>
/// <typeparam name="TModel">The compiled model.</typeparam>
/// <typeparam name="TInput">Floats or token ids.</typeparam>
/// <typeparam name="TTarget">Floats or class ids.</typeparam>
internal sealed class Comparison<TModel, TInput, TTarget>
    where TModel : IRecurrentModel<TModel>, ISequenceModel<TInput>
    where TInput : unmanaged
    where TTarget : unmanaged
{
    // Relative to the largest number of a tensor; but where that is small itself, what it is a sum of is not, and neither is the rounding.
    private static readonly (double Relative, double LeastScale) s_outputs = (2e-5, 0.1);
    private static readonly (double Relative, double LeastScale) s_gradients = (5e-4, 1e-3);

    private readonly TModel _model = TModel.Create(3);
    private readonly InterpretedModel<double> _oracle;
    private readonly ModelDeclaration _declaration;
    private readonly int _rows;
    private readonly Examples<TInput> _inputs;
    private readonly Examples<TTarget> _targets;

    public Comparison(ModelDeclaration declaration, int rows, int seed)
    {
        _declaration = declaration;
        _rows = rows;
        _oracle = InterpretedModel.CopyOfDouble(_model);
        int vocabulary = declaration.Vocabulary;
        _inputs = new(rows * _oracle.SequenceLength * _oracle.InputSize, vocabulary, seed);
        _targets = new(rows * _oracle.OutputSteps * (declaration.HasClassTargets ? 1 : _oracle.OutputSize), _oracle.OutputSize, seed + 1);
    }

    public void Run(MethodInfo makeTrainer)
    {
        CompareSequences();
        if (_model is IStreamingModel<TInput> streaming)
            CompareStream(streaming);
        CompareTraining(makeTrainer);
    }

    private void CompareSequences()
    {
        int size = _oracle.OutputSteps * _oracle.OutputSize;
        float[] actual = new float[_rows * size];
        double[] expected = new double[actual.Length];
        _model.Forward(_inputs.Values, actual, _rows);
        if (_declaration.HasTokenInput)
            _oracle.Forward(_inputs.Ids, expected, _rows);
        else
            _oracle.Forward(_inputs.Doubles, expected, _rows);
        Compare("the output", actual, expected, s_outputs);

        // How many rows there are, and so how they are tiled, must not show in a single bit.
        float[] alone = new float[size];
        int length = _inputs.Values.Length / _rows;
        for (int row = 0; row < _rows; row++)
        {
            _model.Forward(_inputs.Values.AsSpan(row * length, length), alone);
            Assert.Equal(actual.AsSpan(row * size, size).ToArray(), alone);
        }
    }

    private void CompareStream(IStreamingModel<TInput> streaming)
    {
        ModelState state = streaming.CreateState();
        InterpretedState<double> oracleState = _oracle.CreateState();
        float[] actual = new float[_oracle.OutputSize];
        double[] expected = new double[actual.Length];
        for (int step = 0; step < _oracle.SequenceLength; step++)
        {
            Range range = (step * _oracle.InputSize)..((step + 1) * _oracle.InputSize);
            streaming.Step(state, _inputs.Values.AsSpan(range), actual);
            if (_declaration.HasTokenInput)
                _oracle.Step(oracleState, _inputs.Ids.AsSpan(range), expected);
            else
                _oracle.Step(oracleState, _inputs.Doubles.AsSpan(range), expected);
            Compare($"step {step}", actual, expected, s_outputs);
        }
    }

    private void CompareTraining(MethodInfo makeTrainer)
    {
        using Trainer<TInput, TTarget> trainer = (Trainer<TInput, TTarget>)makeTrainer.Invoke(null, [_model, _rows])!;
        using InterpretedTrainer<double> oracle =
            _oracle.CreateTrainer(new Sgd(0.1f), _rows, new TrainerOptions { Seed = 7, InputGradient = !_declaration.HasTokenInput });
        for (int update = 0; update < 2; update++)
        {
            Compare($"loss {update}", [trainer.Step(_inputs.Values, _targets.Values)], [Step(oracle)], s_gradients);
            foreach (ModelParameter parameter in TModel.Parameters)
                CompareGradient(trainer, oracle, parameter.Name, parameter.Length);
            if (!_declaration.HasTokenInput)
                CompareGradient(trainer, oracle, "input", _inputs.Values.Length);
        }

        foreach (ModelParameter parameter in TModel.Parameters)
        {
            float[] actual = new float[parameter.Length];
            double[] expected = new double[parameter.Length];
            _model.ReadParameter(parameter.Name, actual);
            _oracle.ReadParameter(parameter.Name, expected);
            Compare(parameter.Name, actual, expected, s_gradients);
        }
    }

    private double Step(InterpretedTrainer<double> oracle) => (_declaration.HasTokenInput, _declaration.HasClassTargets) switch
    {
        (false, false) => oracle.Step(_inputs.Doubles, _targets.Doubles),
        (false, true) => oracle.Step(_inputs.Doubles, _targets.Ids),
        (true, false) => oracle.Step(_inputs.Ids, _targets.Doubles),
        (true, true) => oracle.Step(_inputs.Ids, _targets.Ids),
    };

    private void CompareGradient(Trainer<TInput, TTarget> trainer, InterpretedTrainer<double> oracle, string name, int length)
    {
        float[] actual = new float[length];
        double[] expected = new double[length];
        trainer.ReadGradient(name, actual);
        oracle.ReadGradient(name, expected);
        Compare($"the gradient of {name}", actual, expected, s_gradients);
    }

    private void Compare(string what, ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, (double Relative, double LeastScale) tolerance)
    {
        double scale = tolerance.LeastScale;
        foreach (double number in expected)
            scale = Math.Max(scale, Math.Abs(number));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= tolerance.Relative * scale,
                $"{what} is {actual[i]} and should be {expected[i]} at {i} of {expected.Length}, with {_rows} rows of\n{DeclarationText.Write(_declaration)}");
        }
    }
}
