using CsCheck;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Cells;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Declarations;

/// <summary>Generators of declarations.</summary>
internal static class RandomDeclarations
{
    private static readonly Gen<string?> Name = Gen.OneOf(Gen.Const((string?)null), Gen.String.Select(static s => (string?)s));

    private static readonly Gen<CellDeclaration> Cell = Gen.OneOf(
        Gen.Int[-1, 6].Select(static a => (CellDeclaration)new ElmanDeclaration((Activation)a)),
        Gen.Const((CellDeclaration)new LstmDeclaration()),
        Gen.Bool.Select(static after => (CellDeclaration)new GruDeclaration(after)),
        Gen.Select(Gen.Int[0, 50], Gen.Int[-1, 3]).Select(static t => (CellDeclaration)new CustomDeclaration(
            new RandomCells(t.Item1).Next("Größe " + t.Item1), new([new NamedSize("k", t.Item2)]))));

    private static readonly Gen<LayerDeclaration> Layer = Gen.OneOf(
        Gen.Select(Cell, Gen.Int, Gen.Int[-1, 3], Gen.Bool, Gen.Int[-1, 5], Name)
            .Select(Gen.Double[-0.5, 1.5], Gen.OneOf(Gen.Const(0.0), Gen.Double), Gen.Bool)
            .Select(static (t, zoneout, dropout, bias) => (LayerDeclaration)new RecurrentDeclaration(t.Item1, t.Item2, t.Item3, t.Item4, (Merge)t.Item5, t.Item6)
            {
                UseBias = bias,
                Zoneout = zoneout,
                RecurrentDropout = dropout,
            }),
        Gen.Select(Gen.Int, Gen.Int[-1, 6], Gen.Bool, Name)
            .Select(static t => (LayerDeclaration)new DenseDeclaration(t.Item1, (Activation)t.Item2, t.Item3, t.Item4)),
        Gen.Select(Gen.Enum<TimeReduction>(), Name).Select(static t => (LayerDeclaration)new TimeReductionDeclaration(t.Item1, t.Item2)),
        Gen.Select(Gen.Double, Name).Select(static t => (LayerDeclaration)new DropoutDeclaration(t.Item1, t.Item2)),
        Gen.Select(Gen.Int, Gen.Int, Name).Select(static t => (LayerDeclaration)new EmbeddingDeclaration(t.Item1, t.Item2, t.Item3)));

    /// <summary>Any declaration at all, most of them wrong in many ways.</summary>
    public static readonly Gen<ModelDeclaration> Any =
        Gen.Select(Gen.String, Gen.Int, Gen.Int, Gen.Int[-1, 6], Gen.Single, Layer.Array[0, 6], Gen.Int[-1, 3])
            .Select(Gen.Int[-1, 3], Gen.Int[-1, 70], Gen.Int[-1, 3])
            .Select(static (t, unroll, factor, accuracy) => new ModelDeclaration(t.Item1, t.Item2, t.Item3, (Loss)t.Item4, t.Item5, new(t.Item6), (WeightFormat)t.Item7)
            {
                Unroll = (Unroll)unroll,
                UnrollFactor = factor,
                Activations = (ActivationAccuracy)accuracy,
                IntegerProducts = t.Item2 % 2 == 0,
            });

    private static readonly Gen<LayerDeclaration> SmallRecurrent =
        Gen.Select(Gen.Bool, Gen.Int[0, 3], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Enum<Merge>(), Gen.Int[0, 3])
            .Select(static (bi, cell, units, layers, merge, bias) => (LayerDeclaration)(SmallCell(bi, cell, units, layers, merge) with { UseBias = bias > 0 }));

    private static readonly Gen<LayerDeclaration> SmallDense =
        Gen.Select(Gen.Int[1, 4], Gen.Enum<Activation>(), Gen.Bool).Select(static (units, activation, bias) => (LayerDeclaration)Dense(units, activation, bias));

    private static readonly Gen<LayerDeclaration> SmallLayer = Gen.Frequency(
        (3, SmallRecurrent),
        (3, SmallDense),
        (2, Gen.Enum<TimeReduction>().Select(static kind => (LayerDeclaration)new TimeReductionDeclaration(kind, null))),
        (2, Gen.Bool.Select(static drops => (LayerDeclaration)Dropout(drops ? 0.25 : 0))));

    /// <summary>Small declarations, of which a good part keeps all rules.</summary>
    public static readonly Gen<ModelDeclaration> Small =
        Gen.Select(Gen.Bool, Gen.Int[1, 3], Gen.Int[1, 4], Gen.Enum<Loss>(), SmallLayer.Array[1, 6]).Select(static (tokens, inputs, steps, loss, layers) =>
            Model(tokens ? [Embedding(5, inputs), .. layers] : layers) with { InputSize = tokens ? 0 : inputs, SequenceLength = steps, Loss = loss });

    private static RecurrentDeclaration SmallCell(bool bi, int cell, int units, int layers, Merge merge) => cell switch
    {
        0 => Rnn(units, layers, bi, merge),
        1 => Lstm(units, layers, bi, merge),
        _ => Gru(units, layers, bi, merge, resetAfter: cell == 2),
    };
}
