using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Declarations;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>
/// Random networks of several inputs, outputs and length groups, with rows of different lengths, 0 among them: lowered programs and equations in single precision against the
/// equations in double precision.
/// </summary>
public sealed class RandomPortNetworkTests
{
    private const int Rows = 5;

    [Fact]
    public void Random_networks_mean_their_equations() => Check(seed: 21, count: 24);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_their_equations() => Check(seed: 22, count: 300);

    private static void Check(int seed, int count)
    {
        RandomPortNetworks networks = new(seed);
        List<string> faults = [];
        for (int i = 0; i < count; i++)
        {
            ModelDeclaration declaration = networks.Next() with { Unroll = i % 3 == 0 ? Unroll.Full : Unroll.Auto };
            IReadOnlyList<Target> targets = count > 100 ? Target.All : [Target.All[i % Target.All.Count]];
            try
            {
                Check(new PortComparison(declaration, PortExample.Lengths(declaration, i, Rows), Rows, i), targets, i);
            }
            catch (Exception fault)
            {
                faults.Add($"{i}: {fault.GetType().Name}: {fault.Message}\n{DeclarationText.Write(declaration)}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static void Check(PortComparison comparison, IReadOnlyList<Target> targets, int seed)
    {
        comparison.CheckSingle();
        foreach (Target target in targets)
            comparison.CheckLowered(target, parts: 1 + (seed % 3));
        comparison.CheckDifferences(seed);
        comparison.CheckStream();
    }
}
