using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Interpreter.Rows;
using RnnCompiler.Interpreter.Training;

namespace RnnCompiler.Interpreter.Kernels;

public sealed partial class KernelModel
{
    /// <summary>Computes rows by name, whose outputs it replaces.</summary>
    /// <param name="rows">The rows, which an interpreted model of the same declaration created.</param>
    /// <param name="states">The states before the first step, rows without padding; null for the initial values.</param>
    /// <returns>The states after the last step; zeros for rows without steps.</returns>
    internal float[] Forward(INetworkRows<float> rows, float[]? states = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowOrder order = Order(rows);
        (float[] reals, int[] ids) = KernelRows.Inputs(rows, _plan.Module.InputRow, order);
        (float[] outputs, float[] after) = Forward(Memory(reals, ids, order.Lengths), order, states);
        KernelRows.SetOutputs(rows, outputs);
        return after;
    }

    /// <summary>Computes one step of a stream, whose state and outputs it replaces.</summary>
    /// <param name="state">The state.</param>
    /// <param name="step">The step, which an interpreted model of the same declaration created.</param>
    internal void Step(ref float[] state, INetworkRows<float> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        RowOrder order = Order(step);
        (float[] reals, int[] ids) = KernelRows.Inputs(step, RowLayout.Inputs(_plan.Module.Step!), order);
        KernelRows.SetOutputs(step, Step(ref state, Memory(reals, ids, order.Lengths)));
    }

    /// <summary>Runs the encoder of a network that writes tokens itself.</summary>
    /// <param name="rows">The rows, which an interpreted model of the same declaration created.</param>
    /// <returns>
    /// What the decoder reads of each row, as the row of the encoder's outputs, and the states of each row before the first step of the decoder, without padding.
    /// </returns>
    internal (float[] Context, float[] States) Encode(INetworkRows<float> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowOrder order = Order(rows);
        (float[] reals, int[] ids) = KernelRows.Inputs(rows, _plan.Module.InputRow, order);
        return Forward(Memory(reals, ids, order.Lengths), order, states: null);
    }

    /// <summary>Computes one step of the decoder, whose states it replaces.</summary>
    /// <param name="states">The states of a row without padding; those of the encoder become NaN.</param>
    /// <param name="token">The token that was written last.</param>
    /// <param name="context">What the decoder reads of the encoder.</param>
    /// <returns>The output, which predicts the next token.</returns>
    internal float[] StepDecoder(ref float[] states, int token, ReadOnlySpan<float> context)
    {
        RowOrder order = new([1]);
        float[] padded = _states.Pad(states, order), row = [float.NaN, .. context];
        float[] output = Step(ref padded, Memory(row, [token, .. new int[context.Length]], order.Lengths));
        states = _states.Unpad(padded, order);
        return output;
    }

    /// <summary>Computes the loss of rows by name and its gradients by name, those of inputs under their names.</summary>
    /// <param name="rows">The rows, which an interpreted model of the same declaration created.</param>
    /// <param name="masks">Fills a mask: row, mask number, its elements [steps, length].</param>
    /// <param name="inputGradient">Whether the gradients of inputs are computed too; without it, touching them throws.</param>
    /// <param name="states">The states before the first step, rows without padding; null for the initial values.</param>
    internal (float Loss, IReadOnlyDictionary<string, float[]> Gradients) Train(
        INetworkRows<float> rows, Action<int, int, float[]>? masks = null, bool inputGradient = true, float[]? states = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowOrder order = Order(rows);
        (float[] reals, int[] ids) = KernelRows.Inputs(rows, _plan.Module.TrainingRow, order);
        KernelMemory memory = Memory(reals, ids, order.Lengths);
        (memory[MemorySpace.Targets], memory.Classes) = KernelRows.Targets(rows, _plan.Module.TargetRow, order);
        bool hasGradient = inputGradient && rows.Ports.Inputs.Any(static input => !input.IsIds);
        return Train(memory, order, LossWeights(rows, order), masks, hasGradient, states, null);
    }

    private static RowOrder Order(INetworkRows<float> rows) => new([.. Enumerable.Range(0, rows.Count).Select(row => rows.Steps(0, row))]);

    /// <summary>Returns the weights of the loss, of each row those of each output.</summary>
    private float[] LossWeights(INetworkRows<float> rows, RowOrder order)
    {
        NamedRows<float> named = new(rows, default);
        TermWeights<float> terms = new(_plan.Module, null);
        terms.Count(named);
        List<float> all = [];
        foreach (int row in order.Rows)
        {
            for (int output = 0; output < terms.Outputs; output++)
            {
                float[] weights = new float[_plan.Module.CountsRows ? 1 : rows.Targets[output].Port.Steps];
                terms.Write(named, output, row, weights);
                all.AddRange(weights);
            }
        }

        return [.. all];
    }

    private void AddInputGradients(Dictionary<string, float[]> gradients, float[] rows)
    {
        foreach (RowPort input in RowPorts.OfSequences(_plan.Module).Inputs)
        {
            if (!input.IsIds)
            {
                gradients[input.Name] = [.. Enumerable.Range(0, rows.Length / InputLength)
                    .SelectMany(row => rows.AsSpan((row * InputLength) + input.Part.Offset, input.Length).ToArray())];
            }
        }
    }
}
