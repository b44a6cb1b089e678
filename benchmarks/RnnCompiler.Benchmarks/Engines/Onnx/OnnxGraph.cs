using System.Runtime.InteropServices;
using RnnCompiler.Benchmarks.Workloads;

namespace RnnCompiler.Benchmarks.Engines.Onnx;

/// <summary>An ONNX file of one recurrent node with a model's parameters. Field numbers are those of onnx.proto.</summary>
internal static class OnnxGraph
{
    private const int Opset = 14;
    private const int IrVersion = 8;
    private const int Float = 1;
    private const int AttributeOfInt = 2;

    /// <summary>Writes it: inputs <c>X</c> and, for a stream, <c>h0</c> (<c>c0</c>); outputs <c>h</c> (<c>c</c>).</summary>
    public static byte[] Write(Workload workload, CompiledModel model)
    {
        bool stream = workload.Kind == WorkloadKind.Step;
        bool cellState = stream && workload.Cell == CellKind.Lstm;
        int gates = (int)workload.Cell;
        long[] state = [1, workload.Rows, workload.Hidden];
        float[] Named(string name) => model.Read(model.Names.First(full => full.EndsWith(name, StringComparison.Ordinal)));
        float[] Ordered(string name) => Reorder(Named(name), workload.Cell);

        return ProtobufWriter.Message(file => file
            .Number(1, IrVersion)
            .Message(7, graph =>
            {
                graph.Message(1, node => Node(node, workload, stream, cellState)).Text(2, "graph");
                graph.Message(5, tensor => Tensor(tensor, "W", Ordered("weight_ih_l0"), 1, gates * workload.Hidden, workload.Input));
                graph.Message(5, tensor => Tensor(tensor, "R", Ordered("weight_hh_l0"), 1, gates * workload.Hidden, workload.Hidden));
                graph.Message(5, tensor => Tensor(tensor, "B", [.. Ordered("bias_ih_l0"), .. Ordered("bias_hh_l0")], 1, 2 * gates * workload.Hidden));
                graph.Message(11, value => Value(value, "X", workload.StepsPerCall, workload.Rows, workload.Input));
                if (stream)
                    graph.Message(11, value => Value(value, "h0", state));
                if (cellState)
                    graph.Message(11, value => Value(value, "c0", state));
                graph.Message(12, value => Value(value, "h", state));
                if (cellState)
                    graph.Message(12, value => Value(value, "c", state));
            })
            .Message(8, opset => opset.Text(1, "").Number(2, Opset)));
    }

    private static void Node(ProtobufWriter node, Workload workload, bool stream, bool cellState)
    {
        // The empty names are the lengths of the sequences and the outputs of all steps, which are not needed.
        string[] inputs = [.. "X W R B".Split(' '), .. stream ? ["", "h0"] : Array.Empty<string>(), .. cellState ? ["c0"] : Array.Empty<string>()];
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, "").Text(2, "h");
        if (cellState)
            node.Text(2, "c");
        node.Text(4, workload.Cell.ToString().ToUpperInvariant());
        node.Message(5, attribute => attribute.Text(1, "hidden_size").Number(3, workload.Hidden).Number(20, AttributeOfInt));
        if (workload.Cell == CellKind.Gru)
            node.Message(5, attribute => attribute.Text(1, "linear_before_reset").Number(3, 1).Number(20, AttributeOfInt));
    }

    private static void Tensor(ProtobufWriter tensor, string name, float[] values, params int[] shape)
    {
        foreach (int length in shape)
            tensor.Number(1, length);
        tensor.Number(2, Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values));
    }

    private static void Value(ProtobufWriter value, string name, params long[] shape) => value.Text(1, name).Message(2, type => type.Message(1, tensor => tensor
        .Number(1, Float)
        .Message(2, dimensions =>
        {
            foreach (long length in shape)
                dimensions.Message(1, dimension => dimension.Number(1, length));
        })));

    // From PyTorch's order of gates (i f g o, r z n) to ONNX's (i o f g, z r n).
    private static float[] Reorder(float[] values, CellKind cell)
    {
        int[] order = cell switch { CellKind.Lstm => [0, 3, 1, 2], CellKind.Gru => [1, 0, 2], _ => [0] };
        int block = values.Length / order.Length;
        return [.. order.SelectMany(gate => values.AsSpan(gate * block, block).ToArray())];
    }
}
