using RnnCompiler.ModelZoo;
using RnnCompiler.Runtime.Tests.Cells.Goldens;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>
/// Compiled cells of the library against ONNX Runtime, PyTorch and Haste's definition: outputs within 1e-5, gradients within 1e-4 of the greatest element of
/// each tensor.
/// </summary>
public class CellGoldenTests
{
    public static TheoryData<string> Files => [.. CellGolden.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Outputs_and_gradients_are_those_of_the_source(string name)
    {
        CellGolden golden = CellGolden.Read(name);
        ZooModel model = Zoo.Find(name);
        GeneratedRun run = new(ZooData.Of(model));
        foreach (ModelParameter parameter in model.Parameters)
            run.Instance.WriteParameter(parameter.Name, golden.Weight(Weight(parameter)).Values);

        ZooBatch batch = new(golden.Rows, golden.AllRows("input"), [], golden.AllRows("target"), []);
        Near(golden.AllRows("output"), run.Forward(batch), 1e-5, "output");
        (float loss, Dictionary<string, float[]> gradients) = run.Train(batch);
        Assert.Equal(golden.Loss, loss, 1e-5);
        NearGreatest(golden.AllRows("grad.input"), gradients["input"], "input");
        foreach (ModelParameter parameter in model.Parameters)
            NearGreatest(golden.Gradient(Weight(parameter)), gradients[parameter.Name], parameter.Name);
    }

    // Without the name of the layer.
    private static string Weight(ModelParameter parameter) => parameter.Name[(parameter.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static void NearGreatest(float[] expected, float[] found, string what) => Near(expected, found, 1e-4 * expected.Max(Math.Abs), what);

    private static void Near(float[] expected, float[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"{what}[{i}]: expected {expected[i]}, found {found[i]}");
    }
}
