using System.Reflection;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;
using RnnCompiler.Interpreter.Tests.Differentiation;
using RnnCompiler.Interpreter.Tests.Ir;
using RnnCompiler.Runtime.Tests.Cells;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>
/// Tests of the library cells, as the generator compiled them into the runtime: they compute what their C# computes, and their gradients are its derivatives.
/// </summary>
public sealed class LibraryCellTests
{
    private static readonly Assembly s_runtime = typeof(PeepholeLstm).Assembly;

    public static TheoryData<string> Cells => [.. Compiled.Select(static c => Of(c).Name).Order(StringComparer.Ordinal)];

    private static IEnumerable<CompiledCellAttribute> Compiled => s_runtime.GetCustomAttributes<CompiledCellAttribute>();

    private static Type Of(CompiledCellAttribute compiled) => s_runtime.GetType(compiled.CellName, throwOnError: true)!;

    [Fact]
    public void Every_cell_of_the_library_is_compiled() => Assert.Equal(
        s_runtime.GetExportedTypes().Where(static t => t.IsDefined(typeof(CellAttribute))).Select(static t => t.FullName).Order(StringComparer.Ordinal),
        Compiled.Select(static c => (string?)c.CellName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_is_compiled_means_what_its_code_computes(string name)
    {
        CompiledCellAttribute compiled = Compiled.Single(c => Of(c).Name == name);
        CellProgram program = CellText.Parse(compiled.Ir);
        InterpretedModel<double> model = InterpretedModel.FromDeclarationDouble(Model(program, input: 4, hidden: 7, named: 3, steps: 5), 1);
        Random random = new(8);
        double[] input = Draw(random, 5 * 4);
        double[] found = new double[model.OutputSteps * model.OutputSize];
        Dictionary<string, (double[] Values, int Columns)> weights = [];
        foreach (ModelParameter parameter in model.Parameters)
        {
            double[] values = Draw(random, parameter.Length);
            model.WriteParameter(parameter.Name, values);
            weights[parameter.Name[(parameter.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]] = (values, parameter.Shape.LastOrDefault());
        }

        model.Forward(input, found);
        int[] states = [.. program.Results.Select((_, i) => i == 0 ? model.OutputSize : 7)];
        double[] expected = EagerCell.Run(Of(compiled), input.Chunk(4), states, weight => weights[weight]);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradients_are_derivatives(string name)
    {
        CellProgram program = CellText.Parse(Compiled.Single(c => Of(c).Name == name).Ir);
        foreach ((int layers, bool bidirectional, int steps) in new[] { (1, false, 1), (1, false, 4), (2, true, 3) })
        {
            Compiler.Modules.Module module = CompilerPipeline.Compile(Model(program, input: 3, hidden: 3, named: 2, steps, layers, bidirectional));
            GradientCheck.Run(module.Loss, Draws.Of(module), $"{name}, {layers} layers, {steps} steps", module.Training);
        }
    }

    private static ModelDeclaration Model(CellProgram cell, int input, int hidden, int named, int steps, int layers = 1, bool bidirectional = false)
    {
        CustomDeclaration custom = new(cell, new(cell.NamedSizes.Select(n => new NamedSize(n, named))));
        RecurrentDeclaration layer = new(custom, hidden, layers, bidirectional, Merge.Concat, null);
        return new ModelDeclaration("Model", input, steps, Loss.MeanSquaredError, 1f, new EquatableArray<LayerDeclaration>([layer]));
    }

    private static double[] Draw(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextDouble()) - 1)];
}
