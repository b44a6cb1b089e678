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
        LstmLast[] models = [LstmLast.Load(FilePath), LstmLast.Load(FilePath, options), LstmLast.Load(stream), LstmLast.Load(bytes), LstmLast.Load(bytes, options)];
        foreach (LstmLast loaded in models)
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
        Assert.Equal(GoldenRnnTanhLast.Parameters.Select(static p => p.ToString()), GoldenRnnReluLast.Parameters.Select(static p => p.ToString()));
        GoldenRnnTanhLast.Create(seed: 1).Save(FilePath);
        GoldenRnnReluLast model = GoldenRnnReluLast.Create(seed: 2);
        float[] before = Read(model);
        WeightFileException error = Assert.Throws<WeightFileException>(() => model.LoadParameters(FilePath));
        Assert.Contains("layer 'recurrent' (1 of 3): expected rnn activation=Relu units=16, found rnn units=16", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Read(model));
        model.LoadParameters(FilePath, new LoadOptions { IgnoreDeclaration = true });
        Assert.Equal(Read(GoldenRnnTanhLast.Create(seed: 1)), Read(model));
    }

    [Fact]
    public void The_format_of_weights_may_differ()
    {
        WideGru model = WideGru.Create(seed: 1);
        model.Save(FilePath);
        Assert.Equal(Read(model), Read(WideGruInBFloat16.Load(FilePath)));
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
        source.WriteParameter("gru.bias_ih_l0", new float[300]);
        model.Forward(x, found);
        Assert.Equal(expected, found);
    }

    private static float[] Output(LstmLast model)
    {
        float[] output = new float[LstmLast.OutputSize];
        model.Forward([.. Enumerable.Range(0, LstmLast.SequenceLength * LstmLast.InputSize).Select(i => MathF.Sin(i))], output);
        return output;
    }

    private static float[] Read<TModel>(TModel model)
        where TModel : IRecurrentModel<TModel>
    {
        List<float> values = [];
        foreach (ModelParameter parameter in TModel.Parameters)
        {
            float[] part = new float[parameter.Length];
            model.ReadParameter(parameter.Name, part);
            values.AddRange(part);
        }

        return [.. values];
    }
}
