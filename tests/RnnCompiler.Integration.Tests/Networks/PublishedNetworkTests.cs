using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests.Networks;

/// <summary>Networks of published shapes, declared by methods, agree with plain loops in double precision, and their gradients with the interpreted trainer's.</summary>
public sealed class PublishedNetworkTests
{
    private const int Rows = 3;
    private const double Tolerance = 1e-5;

    [Fact]
    public void A_detector_of_voice_activity_agrees_with_plain_loops()
    {
        using VoiceDetector model = Drawn<VoiceDetector>();
        AgreesInSequences(model, VoiceDetector.SequenceLength, VoiceDetector.InputSize, VoiceDetector.OutputSize, Detect);
        AgreesInStreams(model, VoiceDetector.InputSize, VoiceDetector.OutputSize, Detect, (state, x, y, steps) => model.Step((VoiceDetector.State)state, x, y, steps));
    }

    [Fact]
    public void A_noise_suppressor_agrees_with_plain_loops()
    {
        using NoiseSuppressor model = Drawn<NoiseSuppressor>();
        AgreesInSequences(model, NoiseSuppressor.SequenceLength, NoiseSuppressor.InputSize, NoiseSuppressor.OutputSize, Suppress);
        AgreesInStreams(model, NoiseSuppressor.InputSize, NoiseSuppressor.OutputSize, Suppress, (state, x, y, steps) => model.Step((NoiseSuppressor.State)state, x, y, steps));
    }

    [Fact]
    public void A_labeller_with_attention_agrees_with_plain_loops_and_learns()
    {
        using Labeller model = Drawn<Labeller>();
        AgreesInSequences(model, Labeller.SequenceLength, Labeller.InputSize, Labeller.OutputSize, Label);
        using Labeller.Trainer trainer = model.CreateTrainer(new Sgd(0.1f), Rows);
        Learns(model, trainer, Rows * Labeller.SequenceLength * Labeller.InputSize, Rows * Labeller.SequenceLength * Labeller.OutputSize);
    }

    [Fact]
    public void A_detector_of_voice_activity_has_the_gradients_of_its_equations_and_learns()
    {
        using VoiceDetector model = Drawn<VoiceDetector>();
        using VoiceDetector.Trainer trainer = model.CreateTrainer(new Sgd(0.1f), Rows);
        Learns(model, trainer, Rows * VoiceDetector.SequenceLength * VoiceDetector.InputSize, Rows * VoiceDetector.SequenceLength * VoiceDetector.OutputSize);
    }

    [Fact]
    public void A_noise_suppressor_has_the_gradients_of_its_equations_and_learns()
    {
        using NoiseSuppressor model = Drawn<NoiseSuppressor>();
        using NoiseSuppressor.Trainer trainer = model.CreateTrainer(new Sgd(0.1f), Rows);
        Learns(model, trainer, Rows * NoiseSuppressor.SequenceLength * NoiseSuppressor.InputSize, Rows * NoiseSuppressor.SequenceLength * NoiseSuppressor.OutputSize);
    }

    private static double[][] Detect(PlainLayers layers, double[][] spectrum)
    {
        double[][] encoded = layers.Conv1d("conv", spectrum, 3, static a => Math.Max(a, 0));
        return layers.Linear("probability", layers.Lstm("lstm", encoded), PlainLayers.Sigmoid);
    }

    private static double[][] Suppress(PlainLayers layers, double[][] features)
    {
        double[][] encoded = layers.Linear("input_dense", features, Math.Tanh);
        double[][] voice = layers.Gru("vad_gru", encoded);
        double[][] noise = layers.Gru("noise_gru", PlainLayers.Join(encoded, voice, features));
        double[][] speech = layers.Gru("denoise_gru", PlainLayers.Join(voice, noise, features));
        return layers.Linear("gains", speech, PlainLayers.Sigmoid);
    }

    private static double[][] Label(PlainLayers layers, double[][] x)
    {
        double[][] states = PlainLayers.Join(layers.Gru("left", x), [.. layers.Gru("right", [.. x.Reverse()]).Reverse()]);
        double[][] query = layers.Linear("query", states, static a => a), keys = layers.Linear("keys", states, static a => a);
        double[][] values = layers.Linear("values", states, static a => a);
        double[] mean = [.. Enumerable.Range(0, states[0].Length).Select(i => states.Average(state => state[i]))];
        double[] summary = PlainLayers.Attend(mean, states, values);
        double[][] context = [.. query.Select(q => PlainLayers.Attend(q, keys, values))];
        return layers.Linear("labels", PlainLayers.Join(states, context, [.. x.Select(_ => summary)]), static a => a);
    }

