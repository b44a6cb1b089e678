using System.Numerics;

namespace RnnCompiler.Interpreter.Rows;

/// <summary>Rows of a batch by name, as engines read and write them.</summary>
internal interface INetworkRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Gets the number of rows.</summary>
    int Count { get; }

    /// <summary>Gets the inputs in order.</summary>
    ReadOnlySpan<RowValues<T>> Inputs { get; }

    /// <summary>Gets the targets in order.</summary>
    ReadOnlySpan<RowValues<T>> Targets { get; }

    /// <summary>Gets the outputs in order.</summary>
    ReadOnlySpan<RowValues<T>> Outputs { get; }

    /// <summary>Gets the tokens that the network writes itself, as the decoder reads them in training; null if it writes none.</summary>
    RowValues<T>? Written { get; }

    /// <summary>Gets the layout of the rows.</summary>
    RowPorts Ports { get; }

    /// <summary>Returns the steps of a row in a length group.</summary>
    int Steps(int group, int row);

    /// <summary>Returns the steps of a row that the values of a port reach.</summary>
    int StepsOf(RowPort port, int row);

    /// <summary>Returns the weight of a row in the loss.</summary>
    float Weight(int row);
}
