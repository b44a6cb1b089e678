using System.Runtime.CompilerServices;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Interpreter.Tests.Drawings;

/// <summary>The drawings in documents are those of the code. To accept a change, run with <c>UPDATE_GOLDEN_FILES=1</c>.</summary>
public sealed class CommittedDrawingTests
{
    private static string Root => Path.Combine(Path.GetDirectoryName(Here())!, "../../..");

    /// <summary>The network in the root README.</summary>
    private static NetworkDrawing ResidualLstm
    {
        get
        {
            NetworkBuilder builder = new(sequenceLength: 2048) { Name = "Amp" };
            Sequence x = builder.Sequence(1, "x");
            return NetworkDrawing.Of(builder.Build(x + Dense(Lstm(x, 16), 1, name: "head")));
        }
    }

    [Fact]
    public void The_graph_of_a_residual_lstm_is_the_committed_one() => Compare("residual-lstm-graph.svg", ResidualLstm.Graph());

    [Fact]
    public void The_unfolded_residual_lstm_is_the_committed_one() => Compare("residual-lstm.svg", ResidualLstm.Unfolded());

    [Fact]
    public void The_readme_shows_the_network_that_is_drawn()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.Contains("(docs/residual-lstm.svg)", readme, StringComparison.Ordinal);
        Assert.Contains("new NetworkBuilder(sequenceLength: 2048) { Name = \"Amp\" }", readme, StringComparison.Ordinal);
        Assert.Contains("builder.Build(x + Dense(Lstm(x, 16), 1, name: \"head\"))", readme, StringComparison.Ordinal);
    }

    private static void Compare(string name, string actual)
    {
        string path = Path.Combine(Root, "docs", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN_FILES") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"docs/{name} is missing; run with UPDATE_GOLDEN_FILES=1 to create it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
