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
        Type cell = typeof(PeepholeLstm).Assembly.GetType($"RnnCompiler.{golden.Cell}", throwOnError: true)!;
        int[] states = golden.Cell.EndsWith("Lstm", StringComparison.Ordinal) ? [golden.Output, golden.Hidden] : [golden.Output];
        for (int row = 0; row < golden.Rows; row++)
        {
            double[] input = Doubles(golden.Row("input", row));
            double[] expected = Doubles(golden.Row("output", row));
            double[] found = EagerCell.Run(cell, input.Chunk(input.Length / golden.Steps), states, weight =>
            {
                (float[] values, int columns) = golden.Weight(weight);
                return (Doubles(values), columns);
            });
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], found[i], Tolerance);
        }
    }

    private static double[] Doubles(float[] values) => [.. values.Select(static v => (double)v)];
}
