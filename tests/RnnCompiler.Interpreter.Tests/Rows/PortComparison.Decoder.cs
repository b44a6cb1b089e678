using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Generation;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>Encoder and steps of the decoder, in double precision and lowered, and the loss of training that they give.</summary>
internal sealed partial class PortComparison
{
    /// <summary>
    /// Compares steps of the decoder that read the true tokens with a lowered program, and the cross entropy of their outputs with the loss of each row alone.
    /// </summary>
    /// <param name="target">The target of the program.</param>
    /// <returns>The number of rows with tokens.</returns>
    public int CheckDecoder(Target target)
    {
        NetworkRows<double> rows = _example.Fill(_model);
        NetworkRows<float> singles = _example.Fill(Single());
        KernelModel lowered = Lowered(target, parts: 1);
        (float[] contexts, float[] states) = lowered.Encode(singles);
        rows.Check(_model.Declaration, isStep: false, readsTargets: true);

        ParameterValues<double> values = _model.Values;
        DecoderFunctions<double> functions = new(_module, values, new StateValues<double>(_module.States, values));
        FunctionRunner<double> step = new(_module.Step!, values, null);
        EncodedExample<double> example = new(functions, new FunctionRunner<double>(_module.Sequence, values, null), step);
        int compared = 0;
        for (int row = 0; row < _rows; row++)
        {
            int count = rows.StepsOf(rows.Written!.Port, row);
            if (rows.Steps(0, row) == 0 || count == 0)
                continue;
            example.Encode(rows, row, rows.Steps(0, row), default);
            float[] context = Row(contexts, row), state = Row(states, row);
            CheckContext(step, context);
            double[] next = [.. example.States];
            double loss = 0;
            int counted = 0;
            for (int t = 0; t < count; t++)
            {
                int token = rows.Written.IdsOf(row, count)[t], expected = rows.Targets[0].IdsOf(row, count)[t];
                double[] output = StepDouble(functions, step, next, token);
                Near(output, Array.ConvertAll(lowered.StepDecoder(ref state, token, context), static v => (double)v), OutputTolerance, $"step {t} of row {row} on {target.Name}");
                loss -= expected < 0 ? 0 : LogProbability(output, expected);
                counted += expected < 0 ? 0 : 1;
            }

            Near([counted == 0 ? 0 : loss / counted], [LossOfFirstOutput(row)], 1e-9, $"the loss of row {row}");
            compared++;
        }

        return compared;
    }

    private float[] Row(float[] rows, int row) => rows.AsSpan(row * (rows.Length / _rows), rows.Length / _rows).ToArray();

    /// <summary>Compares what the decoder reads of the encoder; at steps that a row does not have, kernels may leave anything, which the runtime clears.</summary>
    private void CheckContext(FunctionRunner<double> step, float[] context)
    {
        RowLayout inputs = RowLayout.Inputs(_module.Step!);
        foreach (RowPart part in inputs.Parts.Skip(1))
        {
            ReadOnlySpan<double> expected = step.Interpreter.Argument(part.Key);
            Span<float> found = context.AsSpan(part.Offset - 1, part.Length);
            if (inputs.Has(part.Key + ".mask"))
            {
                ReadOnlySpan<double> mask = step.Interpreter.Argument(part.Key + ".mask");
                for (int i = 0; i < found.Length; i++)
                    found[i] = mask[i / part.Type.Columns] == 0 ? 0 : found[i];
            }

            Near(expected.ToArray(), Array.ConvertAll(found.ToArray(), static v => (double)v), OutputTolerance, "the encoder's " + part.Key);
        }
    }

    private static double[] StepDouble(DecoderFunctions<double> functions, FunctionRunner<double> step, double[] states, int token)
    {
        step.Set<int>(functions.Token, [token]);
        functions.StepStates.CopyInto(step.Interpreter, states);
        step.Run();
        functions.StepStates.TakeFrom(step.Interpreter, states);
        return step.Interpreter.Result(functions.Output.Key).ToArray();
    }

    private double LogProbability(double[] output, int token) =>
        _module.OutputsAreProbabilities ? Math.Log(output[token]) : output[token] - Math.Log(output.Sum(static logit => Math.Exp(logit)));

    /// <summary>Returns the loss of a row alone, of whose other outputs no target counts.</summary>
    private double LossOfFirstOutput(int row)
    {
        NetworkRows<double> rows = _example.Fill(_model);
        rows.SetWeights([.. Enumerable.Range(0, _rows).Select(i => i == row ? 1f : 0f)]);
        NetworkPorts ports = new(_module, training: true);
        foreach (NetworkPort other in ports.Outputs.Skip(1))
            rows.SetTarget(other.Name, [.. Enumerable.Repeat(-1, _example.Ids("target " + other.Name).Length)]);
        using InterpretedTrainer<double> trainer = _model.CreateTrainer(new Sgd(0.1f), _rows);
        return trainer.Evaluate(rows);
    }
}
