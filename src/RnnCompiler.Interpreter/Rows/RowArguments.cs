using System.Numerics;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Rows;

/// <summary>Copies of a row to the arguments of a function, which computes one row.</summary>
internal static class RowArguments
{
    /// <summary>Writes inputs and padding masks, of what the network writes itself too.</summary>
    public static void WriteInputs<T>(INetworkRows<T> rows, int row, int steps, FunctionRunner<T> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (RowValues<T> input in rows.Inputs)
            WriteInput(rows, input, row, steps, function);
    }

    /// <summary>Writes the inputs and padding masks that the encoder reads.</summary>
    public static void WriteEncoderInputs<T>(INetworkRows<T> rows, int row, int steps, FunctionRunner<T> encoder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (RowValues<T> input in rows.Inputs)
        {
            if (input.Port.Generated is null)
                WriteInput(rows, input, row, steps, encoder);
        }
    }

    /// <summary>Writes targets.</summary>
    public static void WriteTargets<T>(INetworkRows<T> rows, int row, int steps, FunctionRunner<T> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (RowValues<T> target in rows.Targets)
            Write(target, row, target.Port.Group == 0 ? steps : rows.StepsOf(target.Port, row), function);
    }

    private static void WriteInput<T>(INetworkRows<T> rows, RowValues<T> input, int row, int steps, FunctionRunner<T> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Write(input, row, input.Port.Group == 0 ? steps : rows.StepsOf(input.Port, row), function);
        if (input.Port.Mask is { } mask)
            RowPadding.Mask(rows.StepsOf(input.Port, row), function.Interpreter.Argument(mask.Key));
    }

    private static void Write<T>(RowValues<T> values, int row, int steps, FunctionRunner<T> function)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowPort port = values.Port;
        if (port.Group is null or 0)
        {
            if (port.IsIds)
                function.Set<int>(port.Part.Key, values.IdsOf(row, steps));
            else
                function.Set<T>(port.Part.Key, values.RealsOf(row, steps));
        }
        else if (port.IsIds)
        {
            RowPadding.Repeat<int>(values.IdsOf(row, steps), port.StepLength, function.Interpreter.IntegerArgument(port.Part.Key));
        }
        else
        {
            RowPadding.Repeat<T>(values.RealsOf(row, steps), port.StepLength, function.Interpreter.Argument(port.Part.Key));
        }
    }
}
