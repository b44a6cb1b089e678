using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Scheduling;
using RnnCompiler.Interpreter.Kernels;
using RnnCompiler.Interpreter.Tests.Differentiation;
using RnnCompiler.Interpreter.Tests.Ir;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Loss functions against loops in double precision, against declared losses, and against finite differences.</summary>
public sealed class LossFunctionTests
{
    private const int Rows = 5, Steps = 6, Size = 2;

    private const string Network = "model name=\"M\" inputs=3 steps=6\ngru units=4\ndense units=2\n";
    private const string Classes = "model name=\"M\" inputs=3 steps=6\ngru units=4\ndense units=3 activation=Softmax\n";
    private const string OfClasses = "lossfunction\nsequence size=3 name=\"output\"\ntokens vocabulary=3 name=\"target\"\ncrossentropy from=\"output target\"\n";

    private static readonly int[] s_lengths = [4, 6, 0, 1, 6];
    private static readonly float[] s_weights = [1, 0.5f, 3, 2, 0];

    public static TheoryData<string> Functions =>
    [
        Network + LossTexts.ErrorToSignal,
        Network + LossTexts.OfSteps,
        "model name=\"M\" inputs=3 steps=6\ngru units=4\nlaststep\ndense units=3\n" + LossTexts.OfVector,
        Classes + OfClasses,
        Classes + OfClasses + "square from=\"output\"\nmeanovertime\nmean\nadd from=\"crossentropy mean\"\n",
        "model name=\"M\" inputs=3 steps=6\ngru units=4\nlaststep\ndense units=3\nlossfunction\nfeatures size=3 name=\"output\"\nclass vocabulary=3 name=\"target\"\n"
            + "crossentropy from=\"output target\"\nadd right=1\nlog\n",
        "model name=\"M\" steps=6\nsequence size=3 name=\"x\"\nsequence size=2 length=4 name=\"z\"\ngru units=4 from=\"x\"\nrnn units=3 from=\"z\"\n"
            + "dense units=3 activation=Sigmoid from=\"gru\" name=\"a\"\ndense units=3 activation=Softmax from=\"rnn\" name=\"b\"\noutput from=\"a\" name=\"first\"\n"
            + "output from=\"b\" name=\"second\"\nlossfunction\nsequence size=3 name=\"output\"\nsequence size=3 name=\"output_1\"\nsequence size=3 name=\"target\"\n"
            + "tokens vocabulary=3 name=\"target_1\"\nbinarycrossentropy from=\"output target\"\ncrossentropy from=\"output_1 target_1\"\n"
            + "meanovertime from=\"output_1\"\nmaximum\nmultiply from=\"maximum crossentropy\"\nadd from=\"binarycrossentropy multiply\"\n",
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_gradient_is_the_derivative(string text)
    {
        Module module = CompilerPipeline.Compile(DeclarationText.Parse(text));
        Func<Parameter, Random, double[]> draw = Draws.Of(module);
        GradientCheck.Run(module.Loss, Draw, text, module.Training);

        // Steps of class −1 do not count, and steps that an example does not have.
        double[] Draw(Parameter parameter, Random random)
        {
            double[] values = draw(parameter, random);
            if (parameter.Role == ParameterRole.Target && parameter.Value.Type.Element == ElementType.Integer)
                return [.. values.Select(_ => (double)random.Next(-1, 3))];
            return parameter.Role == ParameterRole.PaddingMask ? [.. values.Select(static (_, step) => step < 3 ? 1.0 : 0.0)]
                : parameter.Role == ParameterRole.StepCount ? [module.Declaration.SequenceLength] : values;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void The_text_is_read_and_written_alike(string text) => Assert.Equal(text, DeclarationText.Write(DeclarationText.Parse(text)));

    [Fact]
    public void An_error_to_signal_ratio_of_rows_of_different_lengths_is_their_weighted_mean() => Check(Network + LossTexts.ErrorToSignal, static (y, t, steps) =>
    {
        double error = 0, signal = 0.1;
        for (int i = 0; i < steps * Size; i++)
        {
            double ofY = y[i] - (i < Size ? 0 : 0.85 * y[i - Size]), ofT = t[i] - (i < Size ? 0 : 0.85 * t[i - Size]);
            error += (ofY - ofT) * (ofY - ofT);
            signal += ofT * ofT;
        }

        return error / signal;
    });

    [Fact]
    public void A_sum_of_losses_of_rows_of_different_lengths_is_their_weighted_mean() => Check(Network + LossTexts.OfSteps, static (y, t, steps) =>
    {
        double sum = 0;
        for (int i = 0; i < steps * Size; i++)
        {
            double error = Math.Abs(y[i] - t[i]), capped = Math.Min(error, 0.2);
            sum += (error * error) + (0.3 * error) + (capped * (error - (0.5 * capped)));
        }

        double loss = sum / (steps * Size);
        for (int feature = 0; feature < Size; feature++)
        {
            double[] ofY = [.. Enumerable.Range(0, steps).Select(step => y[(step * Size) + feature])];
            double[] ofT = [.. Enumerable.Range(0, steps).Select(step => t[(step * Size) + feature])];
            loss += (Math.Pow(ofY.Max() - ofT.Max(), 2) + Math.Pow(ofY[^1] - ofT.Average(), 2)) / Size;
        }

        return loss;
    });

    [Fact]
    public void Cross_entropy_is_the_declared_loss_of_rows_of_one_length()
    {
        InterpretedModel<double> named = Declarations.Double(Classes.Replace("steps=6", "steps=6 loss=CrossEntropy", StringComparison.Ordinal));
        InterpretedModel<double> function = Declarations.Double(Classes + OfClasses);
        (double expected, double[] gradient) = Train(named);
        (double found, double[] same) = Train(function);
        Assert.Equal(expected, found, 1e-12);
        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(gradient[i], same[i], 1e-12);

        static (double Loss, double[] Gradient) Train(InterpretedModel<double> model)
        {
            Example<double> example = new(model, Rows);
            using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), Rows);
            return (example.Train(trainer, 0, Rows, update: false), example.Gradient(trainer, "gru.weight_ih_l0"));
        }
    }

    [Fact]
    public void A_row_without_a_class_has_the_loss_0_and_large_logits_are_no_problem()
    {
        InterpretedModel<double> model = Declarations.Double(Classes + OfClasses);
        model.WriteParameter("dense.bias", [0.0, 1000, 0]);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), 2);
        double[] inputs = new double[2 * Steps * 3];
        Assert.Equal(0, trainer.ComputeGradients(inputs, Enumerable.Repeat(-1, 2 * Steps).ToArray()));
        int[] targets = [.. Enumerable.Repeat(-1, Steps), -1, 0, 1, -1, -1, -1];
        Assert.Equal(0.5 * 0.5 * 1000, trainer.ComputeGradients(inputs, targets), 1.0);
        Assert.Throws<ArgumentException>(() => model.CreateTrainer(new Sgd(0.1f), 2, new TrainerOptions { ClassWeights = [1, 1, 2] }));
    }

    [Fact]
    public void Lowered_programs_compute_losses_of_classes()
    {
        int[] targets = [.. Enumerable.Range(0, Rows * Steps).Select(static i => (i % 4) - 1)];
        ModelDeclaration declaration = DeclarationText.Parse(Classes + OfClasses);
        InterpretedModel<double> model = InterpretedModel.FromDeclarationDouble(declaration, 3);
        double[] inputs = new Example<double>(model, Rows).Reals;
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), Rows);
        double loss = trainer.ComputeGradients(inputs, targets);
        ModelPlan plan = Scheduler.Plan(CompilerPipeline.Compile(declaration));
        foreach (KernelProgram program in plan.Programs)
        {
            KernelModel lowered = new(plan, program.Target);
            foreach (ModelParameter parameter in model.Parameters)
            {
                double[] values = new double[parameter.Length];
                model.ReadParameter(parameter.Name, values);
                lowered.WriteParameter(parameter.Name, Array.ConvertAll(values, static v => (float)v));
            }

            (float found, IReadOnlyDictionary<string, float[]> gradients) = lowered.Train(Array.ConvertAll(inputs, static v => (float)v), [], [], targets, Rows);
            Assert.Equal(loss, found, 1e-5);
            double[] expected = new double[gradients["gru.weight_hh_l0"].Length];
            trainer.ReadGradient("gru.weight_hh_l0", expected);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], gradients["gru.weight_hh_l0"][i], 1e-5);
        }
    }

    [Fact]
    public void A_recorded_loss_is_that_of_the_text()
    {
        NetworkBuilder builder = new(6) { Name = "M" };
        builder.SetLoss((output, target) => Sum(Sum(Square(output - target))) / (Mean(Mean(Abs(target))) + 1));
        string text = builder.Build(Dense(Gru(builder.Sequence(3, "x"), 4), 2)).Text;
        Assert.Equal(
            Network + "lossfunction\nsequence size=2 name=\"output\"\nsequence size=2 name=\"target\"\nsubtract from=\"output target\"\nsquare\nsumovertime\nsum\n"
                + "abs from=\"target\"\nmeanovertime\nmean\nadd right=1\ndivide from=\"sum add\"\n",
            text);
        Assert.Equal(text, DeclarationText.Write(DeclarationText.Parse(text)));
        NetworkBuilder ofClasses = new(6) { Name = "M" };
        ofClasses.SetLoss((output, target) => CrossEntropy(output, target));
        Assert.Equal(Classes + OfClasses, ofClasses.Build(Dense(Gru(ofClasses.Sequence(3, "x"), 4), 3, Activation.Softmax)).Text);
        NetworkBuilder ofVector = new(6) { TargetSize = 3 };
        ofVector.SetLoss((Features output, Tokens target) => CrossEntropy(output, target));
        string ofLast = ofVector.Build(Last(Gru(ofVector.Sequence(3, "x"), 3))).Text;
        Assert.EndsWith("class vocabulary=3 name=\"target\"\ncrossentropy from=\"output target\"\n", ofLast, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_loss_that_is_none_is_refused()
    {
        Refused(static builder => builder.SetLoss((output, target) => Mean(output - target)));
        Refused(static builder => builder.SetLoss((output, target) => Sum(Sum(target))));
        Refused(static builder => builder.SetLoss((output, target) => MeanSquaredError(Dense(output, 2), target)));
        Refused(static builder => builder.SetLoss((Features output, Features target) => MeanSquaredError(output, target)));
        Refused(static builder =>
        {
            builder.Loss = Loss.Huber;
            builder.SetLoss(MeanSquaredError);
        });

        static void Refused(Action<NetworkBuilder> set)
        {
            NetworkBuilder builder = new(6);
            set(builder);
            Sequence output = Gru(builder.Sequence(3, "x"), 2);
            Assert.Throws<ArgumentException>(() => builder.Build(output));
        }
    }

    /// <summary>Compares the loss of rows of different lengths and weights, one of length 0 and one of weight 0.</summary>
    private static void Check(string text, Func<double[], double[], int, double> ofRow)
    {
        InterpretedModel<double> model = Declarations.Double(text);
        Example<double> example = new(model, Rows);
        double[] outputs = example.Forward(0, Rows);
        double sum = 0, total = 0;
        for (int row = 0; row < Rows; row++)
        {
            if (s_lengths[row] == 0)
                continue;
            Range range = (row * Steps * Size)..((row + 1) * Steps * Size);
            sum += s_weights[row] * ofRow(outputs[range], example.Targets[range], s_lengths[row]);
            total += s_weights[row];
        }

        TrainingBatch<double, double> batch = new() { Inputs = example.Reals, Targets = example.Targets, Lengths = s_lengths, Weights = s_weights };
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0.1f), Rows);
        Assert.Equal(sum / total, trainer.Step(batch), 1e-12);
    }
}
