using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests of training: gradients, masks, updates, wrong arguments.</summary>
public sealed class InterpretedTrainerTests
{
    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new()
    {
        ["sgd"] = static () => new Sgd(0.2f) { Momentum = 0.9, Nesterov = true },
        ["rmsprop"] = static () => new RmsProp(0.005f),
        ["adam"] = static () => new Adam(0.02f),
        ["adamw"] = static () => new AdamW(0.02f),
    };

    public static TheoryData<string> Optimizers => [.. s_optimizers.Keys];

    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void Gradients_are_the_mean_over_rows(string text)
    {
        InterpretedModel<double> model = Declarations.Double(text);
        Example<double> example = new(model, 3);
        bool input = !model.Declaration.HasTokenInput;
        bool noise = model.Declaration.Layers.Any(static l => l is DropoutDeclaration);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 3, new TrainerOptions { InputGradient = input });
        double loss = example.Train(trainer, 0, 3, update: false);
        double[][] gradients = [.. model.Parameters.Select(p => example.Gradient(trainer, p.Name))];
        if (noise)
            return; // The masks of a row depend on its place in the batch.

        double losses = 0;
        double[][] sums = [.. gradients.Select(static g => new double[g.Length])];
        for (int row = 0; row < 3; row++)
        {
            losses += example.Train(trainer, row, 1, update: false);
            for (int p = 0; p < sums.Length; p++)
                sums[p] = [.. sums[p].Zip(example.Gradient(trainer, model.Parameters[p].Name), static (a, b) => a + b)];
        }

