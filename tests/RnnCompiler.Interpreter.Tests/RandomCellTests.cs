using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Cells;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.Interpreter.Tests.Differentiation;
using RnnCompiler.Interpreter.Tests.Ir;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>
/// Tests of random cells: their gradients against central differences in double precision, and the lowered program, run in the kernel interpreter over poisoned
/// memory, against the equations.
/// </summary>
public sealed class RandomCellTests
{
    private const int Rows = 3;

    [Theory]
    [InlineData(0, 30, true)]
    [InlineData(0, 20, false)]
    public void The_gradients_of_random_cells_are_derivatives(int first, int count, bool outputIsState)
    {
        for (int seed = first; seed < first + count; seed++)
        {
            ModelDeclaration declaration = Draw(seed, small: true, outputIsState);
            Module module = CompilerPipeline.Compile(declaration);
            GradientCheck.Run(module.Loss, Draws.Of(module), $"cell {seed}\n{DeclarationText.Write(declaration)}", module.Training);
        }
    }

    [Theory]
    [InlineData(30, 470, true)]
    [InlineData(20, 230, false)]
    [Trait("Category", "Long")]
    public void The_gradients_of_many_random_cells_are_derivatives(int first, int count, bool outputIsState) =>
        The_gradients_of_random_cells_are_derivatives(first, count, outputIsState);

    [Theory]
    [InlineData(0, 20, true)]
    [InlineData(0, 11, false)]
    public void The_lowered_programs_of_random_cells_mean_their_equations(int first, int count, bool outputIsState)
    {
        for (int seed = first; seed < first + count; seed++)
            CompareLowered(Draw(seed, small: false, outputIsState), seed);
    }

    [Theory]
    [InlineData(20, 480, true)]
    [InlineData(11, 239, false)]
    [Trait("Category", "Long")]
    public void The_lowered_programs_of_many_random_cells_mean_their_equations(int first, int count, bool outputIsState) =>
        The_lowered_programs_of_random_cells_mean_their_equations(first, count, outputIsState);

    private static ModelDeclaration Draw(int seed, bool small, bool outputIsState)
    {
        Random random = new(seed);
        RecurrentDeclaration layer = RandomCells.Layer(
            new RandomCells(seed, outputIsState).Next("Cell"), small ? Pick(1, 2, 3) : Pick(1, 5, 16, 19), small ? 2 : Pick(1, 2, 17), Pick(1, 1, 2), random.Next(4) == 0);
        layer = layer with { Zoneout = random.Next(4) == 0 ? 0.25 : 0 };
        LayerDeclaration[] layers = random.Next(2) == 0
            ? [layer, new TimeReductionDeclaration(TimeReduction.LastStep, null), new DenseDeclaration(2, Activation.None, true, null)]
            : [layer, new DenseDeclaration(2, Activation.None, true, null)];
        return new ModelDeclaration("Model", Pick(1, 2, small ? 3 : 17), Pick(1, 2, 4), Loss.MeanSquaredError, 1f, new(layers));

        int Pick(params int[] choices) => choices[random.Next(choices.Length)];
    }

    /// <summary>
    /// Compares single with double precision. If the equations themselves are inaccurate in single precision (at a kink, or if large terms cancel), other
    /// examples are drawn.
    /// </summary>
    private static void CompareLowered(ModelDeclaration declaration, int seed)
    {
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(declaration));
        for (int draw = 0; draw < 8; draw++)
        {
            Example example = new(declaration, plan.Module, 100 * seed + draw);
            if (!example.IsTame())
                continue;
            foreach (Target target in plan.Programs.Select(static p => p.Target).Where(t => t.Lanes is 8 or 16))
                example.Compare(plan, target, $"cell {seed}, {target.Name}\n{DeclarationText.Write(declaration)}");
            return;
        }
    }

    /// <summary>Draw of inputs and targets, with the results of the equations.</summary>
    private sealed class Example
    {
        private const double Output = 1e-5;
        private const double Gradient = 3e-4;

        private readonly float[] _inputs;
        private readonly float[] _targets;
        private readonly InterpretedModel<float> _model;
        private readonly (double[] Output, Dictionary<string, double[]> Gradients) _exact;
        private readonly (double[] Output, Dictionary<string, double[]> Gradients) _single;

        public Example(ModelDeclaration declaration, Module module, int seed)
        {
            Random random = new(seed);
            _inputs = Numbers(random, Rows * declaration.SequenceLength * declaration.InputSize);
            _targets = Numbers(random, Rows * module.OutputSteps * module.OutputSize);
            _model = InterpretedModel.FromDeclaration(declaration, 3);
            _single = Run(_model, _inputs, _targets);
            _exact = Run(InterpretedModel.FromDeclarationDouble(declaration, 3), _inputs, _targets);
        }

        public bool IsTame() => Error(_single.Output, _exact.Output, 0.1) < Output / 4
            && _exact.Gradients.All(g => Error(_single.Gradients[g.Key], g.Value, 1e-3) < Gradient / 4);

        public void Compare(ModelPlan plan, Target target, string what)
        {
            KernelModel kernels = new(plan, target);
            foreach (ModelParameter parameter in _model.Parameters)
            {
                float[] values = new float[parameter.Length];
                _model.ReadParameter(parameter.Name, values);
                kernels.WriteParameter(parameter.Name, values);
            }

            Assert.True(Error(Doubles(kernels.Forward(_inputs, [], Rows)), _exact.Output, 0.1) < Output, "the output of " + what);
            (_, IReadOnlyDictionary<string, float[]> gradients) = kernels.Train(_inputs, [], _targets, [], Rows, Masks(plan.Module));
            foreach ((string name, double[] expected) in _exact.Gradients)
                Assert.True(Error(Doubles(gradients[name]), expected, 1e-3) < Gradient, $"the gradient of {name} of {what}");
        }

        // The masks that the trainer draws for the first step.
        private static Action<int, int, float[]> Masks(Module module) => (row, mask, values) =>
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = CompilerServices.NoiseGenerator.Mask(7, 0, mask, row, i, module.Noises[mask].Rate, module.Noises[mask].Mean);
        };

        private static (double[] Output, Dictionary<string, double[]> Gradients) Run<T>(InterpretedModel<T> model, float[] inputs, float[] targets)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            T[] x = Array.ConvertAll(inputs, T.CreateChecked);
            T[] output = new T[Rows * model.OutputSteps * model.OutputSize];
            model.Forward(x, output, Rows);
            using InterpretedTrainer<T> trainer = model.CreateTrainer(new Sgd(0.1f), Rows, new TrainerOptions { Seed = 7, InputGradient = true });
            trainer.ComputeGradients(x, Array.ConvertAll(targets, T.CreateChecked));
            Dictionary<string, double[]> gradients = [];
            foreach ((string name, int length) in model.Parameters.Select(static p => (p.Name, p.Length)).Append(("input", inputs.Length)))
            {
                T[] values = new T[length];
                trainer.ReadGradient(name, values);
                gradients[name] = Array.ConvertAll(values, double.CreateChecked);
            }

            return (Array.ConvertAll(output, double.CreateChecked), gradients);
        }

        private static double Error(double[] found, double[] expected, double leastScale)
        {
            double scale = Math.Max(leastScale, expected.Max(Math.Abs));
            double worst = found.Zip(expected).Max(static pair => Math.Abs(pair.First - pair.Second));
            return double.IsNaN(worst) ? double.PositiveInfinity : worst / scale;
        }

        private static double[] Doubles(float[] values) => Array.ConvertAll(values, static v => (double)v);

        private static float[] Numbers(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
