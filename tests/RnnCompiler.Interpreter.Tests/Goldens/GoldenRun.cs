using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Interpreter.Tests.Goldens;

/// <summary>Run of a function in double precision over the rows of golden vectors.</summary>
internal sealed class GoldenRun
{
    private readonly GoldenFile _golden;
    private readonly Module _module;
    private readonly Function _function;
    private readonly IrInterpreter<double> _interpreter;

    /// <summary>Creates an interpreter of a function and sets its weights.</summary>
    public GoldenRun(GoldenFile golden, Module module, Function function)
    {
        _golden = golden;
        _module = module;
        _function = function;
        _interpreter = new IrInterpreter<double>(function);
        foreach (ParameterTensor tensor in module.Parameters)
        {
            ReadOnlySpan<float> values = golden.Parameter(tensor.Name);
            foreach (string slice in tensor.Slices)
            {
                Span<double> weight = _interpreter.Argument(slice);
                Widen(values[..weight.Length], weight);
                values = values[weight.Length..];
            }

            Assert.True(values.IsEmpty, $"{tensor.Name} has {values.Length} elements too many.");
        }
    }

    /// <summary>Evaluates the function over one row.</summary>
    public void Run(int row)
    {
        foreach (Parameter parameter in _function.Parameters)
        {
            string name = parameter.Value.Name!;
            switch (parameter.Role)
            {
                case ParameterRole.Input:
                    Widen(_golden.Row("input", row), _interpreter.Argument(name));
                    break;
                case ParameterRole.Target when _golden.HasClasses:
                    _interpreter.IntegerArgument(name)[0] = _golden.Class(row);
                    break;
                case ParameterRole.Target:
                    Widen(_golden.Row("target", row), _interpreter.Argument(name));
                    break;
                case ParameterRole.State:
                    Widen(_golden.State(name, "0", row), _interpreter.Argument(name));
                    break;
                case ParameterRole.StepCount:
                    _interpreter.Argument(name)[0] = _module.Declaration.SequenceLength;
                    break;
                case ParameterRole.LossWeight:
                    int elements = _module.OutputSteps * (_golden.HasClasses ? 1 : _module.OutputSize);
                    _interpreter.Argument(name).Fill(1.0 / ((double)_golden.Rows * elements)); // the loss is a mean over the batch
                    break;
                default:
                    Assert.Equal(ParameterRole.Weight, parameter.Role);
                    break;
            }
        }

        _interpreter.Run();
    }

    /// <summary>Gets a result of the last run.</summary>
    public double[] Result(string name) => _interpreter.Result(name).ToArray();

    /// <summary>Gets the gradient of each canonical parameter, summed over all rows.</summary>
    public Dictionary<string, double[]> Gradients()
    {
        Dictionary<string, double[]> totals = _module.Parameters.ToDictionary(static p => p.Name, static p => new double[p.ElementCount]);
        for (int row = 0; row < _golden.Rows; row++)
        {
            Run(row);
            foreach (ParameterTensor tensor in _module.Parameters)
            {
                double[] gradient = [.. tensor.Slices.SelectMany(slice => Result(slice + "_bar"))];
                totals[tensor.Name] = [.. totals[tensor.Name].Zip(gradient, static (a, b) => a + b)];
            }
        }

        return totals;
    }

    private static void Widen(ReadOnlySpan<float> source, Span<double> destination)
    {
        Assert.Equal(source.Length, destination.Length);
        for (int i = 0; i < source.Length; i++)
            destination[i] = source[i];
    }
}
