using System.Numerics;
using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Interpreter.Tests.Goldens;

/// <summary>Tests of interpreted models in both precisions against PyTorch: outputs of a whole batch, loss, and gradients of a trainer.</summary>
public sealed class GoldenModelTests
{
    private const double OutputTolerance = 1e-5;
    private const double GradientTolerance = 1e-4;

    [Theory]
    [MemberData(nameof(GoldenFile.Names), MemberType = typeof(GoldenFile))]
    public void A_single_precision_model_is_PyTorch_s(string name) => Check(name, InterpretedModel.FromDeclaration);

    [Theory]
    [MemberData(nameof(GoldenFile.Names), MemberType = typeof(GoldenFile))]
    public void A_double_precision_model_is_PyTorch_s(string name) => Check(name, InterpretedModel.FromDeclarationDouble);

    private static void Check<T>(string name, Func<ModelDeclaration, ulong, InterpretedModel<T>> create)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        GoldenFile golden = GoldenFile.Read(name);
        InterpretedModel<T> model = create(golden.Declaration(), 1);
        foreach (ModelParameter parameter in model.Parameters)
            model.WriteParameter(parameter.Name, Convert<T>(golden.Parameter(parameter.Name)));

        T[] input = Rows<T>(golden, "input");
        T[] output = new T[golden.Rows * model.OutputSteps * model.OutputSize];
        T[] initial = golden.HasInitialStates ? States<T, T>(golden, model, "0") : [];
        T[] final = new T[golden.Rows * model.StateLength];
        model.Forward(input, output, golden.Rows, default, initial, final);
        Close(States<T, double>(golden, model, "n"), final, OutputTolerance, "states after the last step");
        Close(Rows<double>(golden, "output"), output, OutputTolerance, "output");

        using InterpretedTrainer<T> trainer = model.CreateTrainer(new Sgd(0), golden.Rows, new TrainerOptions { InputGradient = true, StateGradient = true });
        T loss = golden.HasClasses
            ? trainer.ComputeGradients(input, [.. Enumerable.Range(0, golden.Rows).Select(golden.Class)], default, initial)
            : trainer.ComputeGradients(input, Rows<T>(golden, "target"), default, initial);
        Close([golden.BatchLoss()], [loss], OutputTolerance, "loss");

        T[] inputGradient = new T[input.Length];
        trainer.ReadGradient("input", inputGradient);
        CloseToLargest(Rows<double>(golden, "grad.input"), inputGradient, "gradient of the input");
        T[] stateGradient = new T[golden.Rows * model.StateLength];
        trainer.ReadGradient("initial_state", stateGradient);
        if (golden.HasInitialStates)
            CloseToLargest(States<T, double>(golden, model, "0", "grad."), stateGradient, "gradient of the states before the first step");
        foreach (ModelParameter parameter in model.Parameters)
        {
            T[] gradient = new T[parameter.Length];
            trainer.ReadGradient(parameter.Name, gradient);
            CloseToLargest(Convert<double>(golden.Gradient(parameter.Name)), gradient, $"gradient of {parameter.Name}");
        }
    }

    private static TResult[] States<T, TResult>(GoldenFile golden, InterpretedModel<T> model, string suffix, string prefix = "")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TResult : INumberBase<TResult> => Convert<TResult>(
            [.. Enumerable.Range(0, golden.Rows).SelectMany(row => model.States.SelectMany(s => golden.State(s.Name, suffix, row, prefix)))]);

    private static T[] Rows<T>(GoldenFile golden, string name)
        where T : INumberBase<T> => Convert<T>([.. Enumerable.Range(0, golden.Rows).SelectMany(row => golden.Row(name, row))]);

    private static T[] Convert<T>(float[] values)
        where T : INumberBase<T> => Array.ConvertAll(values, T.CreateChecked);

    private static void CloseToLargest<T>(double[] expected, T[] found, string what)
        where T : INumberBase<T> => Close(expected, found, GradientTolerance * expected.Max(Math.Abs), what);

    private static void Close<T>(double[] expected, T[] found, double tolerance, string what)
        where T : INumberBase<T>
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - double.CreateChecked(found[i]));
            Assert.True(error <= tolerance, $"{what}, element {i}: expected {expected[i]}, found {found[i]}, tolerance {tolerance}.");
        }
    }
}
