using Xunit.Abstractions;

namespace RnnCompiler.Integration.Tests;

/// <summary>
/// What the formats of weights cost a trained network: one that predicts the next symbol of a text in which the two before decide between three. The same parameters are
/// read in each format, and texts are judged that it was not trained with.
/// </summary>
public partial class TrainedWeightsTests(ITestOutputHelper log)
{
    private const int Symbols = 24, Steps = 32, Rows = 32, Updates = 400;

    /// <summary>The most that the loss (in nats a symbol) and a logit may be off; the documentation of the formats quotes what is seen.</summary>
    [Fact]
    public void A_trained_network_loses_little_in_each_format()
    {
        using TrainedFloats floats = TrainedFloats.Create(3);
        Random random = new(1);
        using (TrainedFloats.Trainer trainer = floats.CreateTrainer(new Adam(5e-3f), Rows))
        {
            for (int i = 0; i < Updates; i++)
            {
                (int[] text, int[] next) = Texts(random, Rows);
                trainer.Step(text, next);
            }
        }

        (int[] held, int[] following) = Texts(new Random(2), 8 * Rows);
        float[] exact = Logits(floats, held);
        double loss = Loss(exact, following);
        Assert.InRange(loss, 1.04, 1.5); // of the three symbols one is twice as probable: an entropy of 1.04 nats; 3.18 before training
        Check(Logits(Copy<TrainedBFloat16>(floats), held), 5e-4, 0.1, "bfloat16");
        Check(Logits(Copy<TrainedInt8>(floats), held), 1e-3, 0.3, "int8");
        Check(Logits(Copy<TrainedIntegers>(floats), held), 5e-3, 1, "integer products");

        void Check(float[] logits, double lossBound, double logitBound, string format)
        {
            double change = Loss(logits, following) - loss;
            double logit = logits.Zip(exact, static (a, b) => Math.Abs((double)a - b)).Max();
            log.WriteLine(FormattableString.Invariant($"{format}: loss {loss:F5} {change:+0.00000;-0.00000}, logits of up to {exact.Max(Math.Abs):F1} off by {logit:F3} at most"));
            Assert.InRange(change, -lossBound, lossBound);
            Assert.InRange(logit, 1e-5, logitBound);
        }
    }

    private static TModel Copy<TModel>(TrainedFloats source)
        where TModel : IRecurrentModel<TModel>
    {
        TModel model = TModel.Create(1);
        foreach (ModelParameter parameter in TModel.Parameters)
        {
            float[] values = new float[parameter.Length];
            source.ReadParameter(parameter.Name, values);
            model.WriteParameter(parameter.Name, values);
        }

        return model;
    }

    private static float[] Logits(ISequenceModel<int> model, int[] text)
    {
        float[] logits = new float[text.Length * Symbols];
        model.Forward(text, logits, text.Length / Steps);
        return logits;
    }

    private static double Loss(float[] logits, int[] following)
    {
        double sum = 0;
        for (int i = 0; i < following.Length; i++)
        {
            ReadOnlySpan<float> z = logits.AsSpan(i * Symbols, Symbols);
            double total = 0;
            foreach (float logit in z)
                total += Math.Exp(logit);
            sum += Math.Log(total) - z[following[i]];
        }

        return sum / following.Length;
    }

    /// <summary>Draws texts, and the symbol that follows each of theirs.</summary>
    private static (int[] Text, int[] Next) Texts(Random random, int rows)
    {
        int[] text = new int[rows * Steps], next = new int[rows * Steps];
        for (int row = 0; row < rows; row++)
        {
            (int before, int symbol) = (random.Next(Symbols), random.Next(Symbols));
            for (int t = 0; t < Steps; t++)
            {
                text[(row * Steps) + t] = symbol;
                int choice = random.Next(4) switch { 0 => 5, 1 => 11, _ => 0 }; // one of three, of which the first has half of the probability
                (before, symbol) = (symbol, ((3 * before) + (7 * symbol) + choice) % Symbols);
                next[(row * Steps) + t] = symbol;
            }
        }

        return (text, next);
    }

    [RnnModel(SequenceLength = Steps, Loss = RnnCompiler.Loss.CrossEntropy), Embedding(Symbols, 16), Lstm(64), Dense(Symbols)]
    private sealed partial class TrainedFloats;

    [RnnModel(SequenceLength = Steps, Loss = RnnCompiler.Loss.CrossEntropy, Weights = WeightFormat.BFloat16), Embedding(Symbols, 16), Lstm(64), Dense(Symbols)]
    private sealed partial class TrainedBFloat16;

    [RnnModel(SequenceLength = Steps, Loss = RnnCompiler.Loss.CrossEntropy, Weights = WeightFormat.Int8), Embedding(Symbols, 16), Lstm(64), Dense(Symbols)]
    private sealed partial class TrainedInt8;

    [RnnModel(SequenceLength = Steps, Loss = RnnCompiler.Loss.CrossEntropy, Weights = WeightFormat.Int8, IntegerProducts = true), Embedding(Symbols, 16), Lstm(64), Dense(Symbols)]
    private sealed partial class TrainedIntegers;
}
