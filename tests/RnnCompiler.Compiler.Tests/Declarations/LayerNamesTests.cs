using RnnCompiler.Compiler.Declarations;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Declarations;

public class LayerNamesTests
{
    [Fact]
    public void Each_kind_has_its_own_word() => Assert.Equal(
        ["embedding", "rnn", "lstm", "dropout", "gru", "laststep", "meanovertime", "maxovertime", "dense"],
        LayerNames.Resolve([Embedding(5, 2), Rnn(1), Lstm(1), Dropout(0.5), Gru(1), LastStep(), Mean(), Max(), Dense(1)]));

    [Fact]
    public void Later_layers_of_a_kind_are_numbered_from_1() =>
        Assert.Equal(["gru", "gru_1", "lstm", "gru_2"], LayerNames.Resolve([Gru(1), Gru(1), Lstm(1), Gru(1)]));

    [Fact]
    public void Written_names_are_kept_and_do_not_count() =>
        Assert.Equal(["encoder", "gru", "gru_1"], LayerNames.Resolve([Gru(1, name: "encoder"), Gru(1), Gru(1)]));

    [Fact]
    public void Automatic_names_step_over_written_ones_even_later() =>
        Assert.Equal(["gru_1", "gru_2", "gru"], LayerNames.Resolve([Gru(1), Gru(1, name: "gru_2"), Lstm(1, name: "gru")]));
}
