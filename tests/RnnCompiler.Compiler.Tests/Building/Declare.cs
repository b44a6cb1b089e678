using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Cells;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>Declarations in a line or two, with the defaults of the attributes.</summary>
internal static class Declare
{
    private const string SruText = """
        cell Sru {
          input %0.x: f[input]
          state %1.c: f[hidden]
          weight %2.W: f[hidden,input]
          weight %3.Wf: f[hidden,input]
          weight %4.Wx: f[hidden,input]
          weight %5.v: f[hidden]
          %6 = matvec %3.Wf, %0.x
          %7 = multiply %5.v, %1.c
          %8 = add %6, %7
          %9.f = sigmoid %8
          %10 = constant[1]
          %11 = subtract %10, %9.f
          %12 = matvec %2.W, %0.x
          %13 = multiply %11, %12
          %14 = multiply %9.f, %1.c
          %15.next = add %14, %13
          %16 = matvec %4.Wx, %0.x
          %17 = multiply %9.f, %15.next
          %18 = multiply %11, %16
          %19 = add %17, %18
          output %19
          next %1.c = %15.next
        }

        """;

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

    /// <summary>A layer over a simple recurrent unit (Lei et al. 2018) with one gate: its output is no state.</summary>
    public static RecurrentDeclaration Sru(int hidden, int layers = 1, bool bi = false) => RandomCells.Layer(CellText.Parse(SruText), hidden, named: 2, layers, bi);

    public static DenseDeclaration Dense(int units, Activation activation = Activation.None, bool bias = true, string? name = null) =>
        new(units, activation, bias, name);

    public static TimeReductionDeclaration LastStep(string? name = null) => new(TimeReduction.LastStep, name);

    public static TimeReductionDeclaration Mean(string? name = null) => new(TimeReduction.Mean, name);

    public static TimeReductionDeclaration Max(string? name = null) => new(TimeReduction.Max, name);

    public static DropoutDeclaration Dropout(double rate, string? name = null) => new(rate, name);

    public static EmbeddingDeclaration Embedding(int vocabulary, int dimension, string? name = null) => new(vocabulary, dimension, name);
}
