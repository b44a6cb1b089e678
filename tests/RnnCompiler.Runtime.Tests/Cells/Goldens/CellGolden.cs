using System.Globalization;

namespace RnnCompiler.Runtime.Tests.Cells.Goldens;

/// <summary>One file of golden vectors for a cell of the library: a batch, weights, and what another implementation made of them. See goldens/README.md.</summary>
internal sealed class CellGolden
{
    private readonly SafetensorsFile _file;

    private CellGolden(string name) => _file = SafetensorsFile.Read(Path.Combine(Folder, name + ".safetensors"));

    /// <summary>The names of all files.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.safetensors").Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>The name of the cell's type.</summary>
    public string Cell => _file.Metadata["cell"];

    /// <summary>How many layers and directions there are, together.</summary>
    public int Passes => Number("num_layers", 1) * (_file.Metadata.GetValueOrDefault("bidirectional") == "true" ? 2 : 1);

    /// <summary>Units.</summary>
    public int Hidden => Number("hidden_size", 0);

    /// <summary>The length of one direction's output.</summary>
    public int Output => Number("proj_size", Hidden);

    /// <summary>Sequences.</summary>
    public int Rows => Number("batch", 0);

    /// <summary>Steps.</summary>
    public int Steps => Number("sequence_length", 0);

    /// <summary>The loss over the whole batch.</summary>
    public float Loss => _file.ReadSingles("loss")[0];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "goldens", "cells");

    /// <summary>Reads a file.</summary>
    public static CellGolden Read(string name) => new(name);

    /// <summary>One sequence of <c>input</c>, <c>output</c>, <c>target</c> or <c>grad.input</c>, step after step.</summary>
    public float[] Row(string name, int row)
    {
        int features = (int)_file.Find(name)!.Shape[^1];
        float[] values = _file.ReadSingles(name);
        return [.. Enumerable.Range(0, Steps).SelectMany(t => values.AsSpan(((t * Rows) + row) * features, features).ToArray())];
    }

    /// <summary>All sequences of a tensor, one after another.</summary>
    public float[] AllRows(string name) => [.. Enumerable.Range(0, Rows).SelectMany(row => Row(name, row))];

    /// <summary>A weight in the cell's layout, row-major, and how many columns it has if it is a matrix.</summary>
    public (float[] Values, int Columns) Weight(string name)
    {
        GoldenPlace place = GoldenNames.Find(Cell, name);
        (float[] values, int columns) = Part(place.Tensor, place, place.Part);
        if (place.Added is { } added)
            values = [.. values.Zip(Part(place.Tensor, place, added).Values, static (a, b) => a + b)];
        return (values, columns);
    }

    /// <summary>The gradient of a weight in the cell's layout. Parts that are added have the gradient of their sum.</summary>
    public float[] Gradient(string name)
    {
        GoldenPlace place = GoldenNames.Find(Cell, name);
        return Part("grad." + place.Tensor, place, place.Part).Values;
    }

    private (float[] Values, int Columns) Part(string tensor, GoldenPlace place, int part)
    {
        float[] values = _file.ReadSingles(tensor);
        IReadOnlyList<long> shape = _file.Find(tensor)!.Shape;
        int rows = (int)shape[0];
        int columns = values.Length / rows;
        if (place.Transposed)
        {
            float[] source = values;
            values = [.. Enumerable.Range(0, values.Length).Select(i => source[(i % rows * columns) + (i / rows)])];
            columns = rows;
        }

        int length = values.Length / place.Parts;
        return (values.AsSpan(part * length, length).ToArray(), columns);
    }

    private int Number(string key, int otherwise) => _file.Metadata.TryGetValue(key, out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
