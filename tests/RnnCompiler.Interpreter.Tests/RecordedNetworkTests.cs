using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>The text that <see cref="NetworkBuilder"/> records is that of the compiler, and the interpreted runtime runs it.</summary>
public sealed class RecordedNetworkTests
{
    private static readonly Dictionary<string, Func<Sequence, NetworkValue>> s_networks = new(StringComparer.Ordinal)
    {
        ["lstm"] = static x => Dense(Last(Lstm(x, 5, layers: 2, dropout: 0.1)), 2, name: "head"),
        ["rnn"] = static x => Rnn(x, 5, Activation.Relu, useBias: false, zoneout: 1.0 / 3, recurrentDropout: 1e-7),
        ["gru"] = static x => Gru(x, 4, bidirectional: true, merge: Merge.Average, learnInitialState: true, resetAfter: false),
        ["both ends"] = static x => Dense(Dropout(BothEnds(Dropout(Gru(x, 4, bidirectional: true), 0.5)), 0.25), 2, Activation.Sigmoid, useBias: false),
        ["residual"] = static x => x + Dense(Lstm(x, 5), 3, name: "head"),
        ["operators"] = static x => Gru(((1 - x) * (x / 2) * -x) + (2 / (x - 0.1)) - (0.3 * x), 3),
        ["functions"] = static x => Tanh(Sigmoid(Relu(Softmax(Abs(Exp(Log(Sqrt(Square(Gru(x, 3)) + 1)))))))),
        ["two operands"] = static x => Max(Min(Max(Lstm(x, 3), 0), x), Mean(x)),
        ["parts"] = static x => Concat(Mean(x), Slice(Concat(Lstm(x, 4), x), 2, 3), Max(x)),
        ["convolution"] = static x => Dense(LayerNorm(Lstm(Conv(Delay(x, 2), 5, 3, dilation: 2, activation: Activation.Tanh), 4)), 2),
        ["shared weights"] = static x => Shared(x),
        ["states"] = static x => Gru(x, 4, initial: Gru(Delay(x, 1), 4, name: "encoder").WithState().Final),
        ["reductions"] = static x => Last(Lstm(x, 4)) + Concat(Sum(Mean(x)), Mean(Sum(x)), Max(Max(x)), Sum(Last(x))),
        ["repeated"] = static x => Lstm(Repeat(Mean(Gru(x, 4))), 3),
        ["vectors"] = static x => Last(Gru(x, 3)) * Max(x) / (Mean(x) + 2),
        ["custom cells"] = static x => Recurrent(typeof(PeepholeLstm), Recurrent(typeof(ProjectedLstm), x, 8, dimensions: ["projection=4"], bidirectional: true), 5, layers: 2),
    };

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    public static TheoryData<Type> LibraryCells =>
    [
        typeof(CoupledGateLstm), typeof(FastGrnn), typeof(IndRnn), typeof(IndRnnRelu), typeof(LayerNormGru), typeof(LayerNormLstm), typeof(LowRankFastGrnn), typeof(MinGru),
        typeof(MinimalGatedUnit), typeof(PeepholeLstm), typeof(ProjectedLstm),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_recorded_text_is_read_and_written_alike(string network)
    {
        NetworkBuilder builder = new(6)
        {
            Name = "N \"1\"",
            Loss = Loss.Huber,
            HuberDelta = 0.1f,
            Weights = WeightFormat.Int8,
            IntegerProducts = true,
            Activations = ActivationAccuracy.High,
            Unroll = Unroll.Full,
        };
        string text = builder.Build(s_networks[network](builder.Sequence(3, "x"))).Text;
        Assert.Equal(text, DeclarationText.Write(DeclarationText.Parse(text)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_recorded_network_has_the_sizes_of_the_model(string network)
    {
        NetworkBuilder builder = new(6);
        NetworkValue output = s_networks[network](builder.Sequence(3, "x"));
        InterpretedModel<double> model = InterpretedModel.FromNetworkDouble(builder.Build(output), 1);
        Assert.Equal((output.Node.Size, output.Node.Steps == 0 ? 1 : 6), (model.OutputSize, model.OutputSteps));
    }

    [Theory]
    [MemberData(nameof(LibraryCells))]
    public void A_custom_cell_is_recorded_as_the_compiler_declares_it(Type cell)
    {
        string[] dimensions = [.. CompiledCells.Read(cell).NamedSizes.Select(static (name, i) => $"{name}={i + 2}")];
        NetworkBuilder builder = new(6);
        RecurrentSequence output = Recurrent(cell, builder.Sequence(5, "x"), 5, dimensions);
        string text = builder.Build(output).Text;
        RecurrentDeclaration layer = CompiledCells.Layer(cell, 5, dimensions);
        ModelDeclaration expected = new("Network", 5, 6, Loss.MeanSquaredError, 1f, new([layer]));
        Assert.Equal(DeclarationText.Write(expected), text);
        Assert.Equal(LayerNames.Kind(layer), output.Node.Name);
        Assert.Equal(CellLibrary.Create(layer.Cell, 5, 5).OutputSize, output.Size);
    }

    [Fact]
    public void Statistics_of_a_batch_normalisation_are_loaded_and_never_updated()
    {
        NetworkBuilder builder = new(sequenceLength: 6);
        InterpretedModel<float> model = InterpretedModel.FromNetwork(builder.Build(BatchNorm(Lstm(builder.Sequence(2, "x"), 3))), 1);
        float[] mean = [0.5f, -1, 2], variance = [4, 0.25f, 1], gain = new float[3], found = new float[3];
        model.WriteParameter("batchnorm.running_mean", mean);
        model.WriteParameter("batchnorm.running_var", variance);
        using InterpretedTrainer<float> trainer = model.CreateTrainer(new AdamW(0.1f), 1);
        float[] inputs = [.. Enumerable.Range(0, 12).Select(static i => MathF.Sin(i))], targets = new float[18];
        for (int i = 0; i < 3; i++)
            trainer.Step(inputs, targets);
        model.ReadParameter("batchnorm.weight", gain);
        Assert.All(gain, static g => Assert.NotEqual(1, g));
        model.ReadParameter("batchnorm.running_mean", found);
        Assert.Equal(mean, found);
        model.ReadParameter("batchnorm.running_var", found);
        Assert.Equal(variance, found);
    }

    [Fact]
    public void The_runtime_and_the_compiler_have_the_same_limits()
    {
        Assert.Equal(CellText.Version, CellSource.Version);
        Assert.Equal(
            (DeclarationLimits.Size, DeclarationLimits.Steps, DeclarationLimits.Layers, DeclarationLimits.Operands, DeclarationLimits.Vocabulary, DeclarationLimits.UnrollFactor),
            (Expect.LargestSize, Expect.MostSteps, Expect.MostLevels, Expect.MostOperands, Expect.LargestVocabulary, Expect.MostUnrolled));
        Assert.Equal(Enum.GetNames<ElementwiseOperation>(), Enum.GetNames<ElementwiseKind>());
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e16)]
    [InlineData(100_000)]
    [InlineData(-123_456.789)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    [InlineData(1.0 / 3)]
    public void Numbers_are_written_as_the_compiler_writes_them(double number)
    {
        NetworkBuilder builder = new(6);
        string text = builder.Build(Lstm(builder.Sequence(3, "x"), 3) * number).Text;
        Assert.Equal(text, DeclarationText.Write(DeclarationText.Parse(text)));
    }

    [Fact]
    public void A_chain_and_its_method_are_equal()
    {
        NetworkBuilder builder = new(6) { Name = "Tokens", Loss = Loss.CrossEntropy };
        NetworkDeclaration declaration = builder.Build(Dense(Gru(Embedding(builder.Tokens(7, "words"), 3), 4), 7));
        Assert.Equal(Declarations.Tokens, declaration.Text);
        InterpretedModel<float> chain = Declarations.Single(Declarations.Tokens);
        InterpretedModel<float> method = InterpretedModel.FromNetwork(declaration, 1);
        Assert.Equal(new Example<float>(chain, 2).Forward(0, 2), new Example<float>(method, 2).Forward(0, 2));
    }

    [Fact]
    public void A_residual_network_runs_and_trains()
    {
        NetworkBuilder builder = new(sequenceLength: 6) { Name = "Amp" };
        Sequence x = builder.Sequence(2, "x");
        InterpretedModel<float> model = InterpretedModel.FromNetwork(builder.Build(x + Dense(Lstm(x, 12), 2, name: "head")), 1);
        Example<float> example = new(model, 4);
        float[] output = example.Forward(0, 4);
        model.WriteParameter("head.weight", new float[2 * 12]);
        model.WriteParameter("head.bias", [0.5f, -0.5f]);
        Assert.Equal(example.Reals.Select(static (value, i) => value + (i % 2 == 0 ? 0.5f : -0.5f)), example.Forward(0, 4));
        Assert.NotEqual(output, example.Forward(0, 4));

        using InterpretedTrainer<float> trainer = model.CreateTrainer(new Adam(0.02f), 4);
        float first = example.Train(trainer, 0, 4, update: true);
        float last = first;
        for (int i = 0; i < 150; i++)
            last = example.Train(trainer, 0, 4, update: true);
        Assert.True(last < first / 4, $"The loss went from {first} to {last}.");
    }

    [Fact]
    public void Declarations_that_cannot_be_interpreted_throw()
    {
        NetworkBuilder builder = new(6);
        Sequence x = builder.Sequence(3, "x");
        Assert.Throws<ArgumentNullException>("declaration", () => InterpretedModel.FromNetwork((NetworkDeclaration)null!, 1));
        Assert.Throws<InvalidDeclarationException>(() => InterpretedModel.FromNetwork(builder.Build(Dense(x, 2)), 1));
    }

    private static Sequence Shared(Sequence x)
    {
        LstmLayer memory = LstmLayer(4, name: "memory");
        DenseLayer head = DenseLayer(2);
        return head.Apply(memory.Apply(x)) * head.Apply(memory.Apply(Delay(x, 1)));
    }
}
