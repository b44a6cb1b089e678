using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>Parameters of the same names and shapes that belong to another function are refused, and to the same function accepted.</summary>
public class NetworkComparisonTests
{
    private const string Head = "model name=\"A\" inputs=4 steps=6\n";
    private const string Model = Head + "gru units=4\ndropout rate=0.5\ngru units=4\nlaststep\ndense units=4\n";

    private const string Leaky =
        "cell Leaky {\n  input %0.x: f[input]\n  state %1.h: f[hidden]\n  weight %2.W: f[hidden,input]\n  weight %3.a: f[hidden] constant[2]\n"
        + "  %4.keep = sigmoid %3.a\n  %5 = multiply %4.keep, %1.h\n  %6 = matvec %2.W, %0.x\n  %7 = tanh %6\n  %8 = add %5, %7\n  next %1.h = %8\n}\n";

    /// <summary>Texts of a declaration that has the function of <see cref="Model"/>.</summary>
    public static TheoryData<string> Same =>
    [
        Model,
        Model.Replace("name=\"A\"", "name=\"B \\\"x\\\"\"", StringComparison.Ordinal),
        Model.Replace("steps=6", "steps=99 loss=Huber delta=0.5 weights=Int8 unroll=Full training=false targets=\"16,8\" activations=Fast", StringComparison.Ordinal),
        Model.Replace("dropout rate=0.5\n", "", StringComparison.Ordinal),
        Model.Replace("dropout rate=0.5", "dropout rate=0.1 name=\"noise\"", StringComparison.Ordinal),
        Model.Replace("laststep", "laststep name=\"end\"", StringComparison.Ordinal),
        Model.Replace("gru units=4", "gru units=4 recurrentDropout=0.5 dropout=0.2 merge=Sum", StringComparison.Ordinal),
        Head + "gru units=4 name=\"gru\"\ndropout rate=0.5\ngru units=4 from=\"gru\" name=\"gru_1\"\nlaststep\ndense units=4\n",
        Head + "gru units=4 name=\"gru\"\ngru units=4 name=\"gru_1\"\nlaststep\ndense units=4 name=\"dense\"\n",
    ];

    [Theory]
    [MemberData(nameof(Same))]
    public void What_does_not_change_the_function_is_not_compared(string text)
    {
        Assert.Empty(Compare(Model, text));
        Assert.Empty(Compare(text, Model));
    }

    /// <summary>What differs, and what the message says.</summary>
    public static TheoryData<string, string, string> Different => new()
    {
        { "gru units=4\ndropout", "gru resetAfter=false units=4\ndropout", "layer 'gru' (1 of 4): expected gru units=4, found gru resetAfter=false units=4" },
        { "gru units=4\nlaststep", "gru units=4 layers=2\nlaststep", "layer 'gru_1' (2 of 4): expected gru units=4, found gru units=4 layers=2" },
        { "gru units=4\nlaststep", "gru units=4 bidirectional=true merge=Sum\nlaststep", "found gru units=4 bidirectional=true merge=Sum" },
        { "gru units=4\nlaststep", "gru units=4 zoneout=0.1\nlaststep", "found gru units=4 zoneout=0.1" },
        { "gru units=4\nlaststep", "gru units=4 bias=false\nlaststep", "found gru units=4 bias=false" },
        { "gru units=4\nlaststep", "gru units=4 ofALaterVersion=7\nlaststep", "found gru units=4 ofALaterVersion=7" },
        { "dense units=4", "dense units=4 activation=Tanh", "layer 'dense' (4 of 4): expected dense units=4, found dense units=4 activation=Tanh" },
        { "laststep", "maxovertime", "the layers: expected gru 'gru', gru 'gru_1', laststep, dense 'dense', found gru 'gru', gru 'gru_1', maxovertime, dense 'dense'" },
        { "gru units=4\nlaststep", "lstm units=4\nlaststep", "found gru 'gru', lstm 'lstm', laststep, dense 'dense'" },
        { "laststep\ndense units=4", "dense units=4\nlaststep", "found gru 'gru', gru 'gru_1', dense 'dense', laststep" },
        { "laststep\n", "", "found gru 'gru', gru 'gru_1', dense 'dense'" },
        { "gru units=4\nlaststep", "gru units=4 from=\"input\"\nlaststep", "found gru units=4 from=input" },
        { "gru units=4\nlaststep", "gru units=4 initial=\"gru\"\nlaststep", "found gru units=4 initial=gru" },
        { "inputs=4", "inputs=5", "the input of a step: expected 4 features, found 5 features" },
        { "inputs=4 ", "", "expected 4 features, found a token id" },
    };

