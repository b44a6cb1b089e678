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

    private static readonly Dictionary<string, string> s_networks = new()
    {
        ["an output is an input"] = "model name=\"M\" steps=4\nsequence size=3 length=3 name=\"x\"\nrnn units=2\nslice start=0 length=3 from=\"x\"\n"
            + "output from=\"rnn\" name=\"a\"\noutput from=\"slice\" name=\"b\"\n",
        ["one step"] = "model name=\"M\" steps=4\nsequence size=2 name=\"x\"\nsequence size=2 length=1 name=\"y\"\ngru units=2 from=\"y\"\n"
            + "laststep\nadd from=\"x laststep\"\n",
        ["the ids of the last step"] = "model name=\"M\" steps=4\ntokens vocabulary=5 name=\"x\"\nembedding vocabulary=5 dimension=3\nlaststep\n"
            + "rnn units=2 from=\"embedding\"\nadd right=1\nconcat from=\"add laststep\"\n",
        ["the same gradient at each step"] = "model name=\"M\" steps=4\nsequence size=3 name=\"x\"\nrnn units=3\nbatchnorm from=\"x\"\n"
            + "sumovertime\nadd from=\"rnn sumovertime\"\n",
        ["a gradient in the middle of a vector"] = "model name=\"M\" steps=4\ntokens vocabulary=5 name=\"x\"\nembedding vocabulary=5 dimension=3\ngru units=15\n"
            + "concat from=\"gru embedding\"\nsumovertime\n",
        ["an output that is read before its activation"] = "model name=\"M\" steps=4 loss=CrossEntropy\nsequence size=3 name=\"x\"\nrnn units=3\ndense units=3 activation=Softmax\n"
            + "dense units=2\noutput from=\"dense\" name=\"a\"\noutput from=\"dense_1\" name=\"b\"\n",
        ["a vector that is repeated in two length groups"] = "model name=\"M\" steps=4\nsequence size=3 name=\"x\"\nsequence size=2 length=7 name=\"y\"\ngru units=3 from=\"x\"\n"
            + "laststep\nrepeat\ndense units=2 activation=Tanh\nadd from=\"dense y\"\nmultiply from=\"dense add\"\nconcat from=\"dense x\"\n"
            + "output from=\"multiply\" name=\"a\"\noutput from=\"concat\" name=\"b\"\n",
        ["both ends"] = "model name=\"M\" steps=4\nsequence size=3 length=6 name=\"x\"\ngru units=3 bidirectional=true\n"
            + "bothends\n",
        ["a vector added to a bias"] = "model name=\"M\" steps=4\nsequence size=3 name=\"x\"\nfeatures size=5 name=\"f\"\ndense units=5 from=\"x\"\nadd from=\"dense f\"\n"
            + "rnn units=5\n",
        ["a vector added to biases of several layers"] = "model name=\"M\" steps=4\nsequence size=5 name=\"x\"\nfeatures size=5 name=\"f\"\nlayernorm from=\"x\"\n"
            + "conv channels=5 kernel=2\ngru units=5 from=\"x\"\nadd from=\"layernorm f\"\nadd from=\"conv f\"\nadd from=\"gru f\"\nadd from=\"add_1 add_2\"\n"
            + "add from=\"add add_3\"\n",
        ["a state of another length"] = "model name=\"M\" steps=4\nsequence size=3 length=6 name=\"x\"\nsequence size=3 name=\"y\"\nlstm units=3 from=\"x\"\n"
            + "lstm units=3 from=\"y\" initial=\"lstm\"\noutput from=\"lstm\" name=\"a\"\noutput from=\"lstm_1\" name=\"b\"\n",
    };

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    [Fact]
    public void Random_networks_mean_their_equations() => Check(new RandomPortNetworks(21), count: 24);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_networks_mean_their_equations() => Check(new RandomPortNetworks(22), count: 300);

    [Fact]
    public void Random_loss_functions_mean_their_equations() => Check(new RandomLosses(23), count: 16);

    [Fact]
    [Trait("Category", "Long")]
    public void Many_random_loss_functions_mean_their_equations() => Check(new RandomLosses(24), count: 300);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_means_its_equations(string name)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            ModelDeclaration declaration = DeclarationText.Parse(s_networks[name]);
            Check(new PortComparison(declaration, PortExample.Lengths(declaration, seed, Rows), Rows, seed), Target.All, seed);
        }
    }

    private static void Check(RandomNetworks networks, int count)
    {
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
