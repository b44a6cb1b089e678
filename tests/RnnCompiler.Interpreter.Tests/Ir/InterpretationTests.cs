using System.Numerics;
using RnnCompiler.Compiler;
using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Ir;
using RnnCompiler.Compiler.Tests.Optimization;
using RnnCompiler.Interpreter.Tests.Differentiation;

namespace RnnCompiler.Interpreter.Tests.Ir;

/// <summary>Tests of the interpreter against plain loops in double precision.</summary>
public sealed class InterpretationTests
{
    [Theory]
    [MemberData(nameof(SampleFunctions.Kinds), MemberType = typeof(SampleFunctions))]
    public void Every_operation_means_what_its_formula_says(OperationKind kind)
    {
        for (int seed = 0; seed < 30; seed++)
            Check(SampleFunctions.Of(kind, seed), Draws.Plain, seed, $"{kind}, seed {seed}");
    }

    [Fact]
    public void Random_functions_mean_what_loops_say()
    {
        for (int seed = 0; seed < 300; seed++)
            Check(RandomFunctions.Create(seed), Draws.Plain, seed, $"seed {seed}");
    }

    [Theory]
    [InlineData(0, 60)]
    public void Derivatives_keep_their_meaning_through_all_passes(int first, int count)
    {
        for (int seed = first; seed < first + count; seed++)
        {
            Function derivative = ReverseMode.Differentiate(Losses.Of(RandomFunctions.Create(seed)));
            Check(derivative, Draws.Plain, seed, $"seed {seed}", CompilerPipeline.PrepareForScheduling(derivative));
        }
    }

    [Theory]
    [InlineData(60, 600)]
    [Trait("Category", "Long")]
    public void More_derivatives_keep_their_meaning_through_all_passes(int first, int count) => Derivatives_keep_their_meaning_through_all_passes(first, count);

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Models_mean_what_loops_say(string name)
    {
        Module module = ModuleBuilder.Build(BuildingZoo.Models[name]);
        Module compiled = CompilerPipeline.Compile(BuildingZoo.Models[name]);
        foreach (Function? function in new[] { module.Sequence, module.Step, module.Loss, ReverseMode.Differentiate(module.Loss), compiled.Sequence, compiled.Training })
        {
            if (function is not null)
                Check(function, Draws.Of(module), 1, name);
        }
    }

    [Theory]
    [InlineData(1, 128, 1)]
    [InlineData(128, 1, 2)]
    [InlineData(33, 7, 5)]
    [InlineData(3, 65, 2)]
    public void Models_of_any_size_mean_what_loops_say(int inputs, int hidden, int steps)
    {
        Module module = CompilerPipeline.Compile(
            Declare.Model(Declare.Lstm(hidden, 2), Declare.Gru(hidden, bi: true), Declare.Dense(3)) with { InputSize = inputs, SequenceLength = steps });
        Check(module.Sequence, Draws.Of(module), 1, $"{inputs}→{hidden}");
        Check(module.Training!, Draws.Of(module), 1, $"{inputs}→{hidden}");
    }

    [Theory]
    [InlineData(OperationKind.Relu, double.NaN, 0, double.NaN)]
    [InlineData(OperationKind.Relu, -1, 0, 0)]
    [InlineData(OperationKind.Max, double.NaN, 1, double.NaN)]
    [InlineData(OperationKind.Max, 1, double.NaN, double.NaN)]
    [InlineData(OperationKind.Min, double.NaN, 1, double.NaN)]
    [InlineData(OperationKind.Min, 1, double.NaN, double.NaN)]
    [InlineData(OperationKind.Max, double.NegativeInfinity, 1, 1)]
    [InlineData(OperationKind.GreaterOrEqual, 1, 1, 1)]
    [InlineData(OperationKind.GreaterOrEqual, double.NaN, 1, 0)]
    [InlineData(OperationKind.Sigmoid, 800, 0, 1)]
    [InlineData(OperationKind.Sigmoid, -800, 0, 0)]
    [InlineData(OperationKind.Tanh, 800, 0, 1)]
    [InlineData(OperationKind.Tanh, -800, 0, -1)]
    [InlineData(OperationKind.SigmoidCrossEntropy, 800, 1, 0)]
    [InlineData(OperationKind.SigmoidCrossEntropy, -800, 1, 800)]
    public void Extremes_have_their_meaning(OperationKind kind, double a, double b, double expected)
    {
        FunctionBuilder builder = new("f");
        Value x = builder.Parameter("a", TensorType.Vector(1), ParameterRole.Input);
        bool binary = kind is OperationKind.Max or OperationKind.Min or OperationKind.GreaterOrEqual or OperationKind.SigmoidCrossEntropy;
        Value[] operands = binary ? [x, builder.Parameter("b", TensorType.Vector(1), ParameterRole.Input)] : [x];
        builder.Result("y", builder.Apply(kind, operands));
        IrInterpreter<double> interpreter = new(builder.Build());
        interpreter.Argument("a")[0] = a;
        if (binary)
            interpreter.Argument("b")[0] = b;
        interpreter.Run();
        Assert.Equal(expected, interpreter.Result("y")[0]);
    }

