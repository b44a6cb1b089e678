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
        for (int i = 0; i < count; i++)
        {
            ModelDeclaration declaration = networks.Next() with { Unroll = i % 3 == 0 ? Unroll.Full : Unroll.Auto };
            PortComparison comparison = new(declaration, PortExample.Lengths(declaration, i, Rows), Rows, i);
            comparison.CheckSingle();
            foreach (Target target in count > 100 ? Target.All : [Target.All[i % Target.All.Count]])
                comparison.CheckLowered(target, parts: 1 + (i % 3));
            comparison.CheckDifferences(i);
            comparison.CheckStream();
        }
    }
}
