using RnnCompiler.Compiler.Cells;
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
    public void A_name_that_is_written_elsewhere_changes_no_other()
    {
        LayerDeclaration[] layers = [Gru(1), Dense(1), Gru(1)];
        IReadOnlyList<string> names = LayerNames.Resolve(layers);
        for (int i = 0; i <= layers.Length; i++)
        {
            foreach (string name in (string[])["gru", "gru_1", "dense", "other"])
                Assert.Equal(names, LayerNames.Resolve([.. layers[..i], Gru(1, name: name), .. layers[i..]]).Where((_, index) => index != i));
        }
    }

    [Fact]
    public void Kinds_that_meet_give_different_names()
    {
        RecurrentDeclaration written = Custom(1, 2);
        CellProgram program = ((CustomDeclaration)written.Cell).Program with { Name = "Gru_1" };
        RecurrentDeclaration named = written with { Cell = new CustomDeclaration(program, default) };
        Assert.Equal(["gru", "gru_1", "gru_1_1"], LayerNames.Resolve([Gru(1), Gru(1), named]));
    }
}
