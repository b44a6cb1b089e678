using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Cells;

namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>Random cells, compiled to C# and that to machine code, against the interpreter.</summary>
public class CellTests
{
    [Fact]
    public void Random_cells_mean_what_the_interpreter_says() => Run(first: 0, count: 12);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_cells_mean_what_the_interpreter_says() => Run(first: 12, count: 488);

    private static void Run(int first, int count)
    {
        List<string> faults = [];
        for (int i = first; i < first + count; i++)
        {
            ModelDeclaration declaration = Draw(i);
            try
            {
                DifferentialTests.Compare(declaration, new Random(i).Next(1, 6));
            }
            catch (Exception fault)
            {
                faults.Add($"{i}: {fault.GetType().Name} {fault.Message} {fault.StackTrace?.Split('\n').FirstOrDefault()}\n");
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count}\n" + string.Join("\n", faults));
    }

    private static ModelDeclaration Draw(int seed)
    {
        Random random = new(seed);
        CellProgram cell = new RandomCells(seed).Next("Cell");
        RecurrentDeclaration layer = RandomCells.Layer(cell, Pick(1, 4, 5, 16, 19), Pick(1, 2, 17), Pick(1, 1, 1, 2), random.Next(4) == 0, Merge.Concat);
        List<LayerDeclaration> layers = [layer with { Zoneout = random.Next(4) == 0 ? 0.25 : 0 }];
        if (random.Next(2) == 0)
            layers.Add(new TimeReductionDeclaration(TimeReduction.LastStep, null));
        layers.Add(new DenseDeclaration(2, Activation.None, true, null));
        return new ModelDeclaration("Model", Pick(1, 3, 16), Pick(1, 2, 6), Loss.MeanSquaredError, 1f, new EquatableArray<LayerDeclaration>(layers));

        int Pick(params int[] choices) => choices[random.Next(choices.Length)];
    }
}