    [Theory]
    [MemberData(nameof(Different))]
    public void What_changes_the_function_is_said_with_the_layer(string from, string to, string message)
    {
        string difference = Assert.Single(Compare(Model, Model.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(message, difference, StringComparison.Ordinal);
        Assert.Single(Compare(Model.Replace(from, to, StringComparison.Ordinal), Model));
    }

    [Fact]
    public void Layers_of_one_shape_in_another_order_are_refused()
    {
        const string Swapped = Head + "gru units=4 name=\"gru_1\"\ngru units=4 name=\"gru\"\nlaststep\ndense units=4\n";
        Assert.Contains("expected gru 'gru', gru 'gru_1', laststep, dense 'dense', found gru 'gru_1', gru 'gru', laststep, dense 'dense'", Assert.Single(Compare(Model, Swapped)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_network_is_refused_by_Load_and_the_way_out_is_named()
    {
        string[] parameters = ["gru.weight 1", "gru_1.weight 1", "dense.weight 1"];
        ParameterStore store = TensorFile.Model(Model, parameters);
        byte[] file = TensorFile.OfTensors(Model.Replace("laststep", "meanovertime", StringComparison.Ordinal), parameters);
        float[] before = SmallModel.ReadAll(store);
        WeightFileException error = Assert.Throws<WeightFileException>(() => store.Load(file));
        Assert.Contains("the data: the layers: expected gru 'gru'", error.Message, StringComparison.Ordinal);
        Assert.Contains("LoadOptions { IgnoreDeclaration = true }", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallModel.ReadAll(store));
        store.Load(file, new LoadOptions { IgnoreDeclaration = true });
        Assert.Equal([1, 2, 3], SmallModel.ReadAll(store));

        // IgnoreOthers is proposed where it helps, not where a layer that both have differs.
        byte[] activated = TensorFile.OfTensors(Model.Replace("dense units=4", "dense units=4 activation=Tanh", StringComparison.Ordinal), parameters);
        Assert.Contains("It loads with", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("It loads with", Assert.Throws<WeightFileException>(() => store.Load(activated)).Message, StringComparison.Ordinal);
        store.Load(TensorFile.OfTensors(null, parameters));
        store.Load(TensorFile.OfTensors(Model, parameters));
    }

    [Fact]
    public void Mismatches_of_tensors_and_of_the_declaration_are_in_one_message()
    {
        ParameterStore store = TensorFile.Model(Model, "gru.weight 2");
        string message = Assert.Throws<WeightFileException>(() =>
            store.Load(TensorFile.OfTensors(Model.Replace("gru units=4\nlast", "gru units=5\nlast", StringComparison.Ordinal), "gru.weight 3"))).Message;
        Assert.Contains("the data does not fit the model A in 2 ways:\n  tensor 'gru.weight': ", message, StringComparison.Ordinal);
        Assert.Contains("\n  layer 'gru_1' (2 of 4): expected gru units=4, found gru units=5", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_cannot_be_read_is_refused()
    {
        foreach (string text in (string[])["", "network A\n", "model\n", "model name=\"A\" inputs=4", "model name=\"A\"\ngru units\n", "model name=\"A\"\ngru units=\"4\n",
            "model name=\"A\"\n\n"])
        {
            Assert.Contains("perhaps of a later version", Assert.Single(Compare(Model, text)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_are_compared_after_renames()
    {
        string file = Model.Replace("dense units=4", "dense units=4 name=\"fc\"", StringComparison.Ordinal);
        Assert.Contains("dense 'fc'", Assert.Single(Compare(Model, file)), StringComparison.Ordinal);
        Assert.Empty(Compare(Model, file, new LoadOptions { Rename = { ["fc"] = "dense" } }));
        Assert.Empty(Compare(Model, file, new LoadOptions { Rename = { ["fc"] = "dense" } }, "fc.weight 1"));
        Assert.Empty(Compare(Model, file, new LoadOptions { Rename = { ["fc.weight"] = "dense.weight" } }, "fc.weight 1"));

        // The order counts, whatever the names.
        Assert.Single(Compare(Model, Model, new LoadOptions { Rename = { ["gru"] = "gru_1", ["gru_1"] = "gru" } }));
    }

    [Fact]
    public void Names_that_were_changed_after_the_file_was_written_are_compared_as_they_were() =>
        Assert.Empty(Compare(Model, Model, new LoadOptions { Prefix = "net." }, "net.gru.weight 1", "net.gru_1.weight 1", "net.dense.weight 1"));

    [Fact]
    public void With_other_layers_ignored_those_that_both_have_are_compared_in_their_order()
    {
        LoadOptions options = new() { IgnoreOthers = true };
        Assert.Empty(Compare(Model, Model.Replace("laststep\ndense units=4\n", "dense units=9 name=\"other\"\n", StringComparison.Ordinal), options));
        Assert.Empty(Compare(Model, Head + "embedding vocabulary=9 dimension=4\n" + Model[Head.Length..], options));
        Assert.Contains(
            "layer 'gru_1' (2 of 2): expected gru units=4",
            Assert.Single(Compare(Model, Head + "gru units=4\ngru units=4 resetAfter=false\n", options)),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected gru 'gru', gru 'gru_1', found gru 'gru_1', gru 'gru'",
            Assert.Single(Compare(Model, Head + "gru units=4 name=\"gru_1\"\ngru units=4 name=\"gru\"\n", options)),
            StringComparison.Ordinal);
    }

    /// <summary>Other texts of the cell that mean the same.</summary>
    public static TheoryData<string> SameCells =>
    [
        Leaky.Replace("cell Leaky", "cell \"Lücke\"", StringComparison.Ordinal),
        Leaky.Replace(" constant[2]", " uniform[0.5]", StringComparison.Ordinal),
        Leaky.Replace(".keep", "", StringComparison.Ordinal).Replace("%7 =", "%7.\"ü =\" =", StringComparison.Ordinal)
            .Replace("%5, %7", "%5, %7.\"ü =\"", StringComparison.Ordinal),
        Leaky.Replace("%1.h", "%1.other", StringComparison.Ordinal),
        Leaky.Replace("  %5 = multiply %4.keep, %1.h\n  %6 = matvec %2.W, %0.x\n  %7 = tanh %6\n  %8 = add %5, %7",
            "  %5 = matvec %2.W, %0.x\n  %6 = tanh %5\n  %7 = multiply %4.keep, %1.h\n  %8 = add %7, %6", StringComparison.Ordinal),
        Leaky.Replace("  %8 = add %5, %7\n  next %1.h = %8", "  %8 = tanh %6\n  %9 = exp %8\n  %10 = add %5, %8\n  next %1.h = %10", StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(SameCells))]
    public void What_values_are_called_and_in_which_order_they_are_computed_makes_no_difference(string cell)
    {
        Assert.NotEqual(Leaky, cell);
        Assert.Empty(Compare(Of(Leaky), Of(cell)));
    }

    [Theory]
    [InlineData("multiply %4.keep, %1.h", "multiply %1.h, %4.keep")]
    [InlineData("tanh %6", "sigmoid %6")]
    [InlineData("next %1.h = %8", "next %1.h = %7")]
    [InlineData("f[hidden] constant", "f[1] constant")]
    [InlineData("matvec %2.W, %0.x", "matvec[7] %2.W, %0.x")]
    [InlineData("weight %3.a", "weight %3.b")]
    public void Other_equations_are_refused_with_the_state_that_they_change(string from, string to)
    {
        string cell = Leaky.Replace(from, to, StringComparison.Ordinal).Replace(to.Contains(".b", StringComparison.Ordinal) ? "%3.a" : "none", "%3.b", StringComparison.Ordinal);
        Assert.Contains("layer 'own' (1 of 1): expected the equations of the cell Leaky, found others for h", Assert.Single(Compare(Of(Leaky), Of(cell))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_of_a_cell_can_be_renamed()
    {
        string cell = Leaky.Replace("%3.a", "%3.b", StringComparison.Ordinal);
        Assert.Empty(Compare(Of(Leaky), Of(cell), new LoadOptions { Rename = { ["own.b"] = "own.a" } }, "own.W 1x1", "own.b 1"));
    }

    [Fact]
    public void Cells_without_a_name_of_their_own_are_called_by_their_type_and_sizes_come_in_any_order()
    {
        Assert.Equal("leaky", DeclaredNetwork.Parse(Of(Leaky).Replace(" name=\"own\"", "", StringComparison.Ordinal))!.Layers[0].Name);
        Assert.Empty(Compare(Of(Leaky, "a=1 b=2"), Of(Leaky, "b=2 a=1")));
        Assert.Single(Compare(Of(Leaky, "a=1 b=2"), Of(Leaky, "a=2 b=1")));
    }

    [Theory]
    [InlineData("%8 = add %5, %7", "%8 = add %8, %7")]
    [InlineData("%8 = add %5, %7", "%8 = add %99, %7")]
    [InlineData("next %1.h", "next %7")]
    [InlineData("  %7 = tanh %6", "  for %7 in %6")]
    [InlineData("%6 = matvec", "%99999999999 = matvec")]
    public void A_cell_of_a_form_that_is_not_known_is_refused_and_nothing_is_thrown(string from, string to) =>
        Assert.Contains("which this version does not read", Assert.Single(Compare(Of(Leaky), Of(Leaky.Replace(from, to, StringComparison.Ordinal)))), StringComparison.Ordinal);

    private static string Of(string cell, string? dimensions = null)
    {
        string quoted = cell.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{Head}recurrent cell=\"{quoted}\"{(dimensions is null ? "" : $" dimensions=\"{dimensions}\"")} units=4 name=\"own\"\n";
    }

    private static IEnumerable<string> Compare(string model, string file, LoadOptions? options = null, params string[] tensors)
    {
        byte[] bytes = TensorFile.OfTensors(file, tensors);
        options ??= new LoadOptions();
        return WeightSource.Read(bytes, reader =>
            NetworkComparison.Compare(reader.Header, model, new WeightNames(options), options.IgnoreOthers).Select(problem => problem.ToString()).ToList());
    }
}
