using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Rules;
using RnnCompiler.Networks;
using static RnnCompiler.Networks.Layers;

namespace RnnCompiler.Interpreter.Tests.Rows;

/// <summary>Loss functions of several outputs that a <see cref="NetworkBuilder"/> records.</summary>
public sealed class RecordedLossTests
{
    [Fact]
    public void A_loss_of_several_outputs_is_written_with_outputs_then_targets()
    {
        string text = Record(static ports =>
        {
            Tokens tags = ports.TokensTarget("tags");
            Features first = CrossEntropy(ports.Sequence("tags"), tags) + 0.5 * Mean(Abs(ports.Features("level") - ports.FeaturesTarget("level")));
            return first + Sum(Sum(Square(ports.Sequence("path") - Slice(ports.SequenceTarget("path", size: 3), 1, 2))));
        });
        Assert.EndsWith(
            "output from=\"dense\" name=\"path\"\noutput from=\"tags\" name=\"tags\"\noutput from=\"level\" name=\"level\"\nlossfunction\n"
                + "sequence size=2 name=\"output\"\nsequence size=3 name=\"output_1\"\nfeatures size=1 name=\"output_2\"\n"
                + "sequence size=3 name=\"target\"\ntokens vocabulary=3 name=\"target_1\"\nfeatures size=1 name=\"target_2\"\n"
                + "crossentropy from=\"output_1 target_1\"\nsubtract from=\"output_2 target_2\"\nabs\nmean\nmultiply left=0.5\nadd from=\"crossentropy multiply\"\n"
                + "slice start=1 length=2 from=\"target\"\nsubtract from=\"output slice\"\nsquare\nsumovertime\nsum\nadd from=\"add sum\"\n",
            text,
            StringComparison.Ordinal);
        ModelDeclaration declaration = DeclarationText.Parse(text);
        Assert.Empty(DeclarationRules.Check(declaration));
        Assert.Equal(text, DeclarationText.Write(declaration));
    }

    [Fact]
    public void A_target_that_is_not_asked_for_is_that_of_its_output()
    {
        string text = Record(static ports => MeanSquaredError(ports.Sequence("path"), ports.SequenceTarget("path")) + Mean(Mean(ports.Sequence("tags")))
            + Mean(ports.Features("level")));
        Assert.Contains("sequence size=2 name=\"target\"\nsequence size=3 name=\"target_1\"\nfeatures size=1 name=\"target_2\"\n", text, StringComparison.Ordinal);
        Assert.Empty(DeclarationRules.Check(DeclarationText.Parse(text)));
    }

    [Fact]
    public void A_single_output_is_called_output_and_eight_are_possible()
    {
        NetworkBuilder one = new(4);
        one.SetLoss(static ports => CrossEntropy(ports.Features("output"), ports.TokensTarget("output")));
        Assert.EndsWith("features size=5 name=\"output\"\nclass vocabulary=5 name=\"target\"\ncrossentropy from=\"output target\"\n",
            one.Build(Last(Gru(one.Sequence(2, "x"), 5))).Text, StringComparison.Ordinal);

        NetworkBuilder many = new(4);
        many.SetLoss(static ports => Enumerable.Range(0, 8).Select(i => MeanSquaredError(ports.Sequence("y" + i), ports.SequenceTarget("y" + i)))
            .Aggregate(static (a, b) => a + b));
        Sequence memory = Gru(many.Sequence(2, "x"), 3);
        string text = many.Build([.. Enumerable.Range(0, 8).Select(i => ("y" + i, (NetworkValue)Dense(memory, 1)))]).Text;
        ModelDeclaration declaration = DeclarationText.Parse(text);
        Assert.Equal(16, declaration.LossFunction!.Inputs.Count);
        Assert.Empty(DeclarationRules.Check(declaration));
    }

    [Fact]
    public void What_is_no_loss_of_the_outputs_is_refused()
    {
        Refused("\"path\", \"tags\", \"level\", found \"other\"", static ports => Sum(Sum(ports.Sequence("other"))));
        Refused("reads the output \"level\" [1] as Features, found Sequence", static ports => Sum(Sum(ports.Sequence("level"))));
        Refused("as the output \"level\" is one vector, found Sequence", static ports => Sum(Sum(ports.SequenceTarget("level"))));
        Refused("found Features of size 2 after \"target\" [6, 2]", static ports => Sum(Sum(ports.SequenceTarget("path"))) + Sum(ports.FeaturesTarget("path")));
        Refused("found Sequence of size 4 after", static ports => Sum(Sum(ports.SequenceTarget("path"))) + Sum(Sum(ports.SequenceTarget("path", 4))));
        Refused("does not read \"output_1\" [6, 3]", static ports => Sum(Sum(ports.Sequence("path"))) + Sum(ports.Features("level")));
        Refused("found null", static _ => null!);
        Refused("Expected 1 to 65536, found 0", static ports => Sum(Sum(ports.SequenceTarget("path", 0))));
        NetworkBuilder builder = new(6);
        builder.SetLoss(MeanSquaredError);
        Assert.Contains("Expected one output", Assert.Throws<ArgumentException>(() => Build(builder)).Message, StringComparison.Ordinal);

        static void Refused(string message, Func<LossPorts, Features> loss) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Record(loss)).Message, StringComparison.Ordinal);
    }

    private static string Record(Func<LossPorts, Features> loss)
    {
        NetworkBuilder builder = new(6) { Name = "M" };
        builder.SetLoss(loss);
        return Build(builder).Text;
    }

    private static NetworkDeclaration Build(NetworkBuilder builder)
    {
        Sequence memory = Gru(builder.Sequence(2, "x"), 3);
        return builder.Build(("path", Dense(memory, 2)), ("tags", Dense(memory, 3, Activation.Softmax, name: "tags")), ("level", Dense(Mean(memory), 1, name: "level")));
    }
}
