using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Declarations;
using RnnCompiler.Interpreter.Tests.Rows;

namespace RnnCompiler.Interpreter.Tests.Kernels;

/// <summary>Lowered programs of random networks against the equations in double precision: sequences, streams, losses and gradients.</summary>
public sealed class LoweredNetworkTests
{
    private const int Rows = 3;

    [Fact]
    public void Random_networks_mean_their_equations() => Check(seed: 11, count: 24);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_their_equations() => Check(seed: 12, count: 300);

    private static void Check(int seed, int count)
    {
        RandomNetworks networks = new(seed);
        for (int i = 0; i < count; i++)
        {
            ModelDeclaration declaration = networks.Next() with { Unroll = i % 3 == 0 ? Unroll.Full : Unroll.Auto };
            PortComparison comparison = new(declaration, [], Rows, seed: 5);
            comparison.CheckLowered(Target.All[i % Target.All.Count], parts: 1);
            comparison.CheckStream();
        }
    }
}
