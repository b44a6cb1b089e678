using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Cells;
using RnnCompiler.Interpreter.Kernels;

namespace RnnCompiler.Interpreter.Tests.Kernels;

/// <summary>
/// Rows of different lengths. The oracle is a model that is declared at the length of the row: equations in double precision hold to 1e-12, lowered programs to
/// 1e-5, and a row of a batch is the row alone to the bit. What is behind the end of a row is NaN.
/// </summary>
public sealed class RowLengthTests
{
    private const int Steps = 7, Features = 3;
    private const ulong Seed = 7;

    private static readonly int[] s_lengths = [3, 7, 1, 6, 3, 7, 2, 5, 4, 1, 2];

    private static readonly Dictionary<string, string> s_models = new()
    {
        ["lstm, last"] = "lstm units=5\nlaststep\ndense units=2\n",
        ["lstm, each step"] = "lstm units=18\ndense units=2\n",
        ["gru, both directions"] = "gru units=20 bidirectional=true\nrnn units=3\n",
        ["both directions, last"] = "gru units=6 bidirectional=true\nlaststep\ndense units=2\n",
        ["dense, both directions, last"] = "dense units=4 activation=Tanh\nlstm units=6 layers=2 bidirectional=true merge=Sum\nlaststep\n",
        ["levels, mean"] = "gru units=4 layers=3\nmeanovertime\ndense units=17 activation=Tanh\ndense units=2\n",
        ["relu, greatest"] = "rnn units=17 activation=Relu\nmaxovertime\ndense units=3\n",
        ["product, greatest"] = "rnn units=4\ndense units=3\nmaxovertime\n",
        ["reset before, last"] = "gru units=18 resetAfter=false\nlaststep\n",
        ["zoneout, dropout"] = "lstm units=5 zoneout=0.25 recurrentDropout=0.2\ndropout rate=0.3\ndense units=1\n",
        ["both directions, zoneout, last"] = "lstm units=5 zoneout=0.25 bidirectional=true\nlaststep\n",
        ["residual"] = "lstm units=5\ndense units=3\nadd from=\"input dense\"\n",
        ["convolutions, delay, last"] = "conv channels=4 kernel=3 activation=Tanh\ngru units=5\nconv channels=3 kernel=2 dilation=4\ndelay steps=2\n"
            + "concat from=\"conv_1 delay\"\nlaststep\n",
        ["mean and steps"] = "gru units=4\nmeanovertime\nsumovertime from=\"gru\"\nlayernorm\nadd from=\"meanovertime layernorm\"\nmultiply from=\"gru add\"\nrnn units=3\n",
        ["ends and state"] = "gru units=5 bidirectional=true\ngru units=5 bidirectional=true from=\"input\" initial=\"gru\"\nbothends\ndense units=2\n",
        ["error to signal"] = "lstm units=5\ndense units=2\n" + LossTexts.ErrorToSignal,
        ["losses of steps"] = "gru units=4\ndense units=2 activation=Tanh\n" + LossTexts.OfSteps,
        ["loss of a vector"] = "gru units=4\nlaststep\ndense units=3\n" + LossTexts.OfVector,
        ["reversed"] = "reverse\ngru units=5\nreverse\nadd from=\"gru reverse_1\"\nlaststep\n",
        ["attention over the input"] = "gru units=3\ndense units=19 from=\"gru\" name=\"values\"\nattention from=\"gru input values\"\n",
        ["attention of a vector"] = "gru units=18\nmeanovertime\nattention from=\"meanovertime gru gru\"\ndense units=2\n",
        ["attention of each step"] = "gru units=18\nattention from=\"gru gru gru\"\nlstm units=4\n",
        ["weights beyond the L1 cache"] = "lstm units=70\nlaststep\n",
    };

