using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Loops;

/// <summary>Each way in which a loop program can be wrong is refused, with what was expected and found.</summary>
public sealed class LoopVerifierTests
{
    private static readonly string s_training = LoopTexts.Of(Model(Lstm(20), Dense(2)))["training"];
    private static readonly string s_attention =
        LoopTexts.Of(DeclarationText.Parse("model name=\"M\" inputs=3 steps=5\ngru units=4\nattention from=\"gru gru gru\"\n"))["training"];

    [Fact]
    public void A_program_of_the_compiler_is_well_formed() => LoopVerifier.Verify(LoopParser.Parse(s_training));

    [Theory]
    [InlineData("lanes of a store", "region 20 over rows", "region 21 over rows", "to have 21 elements")]
    [InlineData("a step beyond the buffer", "[t, 1]", "[t, 99]", "slots, found 99")]
    [InlineData("an element beyond the buffer", "[t]\n", "[t, 0, 4, 1000]\n", "elements within")]
    [InlineData("halves of no carry", "[t]\n", "[current]\n", "halves only of carries")]
    [InlineData("a memory that is only read", ": gradients[1,20]", ": parameters[1,20]", "memory that may be written")]
    [InlineData("a phase of the wrong kind", "phase rows", "phase results", "nests of its kind")]
    [InlineData("no stride of whole blocks", ",20] stride 32 padded", ",20] stride 24 padded", "a multiple of 16")]
    [InlineData("two buffers in one place", " at 0\n", " at 16\n", "needed at the same time")]
    [InlineData("an offset within a block", " at 0\n", " at 8\n", "a multiple of 16")]
    [InlineData("a row that is too short", "  row ", "  row 1", "so that a vector may be read beyond")]
    [InlineData("the panel of another operand", "panel ", "panel 1", "the panel of the first term")]
    [InlineData("a decomposed operation", "= sigmoid ", "= softplus ", "computed lane by lane")]
    public void A_wrong_program_is_refused(string what, string old, string wrong, string expected) => IsRefused(s_training, what, old, wrong, expected);

    [Theory]
    [InlineData("another number of steps", "transpose ones 5", "transpose ones 6", "the target of a transposition")]
    [InlineData("no slot behind the last feature", ": workspace[5,5]", ": workspace[4,5]", "a slot behind its last one")]
    [InlineData("a factor of another length", "[t], @", "[t, 0, 0, 1], @", "the left factor of an outer product")]
    [InlineData("the operand of a matrix", "] 5 over steps", "] 6 over steps", "to have 6 elements")]
    public void A_wrong_program_of_attention_is_refused(string what, string old, string wrong, string expected) => IsRefused(s_attention, what, old, wrong, expected);

    private static void IsRefused(string program, string what, string old, string wrong, string expected)
    {
        Assert.Contains(old, program, StringComparison.Ordinal);
        bool found = false;
        foreach (int at in Occurrences(program, old))
        {
            string text = program[..at] + wrong + program[(at + old.Length)..];
            if (old == "  row ")
                text = program.Replace("\n  row ", "\n  row 0", StringComparison.Ordinal).Replace("  row 0", "  row 16 //", StringComparison.Ordinal);
            try
            {
                LoopVerifier.Verify(LoopParser.Parse(text));
            }
            catch (LoopVerificationException refusal)
            {
                found |= refusal.Message.Contains(expected, StringComparison.Ordinal);
            }
        }

        Assert.True(found, $"{what}: no message with '{expected}'");
    }

    [Fact]
    public void A_value_that_is_read_before_it_is_computed_is_refused()
    {
        LoopProgram wrong = LoopParser.Parse(s_training).Rewrite(static nest => nest is TimeLoop loop ? loop with { Body = [.. loop.Body.Select(Reversed)] } : nest);
        LoopVerificationException refusal = Assert.Throws<LoopVerificationException>(() => LoopVerifier.Verify(wrong));
        Assert.Contains("a value that is computed, loaded", refusal.Message, StringComparison.Ordinal);

        static RegionNest Reversed(RegionNest nest) => nest with { Region = nest.Region with { Elementwise = [.. nest.Region.Elementwise.Reverse()] } };
    }

    [Theory]
    [InlineData("loops training {\n")]
    [InlineData("loops training {\n  buffer @1.h: workspace[1,3] stride 16\n}\n")]
    [InlineData("loops training {\n  buffer @0.h: attic[1,3] stride 16\n}\n")]
    [InlineData("loops training {\n  phase rows {\n    group A {\n      region 3 over rows {\n        store %1 to @0.h[slot]\n      }\n    }\n  }\n}\n")]
    [InlineData("loops training {\n  phase rows {\n    group A {\n      zero \"W\"\n    }\n  }\n}\n")]
    public void A_text_that_is_no_program_is_refused_at_its_place(string text) => Assert.Throws<IrFormatException>(() => LoopParser.Parse(text));

    [Fact]
    public void Damaged_text_gives_nothing_but_a_format_error()
    {
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            int at = random.Next(s_training.Length - 1);
            string text = random.Next(3) switch
            {
                0 => s_training.Remove(at, 1),
                1 => s_training.Insert(at, "}{[]@%,:=x7\""[random.Next(12)].ToString()),
                _ => s_training[..at] + s_training[(at + 1 + random.Next(Math.Min(40, s_training.Length - at - 1)))..],
            };
            try
            {
                LoopVerifier.Verify(LoopParser.Parse(text));
            }
            catch (Exception fault) when (fault is IrFormatException or LoopVerificationException)
            {
            }
        }
    }

    private static IEnumerable<int> Occurrences(string text, string part)
    {
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}
