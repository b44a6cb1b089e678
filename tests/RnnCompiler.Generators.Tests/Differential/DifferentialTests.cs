using System.Reflection;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Declarations;

namespace RnnCompiler.Generators.Tests.Differential;

/// <summary>
/// Random networks, compiled to C# and that to machine code, against the interpreter: sequences, streams, losses, all gradients and
/// updates. Whatever hardware runs the tests decides which kernels are held to account.
/// </summary>
public class DifferentialTests
{
    [Fact]
    public void Random_models_mean_what_the_interpreter_says() => Run(seed: 1, count: 16);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_models_mean_what_the_interpreter_says() => Run(seed: 2, count: 400);

    [Fact]
    public void Random_networks_mean_what_the_interpreter_says() => RunNetworks(seed: 5, count: 12);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_what_the_interpreter_says() => RunNetworks(seed: 6, count: 300);

    private static void RunNetworks(int seed, int count)
    {
        RandomNetworks networks = new(seed);
        for (int i = 0; i < count; i++)
            Compare(networks.Next(), rows: 1 + (i % 5));
    }

    private static void Run(int seed, int count)
    {
        RandomModels models = new(seed);
        for (int i = 0; i < count; i++)
            Compare(models.Next(), models.NextRows());
    }

    internal static void Compare(ModelDeclaration declaration, int rows, int? seed = null)
    {
        (Type model, MethodInfo makeTrainer) = CompiledInMemory.Load(declaration);
        Type comparison = typeof(Comparison<,,>).MakeGenericType(
            model, declaration.HasTokenInput ? typeof(int) : typeof(float), declaration.HasClassTargets ? typeof(int) : typeof(float));
        object run = Activator.CreateInstance(comparison, declaration, rows, seed ?? rows)!;
        comparison.GetMethod("Run")!.Invoke(run, BindingFlags.DoNotWrapExceptions, null, [makeTrainer], null);
    }
}
