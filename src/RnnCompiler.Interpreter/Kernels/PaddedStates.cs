using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Scheduling;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>States as kernels see them: each padded, the rows in the order of a call.</summary>
internal sealed class PaddedStates(ModelPlan plan)
{
    private int Length => plan.States.Sum(static s => s.State.Type.Rows);

    /// <summary>Returns padded states; padding is NaN.</summary>
    /// <param name="states">The states of the caller's rows without padding; null for the initial values.</param>
    /// <param name="order">The order of the rows.</param>
    public float[] Pad(float[]? states, RowOrder order)
    {
        float[] memory = Poisoned(order);
        for (int position = 0; position < order.Rows.Count; position++)
        {
            int from = order.Rows[position] * Length;
            foreach (StatePlacement placement in plan.States)
            {
                int length = placement.State.Type.Rows;
                Span<float> own = memory.AsSpan((position * plan.StateStorage) + placement.Offset, length);
                if (states is null)
                    own.Fill((float)placement.State.InitialValue);
                else
                    states.AsSpan(from, length).CopyTo(own);
                from += length;
            }
        }

        return memory;
    }

    /// <summary>Returns the states of the caller's rows without padding; rows without steps get zeros.</summary>
    public float[] Unpad(float[] memory, RowOrder order)
    {
        float[] states = new float[order.Total * Length];
        for (int position = 0; position < order.Rows.Count; position++)
        {
            int to = order.Rows[position] * Length;
            foreach (StatePlacement placement in plan.States)
            {
                Array.Copy(memory, (position * plan.StateStorage) + placement.Offset, states, to, placement.State.Type.Rows);
                to += placement.State.Type.Rows;
            }
        }

        return states;
    }

    /// <summary>Returns memory for the states of some rows that nothing was written to.</summary>
    public float[] Poisoned(RowOrder order)
    {
        float[] memory = new float[order.Rows.Count * plan.StateStorage];
        Array.Fill(memory, float.NaN);
        return memory;
    }
}
