using System.Globalization;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Goldens;

/// <summary>File of golden vectors: a declaration, a batch, and the results of PyTorch.</summary>
internal sealed class GoldenFile
{
    private const string Layer = "recurrent";

    private readonly SafetensorsFile _file;

    private GoldenFile(string name) => _file = SafetensorsFile.Read(Path.Combine(Folder, name + ".safetensors"));

    /// <summary>The names of all files.</summary>
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.safetensors").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Number of sequences of the batch.</summary>
    public int Rows => Number("batch");

    /// <summary>Whether targets are class ids.</summary>
    public bool HasClasses => _file.Metadata["loss"].StartsWith("ce", StringComparison.Ordinal);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "goldens");

    private bool IsEachStep => _file.Metadata["loss"].EndsWith("all", StringComparison.Ordinal);

    public static GoldenFile Read(string name) => new(name);

    /// <summary>The declaration of the model.</summary>
    public ModelDeclaration Declaration()
    {
        CellDeclaration cell = _file.Metadata["cell"] switch
        {
            "rnn_tanh" => new ElmanDeclaration(Activation.Tanh),
            "rnn_relu" => new ElmanDeclaration(Activation.Relu),
            "lstm" => new LstmDeclaration(),
            "gru" => new GruDeclaration(ResetAfter: true),
            string other => throw new NotSupportedException($"Expected a built-in cell, found {other}."),
        };
        List<LayerDeclaration> layers =
        [
            new RecurrentDeclaration(cell, Number("hidden_size"), Number("num_layers"), _file.Metadata["bidirectional"] == "true", Merge.Concat, Layer),
        ];
        if (!IsEachStep)
            layers.Add(new TimeReductionDeclaration(TimeReduction.LastStep, null));
        layers.Add(new DenseDeclaration(Number("output_size"), Activation.None, true, "head"));
        return new ModelDeclaration(
            "Golden", Number("input_size"), Number("sequence_length"), HasClasses ? Loss.CrossEntropy : Loss.MeanSquaredError, 1f, new(layers));
    }

    /// <summary>Gets a tensor by its canonical name.</summary>
    public float[] Parameter(string name) => _file.ReadSingles(Golden(name));

    /// <summary>Gets the gradient of a parameter.</summary>
    public float[] Gradient(string name) => _file.ReadSingles("grad." + Golden(name));

    /// <summary>The loss over the whole batch.</summary>
    public float BatchLoss() => _file.ReadSingles("loss")[0];

    /// <summary>
    /// Gets one row of <c>input</c>, <c>output</c>, <c>target</c> or <c>grad.input</c>. In the file time is first, [time, batch, feature] or [batch, feature];
    /// the row has no batch axis.
    /// </summary>
    public float[] Row(string name, int row)
    {
        IReadOnlyList<long> shape = _file.Find(name)!.Shape;
        int features = (int)shape[^1];
        int steps = shape.Count == 3 ? (int)shape[0] : 1;
        float[] values = _file.ReadSingles(name);
        return [.. Enumerable.Range(0, steps).SelectMany(t => values.Skip(((t * Rows) + row) * features).Take(features))];
    }

    /// <summary>Whether sequences start from states other than zero, and there are gradients of these states.</summary>
    public bool HasInitialStates => _file.Find("h_0") is not null;

    /// <summary>Gets a state of a row: before the first step (0) or after the last (n), or the gradient of the one before the first step.</summary>
    /// <param name="name">The name in the model, such as <c>recurrent.h_l0_reverse</c>.</param>
    /// <param name="suffix"><c>0</c> or <c>n</c>.</param>
    /// <param name="row">The row.</param>
    /// <param name="prefix"><c>grad.</c> for the gradient.</param>
    public float[] State(string name, string suffix, int row, string prefix = "")
    {
        int size = Number("hidden_size");
        if (suffix == "0" && !HasInitialStates)
            return new float[size];
        string[] parts = name[(Layer.Length + 1)..].Split('_');
        int directions = _file.Metadata["bidirectional"] == "true" ? 2 : 1;
        int index = (int.Parse(parts[1].AsSpan(1), CultureInfo.InvariantCulture) * directions) + (parts.Length > 2 ? 1 : 0);
        return [.. _file.ReadSingles($"{prefix}{parts[0]}_{suffix}").Skip(((index * Rows) + row) * size).Take(size)];
    }

    /// <summary>Gets the class id of a row.</summary>
    public int Class(int row) => (int)_file.ReadIntegers("target")[row];

    private static string Golden(string name) => name.StartsWith(Layer + ".", StringComparison.Ordinal) ? name[(Layer.Length + 1)..] : name;

    private int Number(string key) => int.Parse(_file.Metadata[key], CultureInfo.InvariantCulture);
}
