using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Declarations;

namespace RnnCompiler.Interpreter.Tests.Drawings;

/// <summary>What holds of all drawings: their geometry, and that they show each layer and edge of the declaration.</summary>
public sealed class DrawingTests
{
    private const int RandomModels = 50;
    private static readonly Dictionary<string, ModelDeclaration> s_models = Models();

    public static TheoryData<string> Names => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_graph_shows_each_use_with_its_shape(string name)
    {
        ModelDeclaration model = s_models[name];
        SvgDocument graph = new(NetworkDrawing.Of(model).Graph());
        string[] names = NodeNames(model);
        (string Name, int Node)[] outputs = model.Outputs.Count == 0 ? [("output", names.Length - 1)] : [.. model.Outputs.Select(static output => (output.Name, output.Node))];
        Assert.Equal(
            [.. names.Skip(model.NamesInputs ? 1 : 0).Concat(outputs.Select(static output => output.Name)).Order(StringComparer.Ordinal)],
            graph.Boxes.Select(static box => box.Name).Order(StringComparer.Ordinal));
        List<string> expected = [.. Uses(model, names), .. outputs.Select(output => $"{names[output.Node]} → {output.Name}: {Shape(model, output.Node)}")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Solid(graph).Where(static edge => edge.From != edge.To).Select(Text).Order(StringComparer.Ordinal));
        foreach (SvgEdge edge in graph.Edges.Where(static edge => edge.From != edge.To))
            Assert.Contains(graph.Grounds, ground => ground.Name == edge.Text && edge.Points.Any(point => ground.Contains(point)));
        foreach ((LayerDeclaration layer, string layerName) in model.Layers.Zip(names.Skip(1)))
        {
            int loops = layer is RecurrentDeclaration recurrent ? recurrent.Bidirectional ? 2 : 1 : 0;
            Assert.Equal(loops, graph.Edges.Count(edge => edge.From == layerName && edge.To == layerName));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_unfolded_network_shows_each_layer_and_the_shape_of_a_step_at_each_edge(string name)
    {
        ModelDeclaration model = s_models[name];
        SvgDocument drawing = new(NetworkDrawing.Of(model).Unfolded(2));
        string[] names = NodeNames(model);
        NetworkGraph graph = new(model);
        int[] nodes = [.. Enumerable.Range(0, names.Length).Skip(model.NamesInputs ? 1 : 0)];
        Assert.Equal(
            nodes.Where(graph.IsOverTime).DistinctBy(graph.GroupOf).Sum(node => Columns(model, node)),
            drawing.Labels.Count(static label => label.StartsWith("t = ", StringComparison.Ordinal)));
        foreach (int node in nodes)
        {
            int columns = Columns(model, node);
            int boxes = node > 0 && model.Layers[node - 1] is RecurrentDeclaration recurrent ? recurrent.Layers * (recurrent.Bidirectional ? 3 : 1) : 1;
            Assert.Equal(boxes * (graph.IsOverTime(node) ? columns : 1), drawing.Boxes.Count(box => box.Name == names[node]));
        }

        foreach (SvgEdge edge in drawing.Edges.Where(static edge => edge.From != "initial states"))
            Assert.Contains(edge.Text, drawing.Labels);
        for (int i = 0; i < model.Layers.Count; i++)
        {
            foreach (int node in NetworkGraph.Operands(model.Layers[i], i))
                Assert.Contains(drawing.Edges, edge => edge.From == names[node] && edge.To == names[i + 1]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Boxes_do_not_overlap_and_no_line_crosses_one(string name)
    {
        NetworkDrawing drawing = NetworkDrawing.Of(s_models[name]);
        foreach (string text in new[] { drawing.Graph(), drawing.Unfolded(), drawing.Unfolded(1) })
        {
            SvgDocument svg = new(text);
            for (int i = 0; i < svg.Boxes.Count; i++)
            {
                Assert.DoesNotContain(svg.Boxes.Skip(i + 1), other => svg.Boxes[i].Overlaps(other));
                Assert.DoesNotContain(svg.Grounds, ground => svg.Boxes[i].Overlaps(ground, tolerance: 1));
                Assert.DoesNotContain(svg.Edges, edge => edge.Points.Any(point => svg.Boxes[i].Contains(point, tolerance: 1)));
            }

            for (int i = 0; i < svg.Grounds.Count; i++)
                Assert.DoesNotContain(svg.Grounds.Skip(i + 1), other => svg.Grounds[i].Overlaps(other, tolerance: 1));
            Assert.All(svg.Boxes.Concat(svg.Grounds), box => Assert.True(box is { Left: >= 0, Top: >= 0 } && box.Right <= svg.Frame.Right && box.Bottom <= svg.Frame.Bottom));
            Assert.All(svg.Edges.SelectMany(static edge => edge.Points), point => Assert.True(svg.Frame.Contains(point)));
        }
    }

    private static Dictionary<string, ModelDeclaration> Models()
    {
        Dictionary<string, ModelDeclaration> models = new(BuildingZoo.Models);
        models.Add("branches that share weights", DeclarationText.Parse(
            """
            model name="Model" inputs=6 steps=20
            slice start=0 length=3 name="left"
            slice start=3 length=3 name="right" from="input"
            gru units=8 from="left" name="one"
            gru units=8 from="right" shares="one" name="other"
            laststep from="one" name="a"
            laststep from="other" name="b"
            subtract from="a b"
            dense units=1

            """));
        RandomNetworks random = new(7);
        for (int i = 0; i < RandomModels; i++)
            models.Add($"random {i}", random.Next());
        RandomPortNetworks ports = new(11);
        for (int i = 0; i < RandomModels; i++)
            models.Add($"ports {i}", ports.Next());
        return models;
    }

    private static string[] NodeNames(ModelDeclaration model) => [NetworkGraph.Input, .. LayerNames.Resolve(model.Layers)];

    private static int Steps(ModelDeclaration model, int node) => node > 0 ? LayerShape.Of(model)[node - 1].Steps : model.SequenceLength;

    private static int Columns(ModelDeclaration model, int node) => Steps(model, node) <= 4 ? Steps(model, node) : 3;

    private static IEnumerable<SvgEdge> Solid(SvgDocument graph) => graph.Edges.Where(static edge => !edge.IsDashed);

    private static string Text(SvgEdge edge) => $"{edge.From} → {edge.To}: {edge.Text}";

    private static IEnumerable<string> Uses(ModelDeclaration model, string[] names) => model.Layers
        .SelectMany((layer, i) => NetworkGraph.Operands(layer, i).Select(node => $"{names[node]} → {names[i + 1]}: {Shape(model, node)}"));

    private static string Shape(ModelDeclaration model, int node)
    {
        int size = node > 0 ? LayerShape.Of(model)[node - 1].OutputSize : model.InputSize, steps = Steps(model, node);
        bool isTokens = node == 0 ? model.HasTokenInput : model.Layers[node - 1] is InputDeclaration { Kind: InputKind.Tokens };
        return isTokens ? $"[{steps}]" : new NetworkGraph(model).IsOverTime(node) ? $"[{steps}, {size}]" : $"[{size}]";
    }
}
