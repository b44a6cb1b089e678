using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>Canonical parameters as PyTorch's state_dict lists them.</summary>
public class ParameterTableTests
{
    [Fact]
    public void Bidirectional_stack_of_lstm() => Assert.Equal(
        [
            "lstm.weight_ih_l0 [20, 3]", "lstm.weight_hh_l0 [20, 5]", "lstm.bias_ih_l0 [20]", "lstm.bias_hh_l0 [20]",
            "lstm.weight_ih_l0_reverse [20, 3]", "lstm.weight_hh_l0_reverse [20, 5]", "lstm.bias_ih_l0_reverse [20]", "lstm.bias_hh_l0_reverse [20]",
            "lstm.weight_ih_l1 [20, 10]", "lstm.weight_hh_l1 [20, 5]", "lstm.bias_ih_l1 [20]", "lstm.bias_hh_l1 [20]",
            "lstm.weight_ih_l1_reverse [20, 10]", "lstm.weight_hh_l1_reverse [20, 5]", "lstm.bias_ih_l1_reverse [20]", "lstm.bias_hh_l1_reverse [20]",
            "head.weight [2, 10]", "head.bias [2]",
        ],
        Table(Model(Lstm(5, 2, bi: true), LastStep(), Dense(2, name: "head"))));

    [Fact]
    public void Tokens_through_two_layers_of_gru() => Assert.Equal(
        [
            "embedding.weight [9, 4]",
            "gru.weight_ih_l0 [15, 4]", "gru.weight_hh_l0 [15, 5]", "gru.bias_ih_l0 [15]", "gru.bias_hh_l0 [15]",
            "gru_1.weight_ih_l0 [6, 5]", "gru_1.weight_hh_l0 [6, 2]", "gru_1.bias_ih_l0 [6]", "gru_1.bias_hh_l0 [6]",
            "dense.weight [9, 2]",
        ],
        Table(Model(Embedding(9, 4), Gru(5), Gru(2), Dense(9, bias: false))));

    [Fact]
    public void A_summed_stack_reads_as_many_features_as_it_has_units() => Assert.Equal(
        [
            "rnn.weight_ih_l0 [5, 3]", "rnn.weight_hh_l0 [5, 5]", "rnn.bias_ih_l0 [5]", "rnn.bias_hh_l0 [5]",
            "rnn.weight_ih_l0_reverse [5, 3]", "rnn.weight_hh_l0_reverse [5, 5]", "rnn.bias_ih_l0_reverse [5]", "rnn.bias_hh_l0_reverse [5]",
            "rnn.weight_ih_l1 [5, 5]", "rnn.weight_hh_l1 [5, 5]", "rnn.bias_ih_l1 [5]", "rnn.bias_hh_l1 [5]",
            "rnn.weight_ih_l1_reverse [5, 5]", "rnn.weight_hh_l1_reverse [5, 5]", "rnn.bias_ih_l1_reverse [5]", "rnn.bias_hh_l1_reverse [5]",
        ],
        Table(Model(Rnn(5, 2, bi: true, merge: Merge.Sum))));

    [Fact]
    public void Without_biases_there_are_the_matrices_alone() => Assert.Equal(
        [
            "lstm.weight_ih_l0 [20, 3]", "lstm.weight_hh_l0 [20, 5]", "lstm.weight_ih_l0_reverse [20, 3]", "lstm.weight_hh_l0_reverse [20, 5]",
            "lstm.weight_ih_l1 [20, 10]", "lstm.weight_hh_l1 [20, 5]", "lstm.weight_ih_l1_reverse [20, 10]", "lstm.weight_hh_l1_reverse [20, 5]",
            "gru.weight_ih_l0 [6, 10]", "gru.weight_hh_l0 [6, 2]", "rnn.weight_ih_l0 [4, 2]", "rnn.weight_hh_l0 [4, 4]",
        ],
        Table(Model(Lstm(5, 2, bi: true) with { UseBias = false }, Gru(2) with { UseBias = false }, Rnn(4) with { UseBias = false })));

