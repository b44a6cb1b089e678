using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

/// <summary>The members of generated classes that read and write weight files.</summary>
public sealed class WeightFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncompiler").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_is_loaded_from_a_path_a_stream_and_bytes_with_options_and_without()
    {
        LstmLast model = LstmLast.Create(seed: 1);
        model.Save(FilePath);
        byte[] bytes = File.ReadAllBytes(FilePath);
        using MemoryStream stream = new();
        model.Save(stream);
        Assert.Equal(bytes, stream.ToArray());
        stream.Position = 0;

        LoadOptions options = new() { IgnoreOthers = true };
        float[] expected = Output(model);
        foreach (LstmLast loaded in (LstmLast[])[LstmLast.Load(FilePath), LstmLast.Load(FilePath, options), LstmLast.Load(stream), LstmLast.Load(bytes), LstmLast.Load(bytes, options)])
            Assert.Equal(expected, Output(loaded));
        Assert.Equal(expected, Output(((string[])[FilePath]).Select(LstmLast.Load).Single()));

        LstmLast other = LstmLast.Create(seed: 2);
        Assert.NotEqual(expected, Output(other));
        stream.Position = 0;
        other.LoadParameters(stream);
        Assert.Equal(expected, Output(other));
        other = LstmLast.Create(seed: 2);
        other.LoadParameters(bytes);
        Assert.Equal(expected, Output(other));
        other = LstmLast.Create(seed: 2);
        other.LoadParameters(FilePath, new LoadOptions());
        Assert.Equal(expected, Output(other));
    }

    [Fact]
    public void The_file_holds_the_declaration_and_its_hash()
    {
        LstmLast.Create(seed: 1).Save(FilePath);
        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Read(FilePath).Metadata;
        Assert.Equal(Zoo.Find(nameof(LstmLast)).Declaration, metadata["rnncompiler.declaration"]);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(metadata["rnncompiler.declaration"]))),
            metadata["rnncompiler.declaration_sha256"]);
    }

    [Fact]
    public void A_file_of_a_network_with_the_same_tensors_is_refused_with_what_differs()
    {
        // Both are an LSTM and a dense head of other activations and reductions.
        OfOneShape.Create(seed: 1).Save(FilePath);
        OfTheSameShape model = OfTheSameShape.Create(seed: 2);
        float[] before = Read(model);
        WeightFileException error = Assert.Throws<WeightFileException>(() => model.LoadParameters(FilePath));
        Assert.Contains("expected rnn activation=Relu units=3, found rnn units=3", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Read(model));
        model.LoadParameters(FilePath, new LoadOptions { IgnoreDeclaration = true });
        Assert.NotEqual(before, Read(model));
    }

    [Fact]
    public void Length_loss_dropout_and_format_of_weights_may_differ()
    {
        OfOneShape.Create(seed: 1).Save(FilePath);
        float[] x = [0.1f, -0.2f, 0.3f, 0.4f, 0.5f, -0.6f];
        float[] expected = new float[1];
        float[] found = new float[1];
        OfOneShape.Load(FilePath).Forward(x, expected);
        OfOneFunction.State state = OfOneFunction.Load(FilePath).CreateState();
        OfOneFunction.Load(FilePath).Step(state, x, found, 3);
        Assert.Equal(expected[0], found[0], 2e-2);
    }

    [Fact]
    public void Parameters_are_copied_and_reduced_weights_renewed()
    {
        WideGruInBFloat16 source = WideGruInBFloat16.Create(seed: 1);
        WideGruInBFloat16 model = WideGruInBFloat16.Create(seed: 2);
        model.CopyParametersFrom(source);
        float[] x = [.. Enumerable.Range(0, WideGruInBFloat16.SequenceLength * WideGruInBFloat16.InputSize).Select(i => MathF.Sin(i))];
        float[] expected = new float[WideGruInBFloat16.OutputSteps * WideGruInBFloat16.OutputSize];
        float[] found = new float[expected.Length];
        source.Forward(x, expected);
        model.Forward(x, found);
        Assert.Equal(expected, found);
        model.CopyParametersFrom(model);
        model.Forward(x, found);
        Assert.Equal(expected, found);
        Assert.Throws<ArgumentNullException>("other", () => model.CopyParametersFrom(null!));

        // It is a copy.
        source.WriteParameter("gru.bias_ih_l0", new float[source.Length("gru.bias_ih_l0")]);
        model.Forward(x, found);
        Assert.Equal(expected, found);
    }

    private static float[] Output(LstmLast model)
    {
        float[] output = new float[LstmLast.OutputSize];
        model.Forward([.. Enumerable.Range(0, LstmLast.SequenceLength * LstmLast.InputSize).Select(i => MathF.Sin(i))], output);
        return output;
    }

    private static float[] Read(OfTheSameShape model)
    {
        List<float> values = [];
        foreach (ModelParameter parameter in OfTheSameShape.Parameters)
        {
            float[] part = new float[parameter.Length];
            model.ReadParameter(parameter.Name, part);
            values.AddRange(part);
        }

        return [.. values];
    }
}

internal static class ParameterLengths
{
    public static int Length<TModel>(this TModel model, string name)
        where TModel : IRecurrentModel<TModel> => TModel.Parameters.Single(parameter => parameter.Name == name).Length;
}

[RnnModel(InputSize = 2, SequenceLength = 3)]
[Rnn(3)]
[LastStep]
[Dense(1)]
internal sealed partial class OfOneShape;

[RnnModel(InputSize = 2, SequenceLength = 3)]
[Rnn(3, Activation = Activation.Relu)]
[LastStep]
[Dense(1)]
internal sealed partial class OfTheSameShape;

[RnnModel(InputSize = 2, SequenceLength = 9, Loss = Loss.Huber, Weights = WeightFormat.BFloat16)]
[Rnn(3, RecurrentDropout = 0.25)]
[Dropout(0.5)]
[LastStep]
[Dense(1)]
internal sealed partial class OfOneFunction;
