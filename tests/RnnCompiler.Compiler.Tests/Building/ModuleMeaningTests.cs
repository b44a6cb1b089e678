using CsCheck;
using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Compiler.Tests.Declarations;

namespace RnnCompiler.Compiler.Tests.Building;

/// <summary>The functions of a module say the same thing in different ways; here they are held against each other.</summary>
public class ModuleMeaningTests
{
    private const double Tolerance = 1e-12;
    private const double UnitInTheLastPlace = 2.2e-16;

    public static TheoryData<string> Names => BuildingZoo.Names;

    public static TheoryData<string> Streaming => [.. BuildingZoo.Models.Where(static m => m.Value.IsStreaming).Select(static m => m.Key)];

    [Theory]
    [MemberData(nameof(Streaming))]
    public void Stepping_through_a_sequence_gives_its_outputs(string name) => CheckStepping(BuildingZoo.Models[name]);

    /// <summary>Models whose training differs from inference by masks alone, which the tests' masks undo.</summary>
    public static TheoryData<string> Undroppable =>
        [.. BuildingZoo.Models.Where(static m => m.Value.Layers.All(static l => l is not RecurrentDeclaration { Zoneout: > 0 })).Select(static m => m.Key)];

    [Theory]
    [MemberData(nameof(Undroppable))]
    public void The_loss_is_the_mean_that_is_defined_over_the_outputs(string name) => CheckLoss(BuildingZoo.Models[name]);

    [Fact]
    public void Any_declaration_is_either_refused_by_a_rule_or_means_what_it_says()
    {
        int built = 0;
        RandomDeclarations.Small.Sample(
            declaration =>
            {
                if (DeclarationRules.Check(declaration).Count > 0)
                {
                    Assert.Throws<InvalidDeclarationException>(() => ModuleBuilder.Build(declaration));
                    return;
                }

                ModuleVerifier.Verify(ModuleBuilder.Build(declaration));
                CheckLoss(declaration);
                if (declaration.IsStreaming)
                    CheckStepping(declaration);
                Interlocked.Increment(ref built);
            },
            iter: 2_000,
            print: DeclarationText.Write);
        Assert.InRange(built, 200, 2_000);
    }

    [Fact]
    public void Random_networks_mean_what_they_say()
    {
        RandomNetworks networks = new(seed: 3);
        for (int i = 0; i < 200; i++)
        {
            ModelDeclaration declaration = networks.Next();
            Assert.Equal(declaration, DeclarationText.Parse(DeclarationText.Write(declaration)));
            ModuleVerifier.Verify(ModuleBuilder.Build(declaration));

            // A normalisation divides by deviations that may be small, which multiplies rounding errors.
            CheckLoss(declaration, 1e-9);
            if (declaration.IsStreaming)
                CheckStepping(declaration, 1e-9);
        }
    }

    private static void CheckStepping(ModelDeclaration declaration, double tolerance = Tolerance)
    {
        (Module module, Arguments arguments, IReadOnlyDictionary<string, double[]> sequence) = RunSequence(declaration);
        double[] output = sequence["output"];
        Dictionary<string, double[]> states = module.States.ToDictionary(static s => s.Name, s => arguments[s.Name]);
        double[] input = arguments["input"];
        int features = input.Length / declaration.SequenceLength;
        List<double> outputs = [];
        for (int t = 0; t < declaration.SequenceLength; t++)
        {
            Dictionary<string, double[]> results = SmallEvaluator.Run(module.Step!, p => p.Role switch
            {
                ParameterRole.Input => input.AsSpan(t * features, features).ToArray(),
                ParameterRole.State => states[p.Value.Name!],
                _ => arguments.Of(p),
            });
            outputs.AddRange(results["output"]);
            states = module.States.ToDictionary(static s => s.Name, s => results[s.Name]);
        }

        Assert.All(output.Zip(outputs.TakeLast(output.Length)), pair => Near(pair.First, pair.Second, tolerance));
        Assert.All(states, s => Assert.All(s.Value.Zip(sequence[s.Key]), pair => Near(pair.First, pair.Second, tolerance)));
    }