        Assert.Equal(losses / 3, loss, 1e-12);
        foreach ((double[] sum, double[] gradient) in sums.Zip(gradients))
            Assert.All(sum.Zip(gradient), static pair => Assert.Equal(pair.First / 3, pair.Second, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Declarations.All), MemberType = typeof(Declarations))]
    public void Gradients_are_what_finite_differences_say(string text)
    {
        InterpretedModel<double> model = Declarations.Double(text);
        Example<double> example = new(model, 2);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 2);
        foreach (ModelParameter parameter in model.Parameters)
        {
            example.Train(trainer, 0, 2, update: false);
            double[] gradient = example.Gradient(trainer, parameter.Name);
            double[] values = new double[parameter.Length];
            model.ReadParameter(parameter.Name, values);
            int at = parameter.Length / 2;
            double Loss(double value)
            {
                double[] moved = [.. values];
                moved[at] = value;
                model.WriteParameter(parameter.Name, moved);
                return example.Train(trainer, 0, 2, update: false);
            }

            const double H = 1e-5;
            double expected = (Loss(values[at] + H) - Loss(values[at] - H)) / (2 * H);
            Loss(values[at]);
            Assert.Equal(expected, gradient[at], 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Training_makes_the_loss_small(string optimizer)
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm);
        Example<float> example = new(model, 4);
        using InterpretedTrainer<float> trainer = model.CreateTrainer(s_optimizers[optimizer](), 4, new TrainerOptions { Clipping = GradientClipping.ByNorm(1) });
        float first = example.Train(trainer, 0, 4, update: true);
        float last = first;
        for (int i = 0; i < 150; i++)
            last = example.Train(trainer, 0, 4, update: true);
        Assert.True(last < first / 4, $"The loss went from {first} to {last}.");
        Assert.Equal(151, trainer.Updates);
    }

    [Fact]
    public void Both_precisions_train_alike()
    {
        InterpretedModel<float> single = Declarations.Single(Declarations.Dropout);
        InterpretedModel<double> precise = Declarations.Double(Declarations.Dropout);
        TrainerOptions options = new() { Clipping = GradientClipping.ByValue(0.1f), Schedule = LearningRateSchedule.LinearWarmUp(4), Seed = 3 };
        using InterpretedTrainer<float> singles = single.CreateTrainer(new Sgd(0.1f) { Momentum = 0.5 }, 4, options);
        using InterpretedTrainer<double> doubles = precise.CreateTrainer(new Sgd(0.1f) { Momentum = 0.5 }, 4, options);
        Example<float> floats = new(single, 4);
        Example<double> reals = new(precise, 4);
        for (int i = 0; i < 10; i++)
            Assert.Equal(reals.Train(doubles, 0, 4, update: true), floats.Train(singles, 0, 4, update: true), 1e-5);
        Assert.All(floats.Forward(0, 4).Zip(reals.Forward(0, 4)), static pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void Masks_follow_the_seed_the_update_and_the_row()
    {
        InterpretedModel<double> model = Declarations.Double(Declarations.Dropout);
        Example<double> example = new(model, 2);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 2, new TrainerOptions { Seed = 1 });
        using InterpretedTrainer<double> same = model.CreateTrainer(new Sgd(0), 2, new TrainerOptions { Seed = 1 });
        using InterpretedTrainer<double> other = model.CreateTrainer(new Sgd(0), 2, new TrainerOptions { Seed = 2 });
        double loss = example.Train(trainer, 0, 2, update: false);
        Assert.Equal(loss, example.Train(trainer, 0, 2, update: false));
        Assert.Equal(loss, example.Train(same, 0, 2, update: true));
        Assert.NotEqual(loss, example.Train(other, 0, 2, update: false));
        Assert.NotEqual(loss, example.Train(same, 0, 2, update: false)); // after an update, although it changed nothing else
    }

    [Fact]
    public void Masks_are_those_that_the_runtime_documents()
    {
        // If only the weights of the head are nonzero, the loss shows which inputs of the head the mask kept. Here the head adds only its bias, so its gradient
        // is that of the mask: the mean of d(y)/d(W) = mask element times the constant input of dropout.
        InterpretedModel<double> model = Declarations.Double("model name=\"M\" inputs=1 steps=1\nrnn units=40 activation=Relu\nlaststep\ndropout rate=0.25\ndense units=1\n");
        foreach (ModelParameter parameter in model.Parameters)
            model.WriteParameter(parameter.Name, [.. Enumerable.Repeat(parameter.Name == "rnn.bias_ih_l0" ? 1.0 : 0.0, parameter.Length)]);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 2, new TrainerOptions { Seed = 9 });
        trainer.Step([0.0], [0.0]);
        trainer.ComputeGradients([0.0, 0.0], [0.0, -0.5]); // only row 1 has an error, y − t = ½: dL/dy = 2 · ½ / 2 rows
        double[] gradient = new double[40];
        trainer.ReadGradient("dense.weight", gradient);
        double[] expected = [.. Enumerable.Range(0, 40).Select(static e => 0.5 * NoiseGenerator.Mask(9, 1, 0, 1, e, 0.25))];
        Assert.All(expected.Zip(gradient), static pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void The_gradient_of_the_input_holds_the_rows_of_the_last_call()
    {
        InterpretedModel<double> model = Declarations.Double(Declarations.Lstm);
        Example<double> example = new(model, 3);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 3, new TrainerOptions { InputGradient = true });
        example.Train(trainer, 0, 3, update: false);
        double[] all = new double[3 * 18];
        trainer.ReadGradient("input", all);
        example.Train(trainer, 1, 1, update: false);
        double[] second = new double[18];
        trainer.ReadGradient("input", second);
        Assert.All(all[18..36].Zip(second), static pair => Assert.Equal(pair.Second / 3, pair.First, 1e-12));
        Assert.Contains(second, static g => g != 0);
        Assert.Throws<ArgumentException>("destination", () => trainer.ReadGradient("input", all));
    }

    [Fact]
    public void Gradients_are_read_as_they_were_clipped()
    {
        InterpretedModel<double> model = Declarations.Double(Declarations.Lstm);
        Example<double> example = new(model, 3);
        using InterpretedTrainer<double> trainer = model.CreateTrainer(new Sgd(0), 3, new TrainerOptions { Clipping = GradientClipping.ByNorm(1e-3f) });
        example.Train(trainer, 0, 3, update: true);
        double squares = model.Parameters.Sum(p => example.Gradient(trainer, p.Name).Sum(static g => g * g));
        Assert.Equal(1e-3, Math.Sqrt(squares), 1e-6);
    }

    [Fact]
    public void Wrong_arguments_change_nothing()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Tokens);
        Assert.Throws<ArgumentNullException>("optimizer", () => model.CreateTrainer(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => model.CreateTrainer(new Sgd(1), 0));
        Assert.Throws<ArgumentException>("options", () => model.CreateTrainer(new Sgd(1), 1, new TrainerOptions { InputGradient = true }));

        using InterpretedTrainer<float> trainer = model.CreateTrainer(new Sgd(1), 2);
        float[] before = Parameter(model);
        Assert.Throws<InvalidOperationException>(() => trainer.ReadGradient("dense.bias", new float[7]));
        Assert.Throws<ArgumentException>("inputs", () => trainer.Step(new float[6], new int[6]));
        Assert.Throws<ArgumentException>("targets", () => trainer.Step(new int[6], new float[42]));
        Assert.Throws<ArgumentException>("inputs", () => trainer.Step(new int[18], new int[18]));
        Assert.Throws<ArgumentException>("targets", () => trainer.Step(new int[12], new int[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step([0, 0, 0, 0, 0, 7], new int[6]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => trainer.Step(new int[6], [0, 0, 0, 0, 0, -2]));
        Assert.Equal(before, Parameter(model));
        Assert.Equal(0, trainer.Updates);

        trainer.Step(new int[6], new int[6]);
        Assert.NotEqual(before, Parameter(model));
        Assert.Throws<ArgumentException>("name", () => trainer.ReadGradient("input", new float[6]));
        trainer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Step(new int[6], new int[6]));
    }

    [Fact]
    public void What_does_not_fit_in_memory_is_refused()
    {
        InterpretedModel<float> model = Declarations.Single("model name=\"Long\" inputs=1000 steps=1000\nrnn units=1\nlaststep\n");
        TapeTooLargeException refused = Assert.Throws<TapeTooLargeException>(() => model.CreateTrainer(new Sgd(1), 1_000_000, new TrainerOptions { InputGradient = true }));
        Assert.True(refused.Bytes > 4_000_000_000_000);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        InterpretedModel<float> model = Declarations.Single(Declarations.Dropout);
        using InterpretedTrainer<float> trainer = model.CreateTrainer(new Adam(0.01f), 2, new TrainerOptions { Clipping = GradientClipping.ByNorm(1) });
        float[] inputs = new float[2 * 18];
        float[] targets = new float[2 * 2];
        trainer.Step(inputs, targets);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            trainer.Step(inputs, targets);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static float[] Parameter(InterpretedModel<float> model)
    {
        float[] values = new float[7];
        model.ReadParameter("dense.bias", values);
        return values;
    }
}
