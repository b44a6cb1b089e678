using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Differentiation;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Optimization;
using RnnCompiler.Compiler.Preparation;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Ir;

namespace RnnCompiler.Compiler.Tests.Optimization;

/// <summary>Tests that no pass changes the results of a function.</summary>
public sealed class MeaningTests
{
    public static IReadOnlyDictionary<string, Func<Function, Function>> Passes { get; } = new Dictionary<string, Func<Function, Function>>
    {
        ["fold"] = ConstantFolding.Run,
        ["algebra"] = AlgebraicSimplification.Run,
        ["scans"] = ScanSimplification.Run,
        ["steps"] = StepInlining.Run,
        ["common"] = CommonSubexpressions.Run,
        ["dead"] = DeadCode.Run,
        ["losses"] = LossDecomposition.Run,
        ["renumber"] = Renumbering.Run,
        ["fission 1"] = static f => LoopFission.Run(f, 1),
        ["fission 8"] = static f => LoopFission.Run(f),
        ["fusion"] = ScanFusion.Run,
        ["sums"] = SumOrdering.Run,
        ["prepare"] = static f => CompilerPipeline.PrepareForScheduling(f),
    };

    public static TheoryData<string> PassNames => [.. Passes.Keys];

    [Theory]
    [MemberData(nameof(PassNames))]
    public void A_pass_preserves_random_functions(string pass)
    {
        for (int seed = 0; seed < 400; seed++)
            Check(RandomFunctions.Create(seed), Passes[pass], $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(PassNames))]
    public void A_pass_preserves_models(string pass)
    {
        foreach ((string name, Compiler.Declarations.ModelDeclaration declaration) in BuildingZoo.Models)
        {
            Module module = ModuleBuilder.Build(declaration);
            foreach (Function? function in new[] { module.Sequence, module.Step, module.Loss })
            {
                if (function is not null)
                    Check(function, Passes[pass], name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void The_pipeline_preserves_models(string name)
    {
        Module built = ModuleBuilder.Build(BuildingZoo.Models[name]);
        Module compiled = CompilerPipeline.Compile(BuildingZoo.Models[name]);
        Check(built.Sequence, _ => compiled.Sequence, name);
        Check(built.Loss, _ => compiled.Loss, name);
        Check(ReverseMode.Differentiate(built.Loss, ModuleBuilder.FirstRecurrence(built.Declaration)), _ => compiled.Training!, name);
        if (built.Step is not null)
            Check(built.Step, _ => compiled.Step!, name);
    }

    private static void Check(Function before, Func<Function, Function> pass, string what)
    {
        Function after = pass(before);
        IrVerifier.Verify(after);
        IReadOnlyList<double[]> arguments = RandomFunctions.Arguments(before, 7);
        IReadOnlyList<double[]> expected = Evaluator.Run(before, arguments);
        IReadOnlyList<double[]> found = Evaluator.Run(after, arguments);
        Assert.Equal(before.Results.Select(static r => r.Name), after.Results.Select(static r => r.Name));
        for (int i = 0; i < expected.Count; i++)
        {
            for (int j = 0; j < expected[i].Length; j++)
            {
                double error = Math.Abs(expected[i][j] - found[i][j]);
                if (expected[i][j].Equals(found[i][j]) || error <= 1e-12 * Math.Max(1, Math.Abs(expected[i][j])))
                    continue;
                Assert.Fail($"{what}: {before.Results[i].Name}[{j}] was {expected[i][j]}, is {found[i][j]}.\n{IrPrinter.Print(before)}\n{IrPrinter.Print(after)}");
            }
        }
    }
}
