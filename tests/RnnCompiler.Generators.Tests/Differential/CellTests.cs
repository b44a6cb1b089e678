using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Cells;

namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>
/// Random cells, compiled to C# and that to machine code, against the interpreter in double precision. Where single precision itself, one operation at a
/// time, is far from double precision (at a kink, or where large terms cancel), a comparison proves nothing and the examples are drawn again.
/// </summary>
public class CellTests
{
    private const int Draws = 8;

    [Fact]
    public void Random_cells_mean_what_the_interpreter_says() => Run(first: 0, count: 12, outputIsState: true);

    [Fact]
    public void Random_cells_whose_output_is_no_state_mean_what_the_interpreter_says() => Run(first: 0, count: 6, outputIsState: false);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_cells_mean_what_the_interpreter_says() => Run(first: 12, count: 488, outputIsState: true);

    private static void Run(int first, int count, bool outputIsState)
    {
        int wild = 0;
        for (int i = first; i < first + count; i++)
        {
            ModelDeclaration declaration = Draw(i, outputIsState);
            int rows = new Random(i).Next(1, 6);
            int seed = Enumerable.Range(0, Draws).FirstOrDefault(s => IsTame(declaration, rows, s), -1);
            if (seed < 0)
                wild++;
            else
                DifferentialTests.Compare(declaration, rows, seed);
        }

        Assert.InRange(wild, 0, count / 50);
    }

    private static ModelDeclaration Draw(int seed, bool outputIsState)
    {
        Random random = new(seed);
        CellProgram cell = new RandomCells(seed, outputIsState).Next("Cell");
        RecurrentDeclaration layer = RandomCells.Layer(cell, Pick(1, 4, 5, 16, 19), Pick(1, 2, 17), Pick(1, 1, 1, 2), random.Next(4) == 0, Merge.Concat);
        List<LayerDeclaration> layers = [layer with { Zoneout = random.Next(4) == 0 ? 0.25 : 0 }];
        if (random.Next(2) == 0)
            layers.Add(new TimeReductionDeclaration(TimeReduction.LastStep, null));
        layers.Add(new DenseDeclaration(2, Activation.None, true, null));
        return new ModelDeclaration("Model", Pick(1, 3, 16), Pick(1, 2, 6), Loss.MeanSquaredError, 1f, new EquatableArray<LayerDeclaration>(layers));

        int Pick(params int[] choices) => choices[random.Next(choices.Length)];
    }

    /// <summary>Whether the gradients of single precision are within a fifth of the tolerance of those of double precision, after an update too.</summary>
    private static bool IsTame(ModelDeclaration declaration, int rows, int seed)
    {
        InterpretedModel<float> single = InterpretedModel.FromDeclaration(declaration, 3);
        InterpretedModel<double> exact = InterpretedModel.FromDeclarationDouble(declaration, 3);
        TrainerOptions options = new() { Seed = 7, InputGradient = true };
        using InterpretedTrainer<float> singleTrainer = single.CreateTrainer(new Sgd(0.1f), rows, options);
        using InterpretedTrainer<double> exactTrainer = exact.CreateTrainer(new Sgd(0.1f), rows, options);
        Examples<float> inputs = new(rows * exact.SequenceLength * exact.InputSize, 0, seed);
        Examples<float> targets = new(rows * exact.OutputSteps * exact.OutputSize, 0, seed + 1);
        for (int update = 0; update < 2; update++)
        {
            singleTrainer.Step(inputs.Values, targets.Values);
            exactTrainer.Step(inputs.Doubles, targets.Doubles);
            foreach ((string name, int length) in exact.Parameters.Select(static p => (p.Name, p.Length)).Append(("input", inputs.Values.Length)))
            {
                float[] found = new float[length];
                double[] expected = new double[length];
                singleTrainer.ReadGradient(name, found);
                exactTrainer.ReadGradient(name, expected);
                double scale = Math.Max(1e-3, expected.Max(Math.Abs));
                if (found.Zip(expected).Any(pair => !(Math.Abs(pair.First - pair.Second) <= 1e-4 * scale)))
                    return false;
            }
        }

        return true;
    }
}
