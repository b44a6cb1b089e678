using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Declarations;
using RnnCompiler.Interpreter.Tests.Ir;

namespace RnnCompiler.Interpreter.Tests.Differentiation;

/// <summary>
/// Tests the gradient of every kind of model against central differences, within 1e-6 of the largest element of the gradient, or of 1e-3 if that is larger.
/// </summary>
public sealed class ModelGradientTests
{
    private static readonly IReadOnlyDictionary<string, CellDeclaration> s_cells = new Dictionary<string, CellDeclaration>
    {
        ["tanh"] = new ElmanDeclaration(Activation.Tanh),
        ["relu"] = new ElmanDeclaration(Activation.Relu),
        ["lstm"] = new LstmDeclaration(),
        ["gru"] = new GruDeclaration(ResetAfter: true),
        ["gru before"] = new GruDeclaration(ResetAfter: false),
    };

    private static readonly IReadOnlyList<TimeReduction?> s_reductions = [null, TimeReduction.LastStep, TimeReduction.Mean, TimeReduction.Max];

    public static TheoryData<string, Loss> CellsAndLosses
    {
        get
        {
            TheoryData<string, Loss> data = [];
            foreach (string cell in s_cells.Keys)
            {
                foreach (Loss loss in Enum.GetValues<Loss>())
                    data.Add(cell, loss);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CellsAndLosses))]
    public void Backpropagation_through_time_is_the_derivative(string cell, Loss loss)
    {
        int merge = 0;
        foreach (TimeReduction? reduction in s_reductions)
        {
            for (int layers = 1; layers <= 3; layers++)
            {
                Check(cell, loss, reduction, layers, bidirectional: false, Merge.Concat);
                Check(cell, loss, reduction, layers, bidirectional: true, (Merge)(merge++ % 4));
            }
        }
    }

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void The_optimised_gradient_is_the_derivative(string name)
    {
        Module module = CompilerPipeline.Compile(BuildingZoo.Models[name]);
        GradientCheck.Run(module.Loss, Draws.Of(module), name, module.Training);
    }

    [Fact]
    public void The_gradient_of_random_networks_is_the_derivative()
    {
        RandomNetworks networks = new(seed: 4);
        for (int i = 0; i < 40; i++)
        {
            Module module = CompilerPipeline.Compile(networks.Next());
            GradientCheck.Run(module.Loss, Draws.Of(module), DeclarationText.Write(module.Declaration), module.Training);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(200)]
    public void The_length_of_the_sequence_makes_no_difference(int steps)
    {
        foreach (string cell in s_cells.Keys)
        {
            foreach (TimeReduction? reduction in s_reductions)
            {
                Module module = CompilerPipeline.Compile(Model(cell, Loss.MeanSquaredError, reduction, 1, steps < 3, Merge.Concat) with { SequenceLength = steps });
                GradientCheck.Run(module.Loss, Draws.Of(module), $"{cell}, {reduction}, {steps} steps", module.Training);
            }
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("gru before")]
    public void The_gradient_of_a_model_can_be_differentiated_again(string cell)
    {
        ModelDeclaration declaration = new(
            cell, 2, 3, Loss.CrossEntropy, 1f, new([new RecurrentDeclaration(s_cells[cell], 2, 1, true, Merge.Concat, null), Declare.Dense(2)]));
        Module module = ModuleBuilder.Build(declaration);
        GradientCheck.Run(Losses.OfDerivative(module.Loss), Draws.Of(module), cell);
    }

    [Fact]
    public void The_first_of_equal_steps_has_the_gradient_of_the_maximum()
    {
        // With zero input and without biases the output of every step is 0, so by the tie rule the first step receives the whole gradient.
        Module module = CompilerPipeline.Compile(Declare.Model(Declare.Dense(2), Declare.Rnn(2), Declare.Max()));
        IrInterpreter<double> training = new(module.Training!);
        foreach (Value matrix in module.Loss.ParametersOf(ParameterRole.Weight).Where(static w => w.Type.IsMatrix))
            training.Argument(matrix.Name!).Fill(0.5);
        training.Argument("target").Fill(1);
        training.Argument("loss_weight")[0] = 1;
        training.Argument("maxovertime.max").Fill(double.NegativeInfinity);
        training.Run();
        ReadOnlySpan<double> bar = training.Result("input_bar");
        Assert.NotEqual(0, bar[0]);
        Assert.True(bar[module.Declaration.InputSize..].IndexOfAnyExcept(0) < 0, string.Join(", ", bar.ToArray()));
    }

    private static void Check(string cell, Loss loss, TimeReduction? reduction, int layers, bool bidirectional, Merge merge)
    {
        string what = $"{cell}, {loss}, {reduction}, {layers} layers, {(bidirectional ? $"both directions, {merge}" : "forward")}";
        Module module = ModuleBuilder.Build(Model(cell, loss, reduction, layers, bidirectional, merge));
        GradientCheck.Run(module.Loss, Draws.Of(module), what);
    }

    private static ModelDeclaration Model(string cell, Loss loss, TimeReduction? reduction, int layers, bool bidirectional, Merge merge)
    {
        List<LayerDeclaration> declared = [new RecurrentDeclaration(s_cells[cell], 2, layers, bidirectional, merge, null)];
        if (reduction is { } kind)
            declared.Add(new TimeReductionDeclaration(kind, null));
        declared.Add(Declare.Dense(2));
        return new ModelDeclaration("Model", 2, 3, loss, 0.5f, new(declared));
    }
}
