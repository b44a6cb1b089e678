using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

/// <summary>A hand-made layout with all that packing does: gates of rows that are no multiple of 16, padding, a vector and a plain matrix.</summary>
internal static class SmallModel
{
    private const int Hidden = 18, Input = 3, Columns = 32;

    public static ModelLayout Layout { get; } = Make("model small");

    public static int RealLength => Layout.Parameters.Sum(parameter => parameter.Length);

    public static ModelLayout Make(string declaration)
    {
        // Two gates side by side: [block][column][gate][lane].
        PackedSlice Gate(int gate) => new(gate * Hidden, Hidden, Input, gate * 16, Input * Columns, 1, Columns);
        PackedSlice Bias(int gate) => new(gate * Hidden, Hidden, 1, 192 + gate * 16, Columns, 1, 1);
        return new ModelLayout(
            declaration,
            [
                new ParameterLayout("cell.weight_ih_l0", [2 * Hidden, Input], 0, ParameterInitialization.Uniform, 0.25, [Gate(0), Gate(1)]),
                new ParameterLayout("cell.bias_ih_l0", [2 * Hidden], 2 * Hidden * Input, ParameterInitialization.Uniform, 0.25, [Bias(0), Bias(1)]),
                new ParameterLayout("embedding.weight", [5, 7], 2 * Hidden * (Input + 1), ParameterInitialization.Normal, 1, [new(0, 5, 7, 256, 16 * 16, 16, 1)]),
            ],
            512);
    }

    public static float[] Read(ParameterStore store, string name)
    {
        float[] values = new float[store.Layout.Parameters.Single(parameter => parameter.Name == name).Length];
        store.Read(name, values);
        return values;
    }

    public static float[] ReadAll(ParameterStore store) => [.. store.Layout.Parameters.SelectMany(parameter => Read(store, parameter.Name))];
}