    private static void CheckLoss(ModelDeclaration declaration, double tolerance = Tolerance)
    {
        (Module module, Arguments arguments, IReadOnlyDictionary<string, double[]> sequence) = RunSequence(declaration);
        Dictionary<string, double[]> loss = SmallEvaluator.Run(module.Loss, arguments.Of);
        double[] output = sequence["output"], target = arguments["target"];
        Near(MeanLoss(module, output, target), loss["loss"].Single(), tolerance + RoundingOfProbabilities(module.Declaration, output, target));
        foreach (StateTensor state in declaration.IsStreaming ? module.States : [])
            Assert.All(loss[state.Name].Zip(sequence[state.Name]), pair => Near(pair.First, pair.Second, tolerance));
    }

    private static void Near(double expected, double found, double tolerance) => Assert.Equal(expected, found, tolerance * Math.Max(1, Math.Abs(expected)));

    /// <summary>The loss as its definition reads, from the outputs that inference gives.</summary>
    private static double MeanLoss(Module module, double[] output, double[] target)
    {
        ModelDeclaration model = module.Declaration;
        Activation head = HeadOf(model);
        double delta = model.HuberDelta;
        double Huber(double e) => Math.Abs(e) <= delta ? 0.5 * e * e : delta * (Math.Abs(e) - (0.5 * delta));
        double Probability(double y, bool is1) => head != Activation.Sigmoid ? 1 / (1 + Math.Exp(is1 ? -y : y)) : is1 ? y : 1 - y;
        return model.Loss switch
        {
            Loss.MeanSquaredError => output.Zip(target, static (y, t) => (y - t) * (y - t)).Average(),
            Loss.MeanAbsoluteError => output.Zip(target, static (y, t) => Math.Abs(y - t)).Average(),
            Loss.Huber => output.Zip(target, (y, t) => Huber(y - t)).Average(),
            Loss.BinaryCrossEntropy => output.Zip(target, (y, t) => -Math.Log(Probability(y, t == 1))).Average(),
            _ => output.Chunk(module.OutputSize).Zip(target, (y, t) => head == Activation.Softmax
                ? -Math.Log(y[(int)t])
                : -Math.Log(Math.Exp(y[(int)t]) / y.Sum(Math.Exp))).Average(),
        };
    }

    /// <summary>
    /// Returns by how much rounding of an output that is a probability near 1 changes the logarithm of what it lacks of 1. The loss function reads the logit, which has
    /// all digits.
    /// </summary>
    private static double RoundingOfProbabilities(ModelDeclaration model, double[] output, double[] target) =>
        model.Loss == Loss.BinaryCrossEntropy && HeadOf(model) == Activation.Sigmoid
            ? output.Zip(target, static (y, t) => t == 1 ? 0 : UnitInTheLastPlace / Math.Max(1 - y, UnitInTheLastPlace)).Average()
            : 0;

    private static Activation HeadOf(ModelDeclaration model) => model.Layers.Last(static l => l is not (TimeReductionDeclaration or DropoutDeclaration)) switch
    {
        DenseDeclaration dense => dense.Activation,
        ElementwiseDeclaration { Kind: ElementwiseOperation.Softmax } => Activation.Softmax,
        _ => Activation.None,
    };

    private static (Module Module, Arguments Arguments, IReadOnlyDictionary<string, double[]> Results) RunSequence(ModelDeclaration declaration)
    {
        Module module = ModuleBuilder.Build(declaration);
        Arguments arguments = new(declaration, seed: 7);
        Dictionary<string, double[]> results = SmallEvaluator.Run(module.Sequence, arguments.Of);
        Assert.Equal(module.OutputSteps * module.OutputSize, results["output"].Length);
        return (module, arguments, results);
    }
}