    public static TheoryData<string> Names => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_with_its_length_is_the_row_of_a_model_of_that_length(string name)
    {
        RowData data = new(Declare(name, Steps));
        InterpretedModel<double> model = data.Model(Declare(name, Steps));
        double[] outputs = new double[s_lengths.Length * model.OutputSteps * model.OutputSize];
        model.Forward(data.Inputs, outputs, s_lengths.Length, s_lengths);
        for (int row = 0; row < s_lengths.Length; row++)
        {
            InterpretedModel<double> ofLength = data.Model(Declare(name, s_lengths[row]));
            double[] expected = new double[ofLength.OutputSteps * ofLength.OutputSize];
            ofLength.Forward(data.Inputs.AsSpan(row * Steps * Features, s_lengths[row] * Features), expected);
            int length = model.OutputSteps * model.OutputSize;
            double[] found = outputs[(row * length)..((row + 1) * length)];
            Near(expected, found[..expected.Length], 1e-12, $"the output of row {row}");
            Assert.All(found[expected.Length..], static v => Assert.Equal(0, v));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_a_row_is_that_of_a_model_of_its_length(string name)
    {
        RowData data = new(Declare(name, Steps));
        foreach (int row in new[] { 0, 1, 2, 7 })
        {
            int length = s_lengths[row];
            ModelDeclaration ofLength = Declare(name, length);
            if (CompilerPipeline.Compile(ofLength).Noises.Count > 0)
                continue; // masks of a shorter sequence are other numbers
            double[] inputs = data.Inputs[(row * Steps * Features)..((row + 1) * Steps * Features)];
            double[] targets = data.Targets[(row * data.TargetLength)..((row + 1) * data.TargetLength)];
            (double loss, Dictionary<string, double[]> gradients) = Gradients(data.Model(Declare(name, Steps)), inputs, targets, [length]);
            (double expectedLoss, Dictionary<string, double[]> expected) = Gradients(
                data.Model(ofLength), inputs[..(length * Features)], data.OutputsEachStep ? targets[..(length * data.OutputSize)] : targets, []);
            Assert.Equal(expectedLoss, loss, 1e-12);
            foreach ((string parameter, double[] gradient) in expected)
            {
                Near(gradient, gradients[parameter][..gradient.Length], 1e-12, $"the gradient of {parameter}, row {row}");
                Assert.All(gradients[parameter][gradient.Length..], static v => Assert.Equal(0, v));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lowered_program_computes_rows_of_different_lengths(string name)
    {
        CheckLowered(Declare(name, Steps), Target.All, parts: 2);
        CheckLowered(Declare(name, Steps, " unroll=Full"), [Target.Lanes8], parts: 1);
        CheckLowered(Declare(name, Steps, " unrollfactor=2"), [Target.Lanes16], parts: 3);
        CheckLowered(Declare(name, Steps, " unrollfactor=3"), [Target.Lanes4], parts: 1);
    }

    [Theory]
    [InlineData(0, 20, true)]
    [InlineData(0, 12, false)]
    public void Lowered_programs_of_random_cells_compute_rows_of_different_lengths(int first, int count, bool outputIsState)
    {
        for (int seed = first; seed < first + count; seed++)
        {
            RecurrentDeclaration layer = RandomCells.Layer(
                new RandomCells(seed, outputIsState).Next("Cell"), hidden: 5, named: 2, layers: 1 + (seed % 2), bidirectional: seed % 3 == 0);
            LayerDeclaration[] layers = seed % 4 < 2 ? [layer] : [layer, new TimeReductionDeclaration(TimeReduction.LastStep, null)];
            ModelDeclaration declaration = Declare("lstm, last", Steps) with { Layers = new(layers) };
            CheckRandom(declaration, $"cell {seed}");
        }
    }

    /// <summary>Compares lowered programs only: near kinks the equations may differ in single precision.</summary>
    private static void CheckRandom(ModelDeclaration declaration, string what)
    {
        RowData data = new(declaration);
        KernelModel model = data.Lowered(Plan(declaration), Target.Lanes8, parts: 2);
        float[] inputs = Floats(data.Inputs);
        float[] targets = Floats(data.Targets);
        float[] outputs = model.Forward(inputs, [], s_lengths.Length, s_lengths);
        for (int row = 0; row < 3; row++)
        {
            int length = s_lengths[row];
            KernelModel ofLength = data.Lowered(Plan(declaration with { SequenceLength = length }), Target.Lanes8, parts: 1);
            float[] input = inputs[(row * Steps * Features)..((row + 1) * Steps * Features)];
            float[] target = targets[(row * data.TargetLength)..((row + 1) * data.TargetLength)];
            float[] expected = ofLength.Forward(input.AsSpan(0, length * Features), [], 1);
            Near(Doubles(expected), Doubles(outputs[(row * data.TargetLength)..][..expected.Length]), 1e-5, $"the output of row {row}, {what}");
            IReadOnlyDictionary<string, float[]> gradients = model.Train(input, [], target, [], 1, lengths: [length]).Gradients;
            IReadOnlyDictionary<string, float[]> expectedGradients = ofLength.Train(input.AsSpan(0, length * Features), [], target.AsSpan(0, expected.Length), [], 1).Gradients;
            foreach ((string parameter, float[] gradient) in expectedGradients)
                Near(Doubles(gradient), Doubles(gradients[parameter][..gradient.Length]), 1e-4, $"the gradient of {parameter}, row {row}, {what}");
        }

        static ModelPlan Plan(ModelDeclaration declaration) => Scheduler.Plan(CompilerPipeline.Compile(declaration), new PlanOptions { Targets = [Target.Lanes8] });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_of_a_batch_is_the_row_alone_to_the_bit(string name)
    {
        ModelDeclaration declaration = Declare(name, Steps);
        RowData data = new(declaration);
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(declaration), new PlanOptions { Targets = [Target.Lanes16] });
        KernelModel model = data.Lowered(plan, Target.Lanes16, parts: 1);
        float[] inputs = Floats(data.Inputs);
        float[] batch = model.Forward(inputs, [], s_lengths.Length, s_lengths);
        for (int row = 0; row < s_lengths.Length; row++)
        {
            float[] alone = model.Forward(inputs.AsSpan(row * Steps * Features, Steps * Features), [], 1, [s_lengths[row]]);
            Assert.Equal(alone, batch[(row * alone.Length)..((row + 1) * alone.Length)]);
        }
    }

    private static void CheckLowered(ModelDeclaration declaration, IReadOnlyList<Target> targets, int parts)
    {
        Module module = CompilerPipeline.Compile(declaration);
        ModelPlan plan = Scheduler.Plan(module, new PlanOptions { Targets = targets });
        RowData data = new(declaration);
        InterpretedModel<double> model = data.Model(declaration);
        double[] outputs = new double[s_lengths.Length * model.OutputSteps * model.OutputSize];
        model.Forward(data.Inputs, outputs, s_lengths.Length, s_lengths);
        (double loss, Dictionary<string, double[]> gradients) = Gradients(model, data.Inputs, data.Targets, s_lengths);
        foreach (KernelProgram program in plan.Programs)
        {
            KernelModel lowered = data.Lowered(plan, program.Target, parts);
            Near(outputs, Zeroed(lowered.Forward(Floats(data.Inputs), [], s_lengths.Length, s_lengths), outputs), 1e-5, $"the output, {program.Target.Name}");
            (float found, IReadOnlyDictionary<string, float[]> derivatives) = lowered.Train(
                Floats(data.Inputs), [], Floats(data.Targets), [], s_lengths.Length, (row, mask, values) => Masks(module, row, mask, values), lengths: s_lengths);
            Near([loss], [found], 1e-5, $"the loss, {program.Target.Name}");
            foreach ((string parameter, double[] expected) in gradients)
                Near(expected, Zeroed(derivatives[parameter], expected), 1e-4, $"the gradient of {parameter}, {program.Target.Name}");
        }
    }

    /// <summary>Replaces what a kernel does not write, which has to be where 0 is expected.</summary>
    private static double[] Zeroed(float[] found, double[] expected) => [.. found.Select((v, i) => float.IsNaN(v) && expected[i] == 0 ? 0.0 : v)];

    private static (double Loss, Dictionary<string, double[]> Gradients) Gradients(InterpretedModel<double> model, double[] inputs, double[] targets, int[] lengths)
    {
        int rows = Math.Max(1, lengths.Length);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), rows, new TrainerOptions { Seed = Seed, InputGradient = true });
        double loss = trainer.ComputeGradients(inputs, targets, lengths);
        Dictionary<string, double[]> gradients = [];
        foreach ((string name, int length) in model.Parameters.Select(static p => (p.Name, p.Length)).Append(("input", inputs.Length)))
            trainer.ReadGradient(name, gradients[name] = new double[length]);
        return (loss, gradients);
    }

    private static void Masks(Module module, int row, int mask, float[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = CompilerServices.NoiseGenerator.Mask(Seed, 0, mask, row, i, module.Noises[mask].Rate, module.Noises[mask].Mean);
    }

    private static ModelDeclaration Declare(string name, int steps, string options = "") =>
        DeclarationText.Parse(FormattableString.Invariant($"model name=\"M\" inputs={Features} steps={steps}{options}\n{s_models[name]}"));

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, static v => (double)v);

    private static float[] Floats(double[] values) => Array.ConvertAll(values, static v => (float)v);

    private static void Near(double[] expected, double[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        double greatest = Math.Max(0.01, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            bool isNear = expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) <= tolerance * greatest;
            Assert.True(isNear, $"{what}: element {i} should be {expected[i]}, found {found[i]}.");
        }
    }

    /// <summary>Parameters, inputs and targets; inputs and targets behind the end of a row are NaN.</summary>
    private sealed class RowData
    {
        private readonly Dictionary<string, float[]> _parameters;

        public RowData(ModelDeclaration declaration)
        {
            Module module = CompilerPipeline.Compile(declaration);
            Random random = new(5);
            _parameters = module.Parameters.ToDictionary(static p => p.Name, p => Numbers((int)p.ElementCount));
            OutputsEachStep = module.OutputsEachStep;
            OutputSize = module.OutputSize;
            TargetLength = module.OutputSteps * module.OutputSize;
            Inputs = Rows(Steps * Features, static length => length * Features);
            Targets = Rows(TargetLength, length => OutputsEachStep ? length * OutputSize : TargetLength);

            float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];

            double[] Rows(int length, Func<int, int> valid)
            {
                double[] rows = Array.ConvertAll(Numbers(s_lengths.Length * length), static v => (double)v);
                for (int row = 0; row < s_lengths.Length; row++)
                    rows.AsSpan((row * length) + valid(s_lengths[row]), length - valid(s_lengths[row])).Fill(double.NaN);
                return rows;
            }
        }

        public bool OutputsEachStep { get; }

        public int OutputSize { get; }

        public int TargetLength { get; }

        public double[] Inputs { get; }

        public double[] Targets { get; }

        public InterpretedModel<double> Model(ModelDeclaration declaration)
        {
            InterpretedModel<double> model = InterpretedModel.FromDeclarationDouble(declaration, 1);
            foreach (ModelParameter parameter in model.Parameters)
                model.WriteParameter(parameter.Name, Array.ConvertAll(_parameters[parameter.Name], static v => (double)v));
            return model;
        }

        public KernelModel Lowered(ModelPlan plan, Target target, int parts)
        {
            KernelModel model = new(plan, target) { Parts = parts };
            foreach ((string name, float[] values) in _parameters)
                model.WriteParameter(name, values);
            return model;
        }
    }
}