    [Fact]
    public void Great_logits_do_not_overflow()
    {
        FunctionBuilder builder = new("f");
        Value z = builder.Parameter("z", TensorType.Vector(3), ParameterRole.Input);
        Value id = builder.Parameter("id", TensorType.Integer, ParameterRole.Target);
        builder.Result("softmax", builder.Apply(OperationKind.Softmax, z));
        builder.Result("loss", builder.Apply(OperationKind.SoftmaxCrossEntropy, z, id));
        IrInterpreter<float> interpreter = new(builder.Build());
        new float[] { 1000, 999, -1000 }.CopyTo(interpreter.Argument("z"));
        interpreter.IntegerArgument("id")[0] = 1;
        interpreter.Run();
        Assert.Equal(1 / (1 + Math.Exp(-1)), interpreter.Result("softmax")[0], 6);
        Assert.Equal(1 + Math.Log(1 + Math.Exp(-1)), interpreter.Result("loss")[0], 5);
    }

    [Fact]
    public void A_changed_weight_is_seen_by_the_next_run()
    {
        FunctionBuilder builder = new("f");
        Value w = builder.Parameter("W", TensorType.Matrix(3, 2), ParameterRole.Weight);
        builder.Result("y", builder.Apply(OperationKind.MatVec, w, builder.Constant(1, TensorType.Vector(2))));
        IrInterpreter<double> interpreter = new(builder.Build());
        for (int run = 1; run < 4; run++)
        {
            interpreter.Argument("W").Fill(run);
            interpreter.Run();
            Assert.Equal(2 * run, interpreter.Result("y")[2]);
        }
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        Module module = CompilerPipeline.Compile(BuildingZoo.Models["dropout everywhere"]);
        IrInterpreter<float> interpreter = new(module.Training!);
        interpreter.Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        interpreter.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Checks the interpreter on a function, or on the function after passes, against plain loops over the original function.</summary>
    private static void Check(Function function, Func<Parameter, Random, double[]> draw, int seed, string what, Function? passed = null)
    {
        Random random = new(seed);
        double[][] arguments = [.. function.Parameters.Select(p => draw(p, random))];
        Compare<double>(passed ?? function, arguments, Evaluator.Run(function, arguments), 1e-12, what);
        if (passed is not null)
            return;
        double[][] single = [.. arguments.Select(static a => a.Select(static x => (double)(float)x).ToArray())];
        Compare<float>(function, single, Evaluator.Run(function, single), 1e-4, what);
    }

    /// <summary>
    /// Checks elements. The error may be the tolerance times the largest element of the result, or times 1 if that is larger, since sums cancel.
    /// </summary>
    private static void Compare<T>(Function function, double[][] arguments, IReadOnlyList<double[]> expected, double tolerance, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IrInterpreter<T> interpreter = new(function);
        for (int i = 0; i < arguments.Length; i++)
        {
            Parameter parameter = function.Parameters[i];
            if (parameter.Value.Type.Element == ElementType.Integer)
                Array.ConvertAll(arguments[i], static x => (int)x).CopyTo(interpreter.IntegerArgument(parameter.Value.Name!));
            else
                Array.ConvertAll(arguments[i], T.CreateChecked).CopyTo(interpreter.Argument(parameter.Value.Name!));
        }

        // The second run shows that no state of the first remains.
        interpreter.Run();
        interpreter.Run();
        for (int r = 0; r < expected.Count; r++)
        {
            ReadOnlySpan<T> found = interpreter.Result(function.Results[r].Name);
            Assert.Equal(expected[r].Length, found.Length);
            double greatest = Math.Max(1, expected[r].Max(Math.Abs));
            for (int i = 0; i < found.Length; i++)
            {
                if (!(Math.Abs(double.CreateChecked(found[i]) - expected[r][i]) <= tolerance * greatest))
                    Assert.Fail($"{what}: {function.Results[r].Name}[{i}] should be {expected[r][i]}, found {found[i]}.\n{IrPrinter.Print(function)}");
            }
        }
    }
}
