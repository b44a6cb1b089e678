using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;

namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>
/// Draws declarations that keep all rules. Sizes stand to both sides of a storage block of 16 floats and of a tile, since that is where
/// schedules go wrong.
/// </summary>
internal sealed class RandomModels(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The next declaration.</summary>
    public ModelDeclaration Next()
    {
        ModelDeclaration declaration;
        do
            declaration = Draw();
        while (DeclarationRules.Check(declaration).Count > 0);
        return declaration;
    }

    /// <summary>How many sequences to run at once.</summary>
    public int NextRows() => Pick(1, 2, 3, 5, 9, 37);

    private ModelDeclaration Draw()
    {
        bool tokens = Once(in4: 1);
        List<LayerDeclaration> layers = [];
        if (tokens)
            layers.Add(new EmbeddingDeclaration(Pick(2, 5, 40), Pick(1, 3, 16, 17), null));
        DropSome(layers);
        if (Once(in4: 1))
            layers.Add(new DenseDeclaration(Pick(1, 4, 20), Pick(Activation.None, Activation.Relu, Activation.Tanh, Activation.Softmax), Once(in4: 2), null));
        for (int count = Pick(1, 1, 2); count > 0; count--)
        {
            layers.Add(DrawRecurrent());
            DropSome(layers);
        }

        if (Once(in4: 3))
            layers.Add(new TimeReductionDeclaration(Pick(TimeReduction.LastStep, TimeReduction.Mean, TimeReduction.Max), null));
        DropSome(layers);
        Loss loss = Pick(Loss.MeanSquaredError, Loss.MeanAbsoluteError, Loss.Huber, Loss.BinaryCrossEntropy, Loss.CrossEntropy);
        if (Once(in4: 3))
            layers.Add(new DenseDeclaration(loss == Loss.CrossEntropy ? Pick(2, 7, 18) : Pick(1, 2, 17), DrawHead(loss), Once(in4: 3), null));
        return new ModelDeclaration("Model", tokens ? 0 : Pick(1, 2, 16, 19, 33), Pick(1, 2, 7, 20), loss, 0.5f, new EquatableArray<LayerDeclaration>(layers),
            Pick(WeightFormat.Float32, WeightFormat.Float32, WeightFormat.BFloat16, WeightFormat.Int8));
    }

    private RecurrentDeclaration DrawRecurrent()
    {
        CellDeclaration cell = Pick<CellDeclaration>(
            new ElmanDeclaration(Activation.Tanh), new ElmanDeclaration(Activation.Relu), new LstmDeclaration(), new GruDeclaration(true), new GruDeclaration(false));
        bool bidirectional = Once(in4: 1);
        Merge merge = bidirectional ? Pick(Merge.Concat, Merge.Sum, Merge.Multiply, Merge.Average) : Merge.Concat;
        return new RecurrentDeclaration(cell, Pick(1, 2, 5, 16, 17, 40, 70), Pick(1, 1, 2), bidirectional, merge, null)
        {
            UseBias = Once(in4: 3),
            Zoneout = Once(in4: 1) ? 0.25 : 0,
            RecurrentDropout = Once(in4: 1) ? 0.5 : 0,
        };
    }

    private Activation DrawHead(Loss loss) => loss switch
    {
        Loss.CrossEntropy => Pick(Activation.None, Activation.Softmax),
        Loss.BinaryCrossEntropy => Pick(Activation.None, Activation.Sigmoid),
        _ => Pick(Activation.None, Activation.Tanh, Activation.Sigmoid),
    };

    private void DropSome(List<LayerDeclaration> layers)
    {
        if (Once(in4: 1))
            layers.Add(new DropoutDeclaration(Pick(0.25, 0.5), null));
    }

    private bool Once(int in4) => _random.Next(4) < in4;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
