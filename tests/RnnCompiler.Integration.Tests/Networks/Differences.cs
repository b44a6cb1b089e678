namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Compares gradients of a trainer with differences of its loss, of fourth order.</summary>
internal static class Differences
{
    /// <summary>Copies a parameter out.</summary>
    public delegate void Reader(string name, Span<float> destination);

    /// <summary>Replaces a parameter.</summary>
    public delegate void Writer(string name, ReadOnlySpan<float> source);

    /// <summary>Compares some elements of each parameter.</summary>
    public static void Check(IReadOnlyList<ModelParameter> parameters, ModelTrainer trainer, Reader read, Writer write, Func<float> loss)
    {
        const float Step = 2e-2f;
        foreach (ModelParameter parameter in parameters)
        {
            float[] gradient = new float[parameter.Length], values = new float[parameter.Length];
            trainer.ReadGradient(parameter.Name, gradient);
            read(parameter.Name, values);
            for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / 7))
            {
                float value = values[i];
                double At(float shift)
                {
                    values[i] = value + shift;
                    write(parameter.Name, values);
                    return loss();
                }

                double slope = ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
                _ = At(0);
                Assert.True(Math.Abs(slope - gradient[i]) < 2e-4 + (0.01 * Math.Abs(slope)), $"{parameter.Name}[{i}]: expected {slope}, found {gradient[i]}");
            }
        }
    }
}
