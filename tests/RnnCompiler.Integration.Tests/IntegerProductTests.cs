namespace RnnCompiler.Integration.Tests;

/// <summary>One integer product against the bound that the documentation states for it, and with vectors that are not finite.</summary>
public partial class IntegerProductTests
{
    private const int Inputs = 37, Outputs = 21, Steps = 5;

    /// <summary>The layer has no feedback: its outputs are the positive parts of a product, which are no further apart than products.</summary>
    [Fact]
    public void A_product_is_within_half_a_quantum_of_each_weight_and_element()
    {
        (float[] weights, float[] bias) = Draw(out OneProduct model);
        Random random = new(4);
        foreach (double magnitude in new[] { 1e-30, 1e-3, 1, 100, 1e30 })
        {
            float[] input = [.. Enumerable.Range(0, Steps * Inputs).Select(_ => (float)((random.NextDouble() - 0.5) * magnitude))];
            float[] output = new float[Steps * Outputs];
            model.Forward(input, output, 1);
            double worst = 0;
            for (int t = 0; t < Steps; t++)
            {
                float[] vector = input[(t * Inputs)..((t + 1) * Inputs)];
                for (int row = 0; row < Outputs; row++)
                {
                    float[] w = weights[(row * Inputs)..((row + 1) * Inputs)];
                    double exact = bias[row] + w.Zip(vector, static (a, b) => (double)a * b).Sum();
                    double bound = Bound(w, vector);
                    double error = Math.Abs(output[(t * Outputs) + row] - Math.Max(0, exact));
                    worst = Math.Max(worst, error / bound);
                    Assert.True(error <= bound + (Math.Abs(exact) + Math.Abs(bias[row])) * 1e-6, $"step {t}, row {row}: {error:G3} from {exact:G3}, with a bound of {bound:G3}");
                }
            }

            if (magnitude >= 1)
                Assert.InRange(worst, 0.01, 1); // it rounds
        }
    }

    [Fact]
    public void What_is_not_finite_in_a_vector_gives_NaN_from_its_step_on()
    {
        _ = Draw(out OneProduct model);
        foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            float[] input = [.. Enumerable.Repeat(0.5f, Steps * Inputs)];
            input[(2 * Inputs) + Inputs - 1] = value;
            float[] output = new float[Steps * Outputs];
            model.Forward(input, output, 1);
            Assert.DoesNotContain(output[..(2 * Outputs)], float.IsNaN);
            Assert.All(output[(2 * Outputs)..], static o => Assert.Equal(float.NaN, o));
        }
    }

    /// <summary>(M / 254) · Σ |ŵ| + (s / 2) · Σ |v|: M is the greatest magnitude of the vector, s the scale of the row, ŵ a rounded weight.</summary>
    private static double Bound(float[] weights, float[] vector)
    {
        double scale = 0;
        for (int k = 0; k < weights.Length; k += 2)
        {
            double a = weights[k], b = k + 1 < weights.Length ? weights[k + 1] : 0;
            scale = Math.Max(scale, (a * b > 0 ? Math.Abs(a + b) : Math.Max(Math.Abs(a), Math.Abs(b))) / 127);
        }

        double rounded = weights.Sum(w => Math.Abs(Math.Round(w / scale) * scale));
        return (vector.Max(static v => Math.Abs((double)v)) / 254 * rounded) + (scale / 2 * vector.Sum(static v => Math.Abs((double)v)));
    }

    private static (float[] Weights, float[] Bias) Draw(out OneProduct model)
    {
        model = OneProduct.Create(1);
        Random random = new(2);
        float[] weights = [.. Enumerable.Range(0, Outputs * Inputs).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-6, 3))))];
        float[] bias = [.. Enumerable.Range(0, Outputs).Select(_ => random.NextSingle() - 0.5f)];
        model.WriteParameter("layer.weight_ih_l0", weights);
        model.WriteParameter("layer.weight_hh_l0", new float[Outputs * Outputs]);
        model.WriteParameter("layer.bias_ih_l0", bias);
        model.WriteParameter("layer.bias_hh_l0", new float[Outputs]);
        return (weights, bias);
    }

    [RnnModel(InputSize = Inputs, SequenceLength = Steps, Weights = WeightFormat.Int8, IntegerProducts = true, Training = false)]
    [Rnn(Outputs, Activation = Activation.Relu, Name = "layer")]
    private sealed partial class OneProduct;
}