    [Fact]
    public void Gates_lie_in_PyTorchs_order()
    {
        Assert.Equal(["lstm.W_ii_l0", "lstm.W_if_l0", "lstm.W_ig_l0", "lstm.W_io_l0"], Find(Model(Lstm(5)), "lstm.weight_ih_l0").Slices);
        Assert.Equal(["lstm.b_hi_l0_reverse", "lstm.b_hf_l0_reverse", "lstm.b_hg_l0_reverse", "lstm.b_ho_l0_reverse"],
            Find(Model(Lstm(5, bi: true)), "lstm.bias_hh_l0_reverse").Slices);
        Assert.Equal(["gru.W_hr_l0", "gru.W_hz_l0", "gru.W_hn_l0"], Find(Model(Gru(5)), "gru.weight_hh_l0").Slices);
        Assert.Equal(["rnn.W_hh_l0"], Find(Model(Rnn(5)), "rnn.weight_hh_l0").Slices);
        Assert.Equal(["dense.W"], Find(Model(Gru(5), Dense(2)), "dense.weight").Slices);
        Assert.Equal(["embedding.E"], Find(Model(Embedding(9, 4), Gru(5)), "embedding.weight").Slices);
    }

    [Fact]
    public void Parameters_start_as_in_PyTorch()
    {
        ModelDeclaration model = Model(Embedding(9, 4), Gru(16), Dense(25));
        Assert.All(["gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0", "dense.weight", "dense.bias"], name =>
            Assert.Equal((Initialization.Uniform, 0.25), (Find(model, name).Initialization, Find(model, name).Bound)));
        Assert.Equal((Initialization.Normal, 1.0), (Find(model, "embedding.weight").Initialization, Find(model, "embedding.weight").Bound));
    }

    [Theory]
    [InlineData(32, 64, 25_088)]
    [InlineData(1, 16, 1_216)]
    [InlineData(64, 128, 99_328)]
    public void Lstm_parameters_are_counted_as_in_PyTorch(int input, int hidden, long count) =>
        Assert.Equal(count, ModuleBuilder.Build(Model(Lstm(hidden)) with { InputSize = input }).Parameters.Sum(static p => p.ElementCount));

    [Fact]
    public void States_are_named_after_layer_and_cell()
    {
        Module module = ModuleBuilder.Build(Model(Lstm(5, 2), Gru(3), Mean("average"), Dense(2)));
        Assert.Equal(
            [
                new StateTensor("lstm.h_l0", TensorType.Vector(5), 0), new("lstm.c_l0", TensorType.Vector(5), 0),
                new("lstm.h_l1", TensorType.Vector(5), 0), new("lstm.c_l1", TensorType.Vector(5), 0),
                new("gru.h_l0", TensorType.Vector(3), 0),
                new("average.sum", TensorType.Vector(3), 0), new("average.count", TensorType.Scalar, 0),
            ],
            module.States);
        Assert.Equal(double.NegativeInfinity, Assert.Single(ModuleBuilder.Build(Model(Rnn(2), Max())).States, static s => s.Name == "maxovertime.max").InitialValue);
    }

    [Fact]
    public void Bidirectional_models_have_states_of_both_directions_and_no_steps()
    {
        Module module = ModuleBuilder.Build(Model(Rnn(2, bi: true)));
        Assert.Null(module.Step);
        Assert.Equal(["rnn.h_l0", "rnn.h_l0_reverse"], module.States.Select(static s => s.Name));
    }

    private static IEnumerable<string> Table(ModelDeclaration model) =>
        ModuleBuilder.Build(model).Parameters.Select(static p => $"{p.Name} [{string.Join(", ", p.Shape)}]");

    private static ParameterTensor Find(ModelDeclaration model, string name) =>
        ModuleBuilder.Build(model).Parameters.Single(p => p.Name == name);
}
