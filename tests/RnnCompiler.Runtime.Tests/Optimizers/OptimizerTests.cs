namespace RnnCompiler.Runtime.Tests;

public class OptimizerTests
{
    private const int Length = 53;
    private const int Updates = 20;

    public static TheoryData<string> Names => ["sgd", "sgd decay", "momentum", "nesterov", "rmsprop", "adam", "adam decay", "adamw"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Updates_are_those_of_the_formula_in_double(string name)
    {
        (Optimizer optimizer, Func<Reference> rule) = Case(name);
        double[] expected = new double[Length];
        double[] found = new double[Length];
        float[] single = new float[Length];
        Random random = new(3);
        for (int i = 0; i < Length; i++)
            expected[i] = found[i] = single[i] = (float)(random.NextDouble() - 0.5);

        Reference[] references = [.. Enumerable.Range(0, Length).Select(_ => rule())];
        double[] moments = new double[Length * optimizer.MomentCount];
        float[] singleMoments = new float[moments.Length];
        for (int step = 1; step <= Updates; step++)
        {
            float[] gradients = [.. Enumerable.Range(0, Length).Select(_ => (float)(random.NextDouble() - 0.5) * 4)];
            optimizer.Update(found.AsSpan(), Array.ConvertAll(gradients, g => (double)g), moments, step, 0.01);
            optimizer.Update(single.AsSpan(), gradients, singleMoments, step, 0.01f);
            for (int i = 0; i < Length; i++)
                expected[i] = references[i].Apply(expected[i], gradients[i], step);
        }

        for (int i = 0; i < Length; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-13);
            Assert.Equal(expected[i], single[i], 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_and_single_elements_are_updated_to_the_same_bits(string name)
    {
        (Optimizer optimizer, _) = Case(name);
        Random random = new(5);
        float[] together = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)];
        float[] alone = [.. together];
        float[] moments = new float[64 * optimizer.MomentCount];
        float[] moment = new float[optimizer.MomentCount * 64];
        for (int step = 1; step <= 5; step++)
        {
            float[] gradients = [.. Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f)];
            optimizer.Update(together.AsSpan(), gradients, moments, step, 0.01f);
            for (int i = 0; i < 64; i++)
                optimizer.Update(alone.AsSpan(i, 1), gradients.AsSpan(i, 1), moment.AsSpan(i * optimizer.MomentCount, optimizer.MomentCount), step, 0.01f);
        }

        Assert.Equal(Array.ConvertAll(together, BitConverter.SingleToInt32Bits), Array.ConvertAll(alone, BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zeros_with_zero_gradients_stay_zeros(string name)
    {
        (Optimizer optimizer, _) = Case(name);
        float[] parameters = new float[32];
        float[] moments = new float[32 * optimizer.MomentCount];
        for (int step = 1; step <= 3; step++)
            optimizer.Update(parameters.AsSpan(), new float[32], moments, step, 0.1f);

        Assert.All(parameters, value => Assert.Equal(0f, value));
        Assert.All(moments, value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_learning_rate_of_zero_leaves_the_parameters(string name)
    {
        (Optimizer optimizer, _) = Case(name);
        float[] parameters = [1, -2, 3];
        optimizer.Update(parameters.AsSpan(), [1f, 2f, 3f], new float[3 * optimizer.MomentCount], 1, 0f);
        Assert.Equal([1, -2, 3], parameters);
    }

    // Worked by hand from PyTorch's documentation, two updates of p = 1 with g = 0.5 and then g = −0.25.
    [Theory]
    [InlineData("sgd", 0.9975)]
    [InlineData("momentum", 0.993)]
    [InlineData("nesterov", 0.9912)]
    [InlineData("adam", 0.98733662987)]
    public void Two_updates_by_hand(string name, double expected)
    {
        (Optimizer optimizer, _) = Case(name);
        double[] p = [1];
        double[] moments = new double[optimizer.MomentCount];
        optimizer.Update(p.AsSpan(), [0.5], moments, 1, 0.01);
        optimizer.Update(p.AsSpan(), [-0.25], moments, 2, 0.01);
        Assert.Equal(expected, p[0], 1e-9);
    }

    [Fact]
    public void Defaults_are_those_of_PyTorch()
    {
        Adam adam = new(0.001f);
        AdamW adamW = new(0.001f);
        RmsProp rmsProp = new(0.01f);
        Sgd sgd = new(0.1f);
        Assert.Equal((0.9, 0.999, 1e-8, 0.0), (adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay));
        Assert.Equal((0.9, 0.999, 1e-8, 0.01), (adamW.Beta1, adamW.Beta2, adamW.Epsilon, adamW.WeightDecay));
        Assert.Equal((0.99, 1e-8, 0.0), (rmsProp.Alpha, rmsProp.Epsilon, rmsProp.WeightDecay));
        Assert.Equal((0.0, 0.0, false), (sgd.Momentum, sgd.WeightDecay, sgd.Nesterov));
    }

    [Fact]
    public void Hyperparameters_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(1) { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(1) { Epsilon = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1) { WeightDecay = double.NaN });
        Sgd sgd = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => sgd.LearningRate = -1);
        Assert.Equal(1, sgd.LearningRate);
        sgd.LearningRate = 0;
        Assert.Equal(0, sgd.LearningRate);
    }

    private static (Optimizer Optimizer, Func<Reference> Rule) Case(string name) => name switch
    {
        "sgd" => (new Sgd(1), () => new SgdReference(0, false, 0)),
        "sgd decay" => (new Sgd(1) { WeightDecay = 0.1 }, () => new SgdReference(0, false, 0.1)),
        "momentum" => (new Sgd(1) { Momentum = 0.9, WeightDecay = 0 }, () => new SgdReference(0.9, false, 0)),
        "nesterov" => (new Sgd(1) { Momentum = 0.9, Nesterov = true }, () => new SgdReference(0.9, true, 0)),
        "rmsprop" => (new RmsProp(1) { WeightDecay = 0.1 }, () => new RmsPropReference(0.1)),
        "adam" => (new Adam(1), () => new AdamReference(0, false)),
        "adam decay" => (new Adam(1) { WeightDecay = 0.1 }, () => new AdamReference(0.1, false)),
        "adamw" => (new AdamW(1) { WeightDecay = 0.1 }, () => new AdamReference(0.1, true)),
        _ => throw new ArgumentException(name),
    };

    private abstract class Reference
    {
        public abstract double Apply(double p, double g, int step);
    }

    private sealed class SgdReference(double momentum, bool nesterov, double decay) : Reference
    {
        private double _buffer;

        public override double Apply(double p, double g, int step)
        {
            g += decay * p;
            _buffer = step == 1 ? g : momentum * _buffer + g;
            return p - 0.01 * (momentum == 0 ? g : nesterov ? g + momentum * _buffer : _buffer);
        }
    }

    private sealed class RmsPropReference(double decay) : Reference
    {
        private double _square;

        public override double Apply(double p, double g, int step)
        {
            g += decay * p;
            _square = 0.99 * _square + 0.01 * g * g;
            return p - 0.01 * g / (Math.Sqrt(_square) + 1e-8);
        }
    }

    // As the paper has it, with corrected moments; PyTorch's form is the same number.
    private sealed class AdamReference(double decay, bool decoupled) : Reference
    {
        private double _mean;
        private double _square;

        public override double Apply(double p, double g, int step)
        {
            p *= decoupled ? 1 - 0.01 * decay : 1;
            g += decoupled ? 0 : decay * p;
            _mean = 0.9 * _mean + 0.1 * g;
            _square = 0.999 * _square + 0.001 * g * g;
            double mean = _mean / (1 - Math.Pow(0.9, step));
            double square = _square / (1 - Math.Pow(0.999, step));
            return p - 0.01 * mean / (Math.Sqrt(square) + 1e-8);
        }
    }
}
