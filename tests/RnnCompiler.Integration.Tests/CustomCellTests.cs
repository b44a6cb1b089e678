using RnnCompiler.Compiler.Cells;
using RnnCompiler.ModelZoo;

namespace RnnCompiler.Integration.Tests;

/// <summary>The LSTM and the GRU, written as a user writes cells, beside the built-in ones.</summary>
public sealed class CustomCellTests
{
    private const int Rows = 3;
    private const float Tolerance = 1e-6f;

    [Fact]
    public void A_custom_lstm_is_the_built_in_one()
    {
        (BuiltInLstm builtIn, CustomLstmModel own) = (BuiltInLstm.Create(1), CustomLstmModel.Create(2));
        Compare(builtIn, own, static m => m.CreateTrainer(new Adam(0.01f), Rows), static m => m.CreateTrainer(new Adam(0.01f), Rows));
    }

    [Fact]
    public void A_custom_gru_is_the_built_in_one()
    {
        (BuiltInGru builtIn, CustomGruModel own) = (BuiltInGru.Create(1), CustomGruModel.Create(2));
        Compare(builtIn, own, static m => m.CreateTrainer(new Adam(0.01f), Rows), static m => m.CreateTrainer(new Adam(0.01f), Rows));
    }

    [Fact]
    public void The_names_of_its_weights_are_those_of_its_parameters()
    {
        Assert.Equal(["customGru.Wir", "customGru.Wiz"], CustomGruModel.Parameters.Take(2).Select(static p => p.Name));
        Assert.Contains("customLstm.Who_l1_reverse", CustomLstmModel.Parameters.Select(static p => p.Name));
        Assert.Contains("customLstm.bho_reverse", CustomLstmModel.Parameters.Select(static p => p.Name));
    }

    [Fact]
    public void A_weight_file_takes_it_there_and_back()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            CustomGruModel model = CustomGruModel.Create(3);
            model.Save(file);
            CustomGruModel loaded = CustomGruModel.Load(file);
            Assert.Equal(Read(model, "customGru.Whn"), Read(loaded, "customGru.Whn"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_summary_counts_it_as_the_built_in_one()
    {
        (ModelSummary builtIn, ModelSummary own) = (ModelSummary.Of<BuiltInLstm>(), ModelSummary.Of<CustomLstmModel>());
        Assert.Equal((builtIn.Parameters, builtIn.MultiplyAddsPerSequence, builtIn.WeightBytes), (own.Parameters, own.MultiplyAddsPerSequence, own.WeightBytes));
        Assert.Contains("customLstm", own.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_assembly_holds_its_equations()
    {
        CellProgram cell = CompiledCells.Read(typeof(CustomGru));
        Assert.Equal("CustomGru", cell.Name);
        Assert.Equal(14, cell.Parameters.Count);
        Assert.NotEmpty(CompiledCells.Read(typeof(PeepholeLstm)).Equations);
        Assert.Contains("found System.String", Assert.Throws<ArgumentException>(static () => CompiledCells.Read(typeof(string))).Message, StringComparison.Ordinal);
        InterpretedModel<float> made = InterpretedModel.FromDeclaration(
            new("Made", 3, 4, Loss.MeanSquaredError, 1f, new([CompiledCells.Layer(typeof(LowRankFastGrnn), 6, "wRank=2", "uRank=3")])), 1);
        Assert.Contains("lowRankFastGrnn.U2", made.Parameters.Select(static p => p.Name));
    }

    private static void Compare<TBuiltIn, TOwn>(
        TBuiltIn builtIn, TOwn own, Func<TBuiltIn, Trainer<float, float>> train, Func<TOwn, Trainer<float, float>> trainOwn)
        where TBuiltIn : IRecurrentModel<TBuiltIn>, ISequenceModel<float>
        where TOwn : IRecurrentModel<TOwn>, ISequenceModel<float>
    {
        Assert.Equal(Numbers(TBuiltIn.Parameters), Numbers(TOwn.Parameters));
        Write(own, [.. TBuiltIn.Parameters.SelectMany(p => Read(builtIn, p.Name))]);

        Random random = new(1);
        float[] inputs = [.. Enumerable.Range(0, Rows * 9 * 5).Select(_ => (2 * random.NextSingle()) - 1)];
        int size = TBuiltIn.Parameters[0].Name.StartsWith("lstm", StringComparison.Ordinal) ? 2 : 9 * 2;
        float[] targets = [.. Enumerable.Range(0, Rows * size).Select(_ => random.NextSingle())];
        float[] expected = new float[Rows * size];
        float[] found = new float[Rows * size];
        builtIn.Forward(inputs, expected, Rows);
        own.Forward(inputs, found, Rows);
        Close(expected, found);

        using Trainer<float, float> trainer = train(builtIn);
        using Trainer<float, float> ownTrainer = trainOwn(own);
        for (int update = 0; update < 3; update++)
        {
            Close([trainer.Step(inputs, targets)], [ownTrainer.Step(inputs, targets)]);
            Close(Gradients<TBuiltIn>(trainer), Gradients<TOwn>(ownTrainer));
        }

        Close([.. TBuiltIn.Parameters.SelectMany(p => Read(builtIn, p.Name))], [.. TOwn.Parameters.SelectMany(p => Read(own, p.Name))]);
    }

    private static long Numbers(IReadOnlyList<ModelParameter> parameters) => parameters.Sum(static p => (long)p.Length);

    private static float[] Gradients<TModel>(Trainer<float, float> trainer)
        where TModel : IRecurrentModel<TModel> => [.. TModel.Parameters.SelectMany(p =>
        {
            float[] values = new float[p.Length];
            trainer.ReadGradient(p.Name, values);
            return values;
        })];

    private static float[] Read<TModel>(TModel model, string name)
        where TModel : IRecurrentModel<TModel>
    {
        float[] values = new float[TModel.Parameters.First(p => p.Name == name).Length];
        model.ReadParameter(name, values);
        return values;
    }

    // Weight by weight, the built-in cell's rows are the custom one's matrices.
    private static void Write<TModel>(TModel model, float[] values)
        where TModel : IRecurrentModel<TModel>
    {
        int at = 0;
        foreach (ModelParameter parameter in TModel.Parameters)
        {
            model.WriteParameter(parameter.Name, values.AsSpan(at, parameter.Length));
            at += parameter.Length;
        }
    }

    private static void Close(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), static pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