    /// <summary>A batch, and rows of different lengths, whose outputs are 0 behind their ends.</summary>
    private static void AgreesInSequences<TModel>(TModel model, int steps, int size, int outputs, Func<PlainLayers, double[][], double[][]> network)
        where TModel : IRecurrentModel<TModel>, ISequenceModel<float>
    {
        PlainLayers layers = Plain(model);
        float[] x = Numbers(Rows * steps * size, 7), y = new float[Rows * steps * outputs];
        foreach (int[] lengths in (int[][])[[steps, steps, steps], [steps, 2, steps - 1]])
        {
            model.Forward(x, y, Rows, lengths);
            for (int row = 0; row < Rows; row++)
            {
                Near(network(layers, Steps(x.AsSpan(row * steps * size, lengths[row] * size), size)), y.AsSpan(row * steps * outputs, lengths[row] * outputs));
                Assert.All(y[(((row * steps) + lengths[row]) * outputs)..((row + 1) * steps * outputs)], static v => Assert.Equal(0, v));
            }
        }
    }

    /// <summary>A stream of blocks, one of a single step, and a stream of single steps.</summary>
    private static void AgreesInStreams<TModel>(TModel model, int size, int outputs, Func<PlainLayers, double[][], double[][]> network, BlockStep step)
        where TModel : IRecurrentModel<TModel>, IStreamingModel<float>
    {
        int[] blocks = [5, 1, 17, 7];
        int steps = blocks.Sum();
        float[] x = Numbers(steps * size, 9), y = new float[steps * outputs];
        double[][] expected = network(Plain(model), Steps(x, size));
        Assert.True(expected.Max(static step => step[0]) - expected.Min(static step => step[0]) > 0.02, "Expected outputs that differ from step to step.");
        ModelState state = model.CreateState();
        int first = 0;
        foreach (int block in blocks)
        {
            step(state, x.AsSpan(first * size, block * size), y.AsSpan(first * outputs, block * outputs), block);
            first += block;
        }

        Near(expected, y);
        Array.Clear(y);
        state.Reset();
        for (int t = 0; t < steps; t++)
            model.Step(state, x.AsSpan(t * size, size), y.AsSpan(t * outputs, outputs));
        Near(expected, y);
    }

    private static void Learns<TModel>(TModel model, Trainer<float, float> trainer, int inputs, int outputs)
        where TModel : IRecurrentModel<TModel>
    {
        float[] x = Numbers(inputs, 11), targets = [.. Numbers(outputs, 13).Select(static v => v > 0 ? 1f : 0f)];
        InterpretedModel<double> equations = InterpretedModel.CopyOfDouble(model);
        using InterpretedTrainer<double> oracle = equations.CreateTrainer(new Sgd(0.1f), Rows);
        float before = trainer.Step(x, targets);
        Assert.Equal(oracle.ComputeGradients(Array.ConvertAll(x, static v => (double)v), Array.ConvertAll(targets, static v => (double)v)), before, Tolerance);
        foreach (ModelParameter parameter in TModel.Parameters)
        {
            float[] found = new float[parameter.Length];
            double[] expected = new double[parameter.Length];
            trainer.ReadGradient(parameter.Name, found);
            oracle.ReadGradient(parameter.Name, expected);

            // A bias of keys adds the same to all scores of a query, so that it changes no weight of attention.
            if (parameter.Name != "keys.bias")
                Assert.Contains(expected, static g => Math.Abs(g) > 1e-6);
            Assert.True(Tolerances.GradientError(found, expected) <= 1, parameter.Name);
        }

        Assert.InRange(trainer.ComputeGradients(x, targets), 0, before - 1e-4);
    }

    private delegate void BlockStep(ModelState state, ReadOnlySpan<float> input, Span<float> output, int steps);

    /// <summary>A model with random biases too, of a size at which gates are used over most of their range.</summary>
    private static TModel Drawn<TModel>()
        where TModel : IRecurrentModel<TModel>
    {
        TModel model = TModel.Create(1);
        for (int i = 0; i < TModel.Parameters.Count; i++)
        {
            ModelParameter parameter = TModel.Parameters[i];
            float bound = parameter.Shape.Count == 1 ? 0.5f : 2 / MathF.Sqrt(parameter.Length / parameter.Shape[0]);
            model.WriteParameter(parameter.Name, [.. Numbers(parameter.Length, 20 + i).Select(v => bound * v)]);
        }

        return model;
    }

    private static PlainLayers Plain<TModel>(TModel model)
        where TModel : IRecurrentModel<TModel> => new(TModel.Parameters.ToDictionary(static p => p.Name, p =>
    {
        float[] values = new float[p.Length];
        model.ReadParameter(p.Name, values);
        return Array.ConvertAll(values, static v => (double)v);
    }));

    private static double[][] Steps(ReadOnlySpan<float> values, int size)
    {
        double[][] steps = new double[values.Length / size][];
        for (int t = 0; t < steps.Length; t++)
            steps[t] = Array.ConvertAll(values.Slice(t * size, size).ToArray(), static v => (double)v);
        return steps;
    }

    private static void Near(double[][] expected, ReadOnlySpan<float> found)
    {
        double[] flat = [.. expected.SelectMany(static step => step)];
        Assert.Equal(flat.Length, found.Length);
        for (int i = 0; i < flat.Length; i++)
            Assert.True(Math.Abs(flat[i] - found[i]) <= Tolerance, $"Output {i}: expected {flat[i]}, found {found[i]}.");
    }

    /// <summary>Numbers from −1 to 1.</summary>
    private static float[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
