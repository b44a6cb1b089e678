using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Cells;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>Declarations in a line or two, with the defaults of the attributes.</summary>
internal static class Declare
{
    public static ModelDeclaration Model(params LayerDeclaration[] layers) =>
        new("Model", layers is [EmbeddingDeclaration, ..] ? 0 : 3, 5, Loss.MeanSquaredError, 1f, new(layers));

    public static RecurrentDeclaration Rnn(int hidden, int layers = 1, bool bi = false, Merge merge = Merge.Concat, string? name = null) =>
        new(new ElmanDeclaration(Activation.Tanh), hidden, layers, bi, merge, name);

    public static RecurrentDeclaration ReluRnn(int hidden) => new(new ElmanDeclaration(Activation.Relu), hidden, 1, false, Merge.Concat, null);

    public static RecurrentDeclaration Lstm(int hidden, int layers = 1, bool bi = false, Merge merge = Merge.Concat, string? name = null) =>
        new(new LstmDeclaration(), hidden, layers, bi, merge, name);

    public static RecurrentDeclaration Gru(
        int hidden, int layers = 1, bool bi = false, Merge merge = Merge.Concat, string? name = null, bool resetAfter = true) =>
        new(new GruDeclaration(resetAfter), hidden, layers, bi, merge, name);

    /// <summary>A layer over a random cell.</summary>
    public static RecurrentDeclaration Custom(int seed, int hidden, int layers = 1, bool bi = false, bool outputIsState = true) =>
        RandomCells.Layer(new RandomCells(seed, outputIsState).Next("Cell" + seed), hidden, named: 2, layers, bi);

    public static DenseDeclaration Dense(int units, Activation activation = Activation.None, bool bias = true, string? name = null) =>
        new(units, activation, bias, name);

    public static TimeReductionDeclaration LastStep(string? name = null) => new(TimeReduction.LastStep, name);

    public static TimeReductionDeclaration Mean(string? name = null) => new(TimeReduction.Mean, name);

    public static TimeReductionDeclaration Max(string? name = null) => new(TimeReduction.Max, name);

    public static DropoutDeclaration Dropout(double rate, string? name = null) => new(rate, name);

    public static EmbeddingDeclaration Embedding(int vocabulary, int dimension, string? name = null) => new(vocabulary, dimension, name);
}
