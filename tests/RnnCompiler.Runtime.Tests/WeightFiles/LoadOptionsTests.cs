using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>How names of a file become names of a model, and what is said when they do not.</summary>
public class LoadOptionsTests
{
    private static readonly string[] s_lstm = ["lstm.weight_ih_l0 8x3", "lstm.weight_hh_l0 8x2", "lstm.bias_ih_l0 8", "lstm.bias_hh_l0 8"];
    private static readonly string[] s_model = [.. s_lstm, "dense.weight 1x2", "dense.bias 1"];

    /// <summary>The names of a file after a prefix, options, and whether they fit.</summary>
    public static TheoryData<string, string, LoadOptions> Fitting => new()
    {
        { "", "", new LoadOptions() },
        { "model.", "", new LoadOptions { Prefix = "model." } },
        { "model.", "", new LoadOptions { Prefix = "model" } },
        { "a.b.", "", new LoadOptions { Prefix = "a.b." } },
        { "net_", "", new LoadOptions { Prefix = "net_" } },
        { "model.", "", new LoadOptions { Rename = { ["model.lstm"] = "lstm", ["model.dense"] = "dense" } } },
        { "model.", "", new LoadOptions { Rename = { ["model"] = "" } } },
        { "", "dense>fc", new LoadOptions { Rename = { ["fc"] = "dense" } } },
        { "", "dense>fc", new LoadOptions { Rename = { ["fc."] = "dense." } } },
        { "", "dense>fc", new LoadOptions { Rename = { ["fc.weight"] = "dense.weight", ["fc.bias"] = "dense.bias" } } },
        { "", "dense>lstm_1;lstm>dense", new LoadOptions { Rename = { ["dense"] = "lstm", ["lstm_1"] = "dense" } } },
        { "", "dense>lstm.out;lstm>lstm", new LoadOptions { Rename = { ["lstm"] = "lstm", ["lstm.out"] = "dense" } } },
        { "", "lstm.>", new LoadOptions { Rename = { [""] = "lstm" } } },
        { "m.", "dense>fc", new LoadOptions { Prefix = "m.", Rename = { ["fc"] = "dense" } } },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void Names_become_those_of_the_model(string prefix, string changes, LoadOptions options)
    {
        string[] names = s_model;
        foreach (string change in changes.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = change.Split('>');
            names = [.. names.Select((name, i) => s_model[i].StartsWith(sides[0], StringComparison.Ordinal) ? sides[1] + s_model[i][sides[0].Length..] : name)];
        }

        ParameterStore store = TensorFile.Model("", s_model);
        store.Load(TensorFile.OfTensors(null, [.. names.Select(name => prefix + name)]), options);
        Assert.Equal(Enumerable.Range(1, 59).Select(i => (float)i), store.Layout.Parameters.SelectMany(parameter => SmallModel.Read(store, parameter.Name)));
    }

    [Fact]
    public void Tensors_without_the_prefix_are_not_looked_at()
    {
        ParameterStore store = TensorFile.Model("", "dense.bias 1");
        byte[] file = TensorFile.OfTensors(null, "dense.bias 1", "model.dense.bias 1", "other 7");
        store.Load(file, new LoadOptions { Prefix = "model." });
        Assert.Equal([2], SmallModel.Read(store, "dense.bias"));
    }

    [Fact]
    public void Other_tensors_are_ignored_only_if_it_is_said()
    {
        ParameterStore store = TensorFile.Model("", "dense.bias 1");
        byte[] file = TensorFile.OfTensors(null, "a.more 3", "dense.bias 1", "z.more 2");
        WeightFileException error = Assert.Throws<WeightFileException>(() => store.Load(file));
        Assert.Contains("tensor 'a.more': expected only tensors of the model, found F32 [3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("tensor 'z.more'", error.Message, StringComparison.Ordinal);
        Assert.Contains("It loads with new LoadOptions { IgnoreOthers = true }.", error.Message, StringComparison.Ordinal);
        store.Load(file, new LoadOptions { IgnoreOthers = true });
        Assert.Equal([4], SmallModel.Read(store, "dense.bias"));
    }

    [Fact]
    public void All_mismatches_are_in_one_message()
    {
        string message = Refuse(
            TensorFile.OfTensors(null, "lstm.weight_ih_l0 8x4", "lstm.weight_hh_l0 2x8", "lstm.bais_ih_l0 8", "lstm.bias_hh_l0 8", "dense.weight 1x2", "head.bias 1"));
        Assert.Equal(
            """
            the data does not fit the model in 6 ways:
              tensor 'lstm.weight_ih_l0': expected shape [8, 3], found shape [8, 4]
              tensor 'lstm.weight_hh_l0': expected shape [8, 2], found shape [2, 8]; it is transposed, as Keras and JAX keep matrices; PyTorch's layout is [outputs, inputs]
              tensor 'lstm.bias_ih_l0': expected shape [8], found no such tensor; is it 'lstm.bais_ih_l0' of the file?
              tensor 'dense.bias': expected shape [1], found no such tensor
              tensor 'lstm.bais_ih_l0': expected only tensors of the model, found F32 [8]
              tensor 'head.bias': expected only tensors of the model, found F32 [1]
            """.ReplaceLineEndings("\n"),
            message);
    }

    [Fact]
    public void Of_very_many_mismatches_the_first_are_listed_and_the_others_counted()
    {
        string message = Refuse(TensorFile.OfTensors(null, [.. s_model, .. Enumerable.Range(100, 50).Select(i => $"lstm.x{i} 1")]));
        Assert.Contains("in 50 ways", message, StringComparison.Ordinal);
        Assert.Contains("'lstm.x119'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("'lstm.x120'", message, StringComparison.Ordinal);
        Assert.Contains("\n  … and 30 more", message, StringComparison.Ordinal);
    }

    public static TheoryData<string[], string> Hints => new()
    {
        { [.. s_model.Select(name => "model." + name)], "It loads with new LoadOptions { Prefix = \"model.\" }." },
        { [.. s_model.Select(name => "model." + name), "step 1"], "It loads with new LoadOptions { Prefix = \"model.\" }." },
        { [.. s_lstm, "fc.weight 1x2", "fc.bias 1"], "It loads with new LoadOptions { Rename = { [\"fc\"] = \"dense\" } }." },
        {
            [.. s_lstm.Select(name => "net.encoder" + name[4..]), "net.fc.weight 1x2", "net.fc.bias 1", "scale 1"],
            "It loads with new LoadOptions { Rename = { [\"net.encoder\"] = \"lstm\", [\"net.fc\"] = \"dense\" }, IgnoreOthers = true }."
        },
        { [.. s_lstm.Select(name => name[5..]), "dense.weight 1x2", "dense.bias 1"], "It loads with new LoadOptions { Rename = { [\"\"] = \"lstm\" } }." },
        { ["lstm.weight_ih_l0 8x3", "lstm.weight_hh_l0 8x2", "dense.weight 1x2", "dense.bias 1"], "declare the layer with UseBias = false." },
        { [.. s_model, "lstm.weight_ih_l1 8x2", "lstm.weight_hh_l1 8x2"], "declare the layer with more Layers." },
        { [.. s_model, "lstm.weight_ih_l0_reverse 8x3"], "declare the layer with Bidirectional = true." },
        { [.. s_model, "lstm.weight_hr_l0 1x2"], "with the cell ProjectedLstm." },
    };

    [Theory]
    [MemberData(nameof(Hints))]
    public void What_would_make_it_fit_is_proposed(string[] file, string hint) =>
        Assert.EndsWith(hint, Refuse(TensorFile.OfTensors(null, file)), StringComparison.Ordinal);

    [Fact]
    public void Biases_that_the_model_lacks_are_no_reason_to_ignore_them()
    {
        ParameterStore store = TensorFile.Model("", s_lstm[..2]);
        WeightFileException error = Assert.Throws<WeightFileException>(() => store.Load(TensorFile.OfTensors(null, s_lstm)));
        Assert.EndsWith("declare the layer without UseBias = false.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proposal_is_only_made_if_it_is_sure()
    {
        // Two layers of the file could be the one of the model.
        string message = Refuse(TensorFile.OfTensors(null, [.. s_lstm, "a.weight 1x2", "a.bias 1", "b.weight 1x2", "b.bias 1"]));
        Assert.DoesNotContain("It loads with", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_fit_nothing_are_named()
    {
        byte[] file = TensorFile.OfTensors(null, [.. s_lstm, "fc.weight 1x2", "fc.bias 1"]);
        Assert.Contains("No tensor's name begins with the prefix 'modell.'; they begin with 'lstm.', 'fc.'.", Refuse(file, new LoadOptions { Prefix = "modell." }),
            StringComparison.Ordinal);
        Assert.Contains("Nothing in the file is called 'fcc', which Rename gives a name.", Refuse(file, new LoadOptions { Rename = { ["fcc"] = "dense" } }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_tensors_for_one_parameter_are_a_fault()
    {
        string message = Refuse(TensorFile.OfTensors(null, [.. s_model, "fc.bias 1"]), new LoadOptions { Rename = { ["fc"] = "dense" } });
        Assert.Contains("tensor 'dense.bias': expected one tensor for it, found 'dense.bias' and 'fc.bias'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_given_twice_or_null_is_refused()
    {
        ParameterStore store = TensorFile.Model("", s_model);
        Assert.Throws<ArgumentException>("options", () => store.Load(TensorFile.OfTensors(null, s_model), new LoadOptions { Rename = { ["fc"] = "a", ["fc."] = "b" } }));
        Assert.Throws<ArgumentException>("options", () => store.Load(TensorFile.OfTensors(null, s_model), new LoadOptions { Rename = { ["fc"] = null! } }));
        Assert.Throws<ArgumentException>("options", () => store.Load(TensorFile.OfTensors(null, s_model), new LoadOptions { Rename = null! }));
    }

    [Fact]
    public void A_huge_file_of_other_names_is_refused() => Refuse(TensorFile.OfTensors(null, [.. Enumerable.Range(0, 20_000).Select(i => $"lstm.weight_of_block_{i} 1")]));

    [Fact]
    [Trait("Category", "Timing")]
    public void A_huge_file_of_other_names_is_refused_quickly()
    {
        byte[] file = TensorFile.OfTensors(null, [.. Enumerable.Range(0, 20_000).Select(i => $"lstm.weight_of_block_{i} 1")]);
        System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
        Refuse(file);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("weight_ih_l0", "weight_hh_l0", 1)]
    public void The_edit_distance_counts_characters(string a, string b, int distance)
    {
        Assert.Equal(distance, NearNames.Distance(a, b));
        Assert.Equal(distance, NearNames.Distance(b, a));
    }

    private static string Refuse(byte[] file, LoadOptions? options = null)
    {
        ParameterStore store = TensorFile.Model("", s_model);
        float[] before = SmallModel.ReadAll(store);
        WeightFileException error = Assert.Throws<WeightFileException>(() => store.Load(file, options));
        Assert.Equal(before, SmallModel.ReadAll(store));
        Assert.NotNull(error.Tensor);
        return error.Message;
    }
}
