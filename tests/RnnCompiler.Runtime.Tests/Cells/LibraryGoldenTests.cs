using System.Reflection;
using System.Runtime.CompilerServices;
using RnnCompiler.Cells;
using RnnCompiler.Runtime.Tests.Cells.Goldens;

namespace RnnCompiler.Runtime.Tests.Cells;

/// <summary>
/// Cells of the library, run as plain C#, against other implementations of the same definition: ONNX Runtime, PyTorch, and Haste's definition in PyTorch's
/// operators. Those compute in single precision, which loses well below 1e-5.
/// </summary>
public sealed class LibraryGoldenTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> OneLayer => [.. CellGolden.Names.Where(static name => CellGolden.Read(name).Passes == 1)];

    [Fact]
    public void There_are_files_of_five_cells() => Assert.Equal(5, OneLayer.Count);

    [Theory]
    [MemberData(nameof(OneLayer))]
    public void Outputs_are_those_of_the_source(string name)
    {
        CellGolden golden = CellGolden.Read(name);
        MethodInfo step = typeof(PeepholeLstm).Assembly.GetType($"RnnCompiler.{golden.Cell}", throwOnError: true)!.GetMethod("Step")!;
        for (int row = 0; row < golden.Rows; row++)
        {
            float[] expected = golden.Row("output", row);
            double[] found = Run(golden, step, golden.Row("input", row));
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], found[i], Tolerance);
        }
    }

    // All states start at zero; the first is the output.
    private static double[] Run(CellGolden golden, MethodInfo step, float[] inputs)
    {
        ParameterInfo[] parameters = step.GetParameters();
        int states = step.ReturnType == typeof(Vector) ? 1 : 2;
        object[] arguments = [.. parameters.Select((p, i) => i == 0 ? null! : i <= states ? Zero(i == 1 ? golden.Output : golden.Hidden) : Weight(golden, p))];
        List<double> outputs = [];
        foreach (float[] x in inputs.Chunk(inputs.Length / golden.Steps))
        {
            arguments[0] = Vector(x);
            object next = step.Invoke(null, arguments)!;
            for (int s = 0; s < states; s++)
                arguments[1 + s] = next is ITuple tuple ? tuple[s]! : next;
            Vector output = (Vector)arguments[1];
            outputs.AddRange(Enumerable.Range(0, golden.Output).Select(i => output[i]));
        }

        return [.. outputs];
    }

    private static object Weight(CellGolden golden, ParameterInfo parameter)
    {
        (float[] values, int columns) = golden.Weight(parameter.Name!);
        return parameter.ParameterType == typeof(Matrix) ? new Matrix(values.Length / columns, columns, [.. values.Select(static v => (double)v)]) : Vector(values);
    }

    private static Vector Zero(int length) => new(new double[length]);

    private static Vector Vector(float[] values) => new([.. values.Select(static v => (double)v)]);
}
