using System.Runtime.Intrinsics;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Declarations;
using RnnCompiler.Interpreter.Tests.Rows;

namespace RnnCompiler.Emit.Tests;

/// <summary>Emitted kernels of random networks of several inputs, outputs and length groups against their equations in double precision.</summary>
public class RandomPortNetworkTests
{
    private const int Rows = 5;

    [Fact]
    public void Random_networks_mean_their_equations() => Check(new RandomPortNetworks(31), count: 16);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_their_equations() => Check(new RandomPortNetworks(22), count: 300);

    [Fact]
    public void Random_loss_functions_mean_their_equations() => Check(new RandomLosses(32), count: 12);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_loss_functions_mean_their_equations() => Check(new RandomLosses(24), count: 300);

    private static void Check(RandomNetworks networks, int count)
    {
        Target[] targets = [.. Target.All.Where(IsFast)];
        for (int i = 0; i < count; i++)
        {
            ModelDeclaration declaration = networks.Next() with { Unroll = i % 3 == 0 ? Unroll.Full : Unroll.Auto };
            PortComparison comparison = new(declaration, PortExample.Lengths(declaration, i, Rows), Rows, i);
            comparison.CheckLowered(targets[i % targets.Length], parts: 1 + (i % 3), static program => new EmittedEngine(program).Run);
        }
    }

    private static bool IsFast(Target target) => target == Target.Scalar
        || (target == Target.Lanes4 && Vector128.IsHardwareAccelerated)
        || (target == Target.Lanes8 && Vector256.IsHardwareAccelerated)
        || (target == Target.Lanes16 && Vector512.IsHardwareAccelerated);
}
