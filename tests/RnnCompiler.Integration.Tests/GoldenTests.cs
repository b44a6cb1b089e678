using RnnCompiler.Interpreter.Tests.Goldens;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>Generated code against golden vectors of PyTorch: outputs within 1e-5, gradients within 1e-4 of the greatest element of each tensor.</summary>
public class GoldenTests
{
    public static TheoryData<string> Files => GoldenFile.Names;

    [Theory]
    [MemberData(nameof(Files))]
    public void Outputs_and_gradients_are_those_of_PyTorch(string name)
    {
        GoldenFile golden = GoldenFile.Read(name);
        ZooModel model = Zoo.Goldens.First(m => m.Name == name);
        ZooData data = ZooData.Of(model);
        GeneratedRun run = new(data);
        foreach (ModelParameter parameter in model.Parameters)
            run.Instance.WriteParameter(parameter.Name, golden.Parameter(parameter.Name));

        int rows = golden.Rows;
        float[] Rows(string tensor) => [.. Enumerable.Range(0, rows).SelectMany(r => golden.Row(tensor, r))];
        ZooBatch batch = new(
            rows, Rows("input"), [], golden.HasClasses ? [] : Rows("target"), golden.HasClasses ? [.. Enumerable.Range(0, rows).Select(golden.Class)] : []);
        float[] States(string suffix, string prefix = "") =>
            [.. Enumerable.Range(0, rows).SelectMany(r => model.States.SelectMany(s => golden.State(s.Name, suffix, r, prefix)))];
        if (golden.HasInitialStates)
            batch = batch with { States = States("0") };
        (float[] outputs, float[] finalStates) = run.ForwardWithStates(batch);
        Near(Rows("output"), outputs, 1e-5);
        Near(States("n"), finalStates, 1e-5);

        (float loss, Dictionary<string, float[]> gradients) = run.Train(batch);
        Assert.Equal(golden.BatchLoss(), loss, 1e-5);
        foreach (ModelParameter parameter in model.Parameters)
            NearRelative(golden.Gradient(parameter.Name), gradients[parameter.Name], parameter.Name);
        NearRelative(Rows("grad.input"), gradients["input"], "input");
        if (golden.HasInitialStates)
            NearRelative(States("0", "grad."), gradients["initial_state"], "initial_state");
    }

    private static void Near(float[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance);
    }

    private static void NearRelative(float[] expected, float[] found, string name)
    {
        Assert.Equal(expected.Length, found.Length);
        double greatest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= 1e-4 * greatest, $"{name}[{i}]: expected {expected[i]}, found {found[i]}");
    }
}
