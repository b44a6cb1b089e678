using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Models;

/// <summary>The table of states that users see.</summary>
internal static class StateTable
{
    /// <summary>Describes states, each with its offset in those of a row.</summary>
    public static IReadOnlyList<ModelParameter> Of(IReadOnlyList<StateTensor> tensors)
    {
        List<ModelParameter> states = [];
        int offset = 0;
        foreach (StateTensor tensor in tensors)
        {
            states.Add(new ModelParameter(tensor.Name, [tensor.Type.Rows], offset));
            offset += tensor.Type.Rows;
        }

        return states;
    }
}
