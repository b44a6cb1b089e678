using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Declarations;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>
/// Random encoders and decoders, with rows of different lengths, 0 among them: lowered programs and equations in single precision against the equations in double precision,
/// gradients against differences, and steps of the decoder against the training function.
/// </summary>
public sealed class RandomDecoderNetworkTests
{
    private const int Rows = 5;

    private static readonly Dictionary<string, string> s_networks = new()
    {
        ["a vector that is repeated over time"] = "model name=\"M\" steps=4 loss=CrossEntropy\nsequence size=2 name=\"x\"\n"
            + "tokens vocabulary=3 length=5 start=0 stop=1 name=\"answer\"\ngru units=3 from=\"x\"\nlaststep\nrepeat\nembedding vocabulary=3 dimension=2 from=\"answer\"\n"
            + "concat from=\"embedding repeat\"\nlstm units=3\ndense units=3\n",
        ["features alone"] = "model name=\"M\" steps=4 loss=CrossEntropy\nfeatures size=2 name=\"x\"\ntokens vocabulary=3 start=2 stop=1 name=\"answer\"\n"
            + "embedding vocabulary=3 dimension=2 from=\"answer\"\nconcat from=\"embedding x\"\ngru units=3\ndense units=3\n",
        ["no steps of the model"] = "model name=\"M\" steps=4 loss=CrossEntropy\nsequence size=2 length=3 name=\"x\"\ntokens vocabulary=3 start=2 stop=1 name=\"answer\"\n"
            + "gru units=3 from=\"x\"\nembedding vocabulary=3 dimension=2 from=\"answer\"\ngru units=3 initial=\"gru\"\ndense units=3\n",
        ["an input as keys"] = "model name=\"M\" steps=4 loss=CrossEntropy\nsequence size=3 name=\"x\"\ntokens vocabulary=3 length=5 start=2 stop=1 name=\"answer\"\n"
            + "embedding vocabulary=3 dimension=2 from=\"answer\"\ngru units=3\nattention from=\"gru x x\"\ndense units=3\n",
        ["a memory of the decoder"] = "model name=\"M\" steps=4 loss=CrossEntropy\nsequence size=3 name=\"x\"\ntokens vocabulary=3 length=5 start=2 stop=1 name=\"answer\"\n"
            + "gru units=3 from=\"x\"\nlaststep\nembedding vocabulary=3 dimension=2 from=\"answer\"\nconv channels=3 kernel=3\nconcat from=\"conv laststep\"\ndelay steps=2\n"
            + "lstm units=3 learnInitialState=true\ndense units=3\n",
    };

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    [Fact]
    public void Random_networks_mean_their_equations() => Check(seed: 31, count: 24);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_their_equations() => Check(seed: 32, count: 300);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_means_its_equations(string name)
    {
        for (int seed = 0; seed < 3; seed++)
            Check(DeclarationText.Parse(s_networks[name]), Target.All, seed);
    }

    private static void Check(int seed, int count)
    {
        RandomDecoderNetworks networks = new(seed);
        List<string> faults = [];
        int rows = 0;
        for (int i = 0; i < count; i++)
        {
            ModelDeclaration declaration = networks.Next() with { Unroll = i % 3 == 0 ? Unroll.Full : Unroll.Auto };
            try
            {
                rows += Check(declaration, count > 100 ? Target.All : [Target.All[i % Target.All.Count]], i);
            }
            catch (Exception fault)
            {
                faults.Add($"{i}: {fault.GetType().Name}: {fault.Message}\n{DeclarationText.Write(declaration)}\n{fault.StackTrace}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
        Assert.True(rows > count, $"Expected rows with tokens, but there were {rows}.");
    }

    private static int Check(ModelDeclaration declaration, IReadOnlyList<Target> targets, int seed)
    {
        PortComparison comparison = new(declaration, PortExample.Lengths(declaration, seed, Rows), Rows, seed);
        comparison.CheckSingle();
        int rows = 0;
        foreach (Target target in targets)
        {
            comparison.CheckLowered(target, parts: 1 + (seed % 3));
            rows += comparison.CheckDecoder(target);
        }

        comparison.CheckDifferences(seed);
        return rows;
    }
}
