using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Interpreter.Tests.Goldens;

/// <summary>
/// Tests of the equations and their derivatives against PyTorch. The files are in single precision: the rounding error of PyTorch is far below 1e-5 for
/// outputs, and below 1e-4 of the largest element for gradients.
/// </summary>
public sealed class GoldenTests
{
    private const double OutputTolerance = 1e-5;
    private const double GradientTolerance = 1e-4;

    [Fact]
    public void There_are_files_of_each_cell() => Assert.Equal(16, GoldenFile.Names.Count);

    [Theory]
    [MemberData(nameof(GoldenFile.Names), MemberType = typeof(GoldenFile))]
    public void Equations_are_those_of_PyTorch(string name)
    {
        GoldenFile golden = GoldenFile.Read(name);
        Module module = ModuleBuilder.Build(golden.Declaration());
        Check(golden, module with { Training = ReverseMode.Differentiate(module.Loss) });
    }

    [Theory]
    [MemberData(nameof(GoldenFile.Names), MemberType = typeof(GoldenFile))]
    public void Optimised_equations_are_those_of_PyTorch(string name)
    {
        GoldenFile golden = GoldenFile.Read(name);
        Check(golden, CompilerPipeline.Compile(golden.Declaration()));
    }

    private static void Check(GoldenFile golden, Module module)
    {
        GoldenRun sequence = new(golden, module, module.Sequence);
        GoldenRun training = new(golden, module, module.Training!);
        double loss = 0;
        float largest = Largest(Enumerable.Range(0, golden.Rows).SelectMany(row => golden.Row("grad.input", row)));
        for (int row = 0; row < golden.Rows; row++)
        {
            sequence.Run(row);
            Close(golden.Row("output", row), sequence.Result("output"), OutputTolerance, $"output of row {row}");
            foreach (StateTensor state in module.States)
                Close(golden.State(state.Name, "n", row), sequence.Result(state.Name), OutputTolerance, $"{state.Name} after the last step of row {row}");
            training.Run(row);
            loss += training.Result("loss")[0];
            Close(golden.Row("grad.input", row), training.Result("input_bar"), GradientTolerance * largest, $"gradient of the input of row {row}");
            foreach (StateTensor state in golden.HasInitialStates ? module.States : [])
            {
                float[] wanted = golden.State(state.Name, "0", row, "grad.");
                Close(wanted, training.Result(state.Name + "_bar"), GradientTolerance * Largest(wanted), $"gradient of {state.Name} of row {row}");
            }
        }

        Assert.Equal(golden.BatchLoss(), loss, OutputTolerance);
        foreach ((string name, double[] gradient) in training.Gradients())
        {
            float[] wanted = golden.Gradient(name);
            Close(wanted, gradient, GradientTolerance * Largest(wanted), $"gradient of {name}");
        }
    }

    private static float Largest(IEnumerable<float> values) => values.Max(Math.Abs);

    private static void Close(float[] expected, double[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance, $"{what}, element {i}: expected {expected[i]}, found {found[i]}, tolerance {tolerance}.");
    }
}
