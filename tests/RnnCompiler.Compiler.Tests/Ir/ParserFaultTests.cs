using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Ir;

public sealed class ParserFaultTests
{
    [Theory]
    [InlineData("", 1, 1, "'function'")]
    [InlineData("function f {\n  return r = %0\n}\n", 2, 14, "a value that is defined before")]
    [InlineData("function f {\n  input %0: f[x]\n}\n", 2, 15, "a whole number from 1")]
    [InlineData("function f {\n  input %0: f[0]\n}\n", 2, 15, "a whole number from 1")]
    [InlineData("function f {\n  input %0: f[99999999999]\n}\n", 2, 15, "a whole number from 1")]
    [InlineData("function f {\n  input %0: f[]\n  %1: f[] = sine %0\n}\n", 3, 13, "an operation")]
    [InlineData("function f {\n  input %0: f[]\n  input %0: f[]\n}\n", 3, 9, "a value that is not defined yet")]
    [InlineData("function f {\n  input %0.a: f[]\n  return r = %0.b\n}\n", 3, 14, "the name of that value, %0.a,")]
    [InlineData("function f {\n  input %0: f[]\n  return r = %0 ?\n}\n", 3, 17, "a name, a number, a value or a mark")]
    [InlineData("function f {\n  input %0.\"a: f[]\n}\n", 2, 12, "a name that ends with '\"' on its line")]
    [InlineData("function f {\n}\nmore", 3, 1, "the end of the text")]
    [InlineData("function f {\n", 2, 1, "an equation, a result with 'return' or '}'")]
    public void A_fault_names_its_place_and_what_was_expected(string text, int line, int column, string expected)
    {
        IrFormatException fault = Assert.Throws<IrFormatException>(() => IrParser.ParseFunction(text));
        Assert.Equal((line, column, expected), (fault.Line, fault.Column, fault.Expected));
        Assert.NotEmpty(fault.Found);
    }

    [Fact]
    public void Hostile_nesting_is_a_fault_too()
    {
        string text = "function f {\n  input %0: f[1]\n" + string.Concat(Enumerable.Repeat("%1: f[1] = scan[forward, 1] b {\ncarry %0: f[1] = %0\n", 100_000));
        Assert.Throws<IrFormatException>(() => IrParser.ParseFunction(text));
    }

    [Fact]
    public void Mutated_text_gives_nothing_but_typed_faults()
    {
        const string Alphabet = "%.:,={}[]\"\\\n 0123456789-afixsn/";
        Random random = new(1);
        for (int round = 0; round < 10_000; round++)
        {
            char[] text = [.. IrPrinter.Print(Functions[round % Functions.Length])];
            int edits = random.Next(1, 6);
            List<char> mutated = [.. text];
            for (int i = 0; i < edits && mutated.Count > 0; i++)
                Mutate(random, mutated, Alphabet);
            try
            {
                Function parsed = IrParser.ParseFunction(new string([.. mutated]));
                IrVerifier.Verify(parsed);
            }
            catch (Exception fault) when (fault is IrFormatException or IrVerificationException)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    private static readonly Function[] Functions = [.. Enumerable.Range(0, 40).Select(RandomFunctions.Create)];

    private static void Mutate(Random random, List<char> text, string alphabet)
    {
        int at = random.Next(text.Count);
        int length = Math.Min(random.Next(1, 20), text.Count - at);
        switch (random.Next(4))
        {
            case 0:
                text[at] = alphabet[random.Next(alphabet.Length)];
                break;
            case 1:
                text.RemoveRange(at, length);
                break;
            case 2:
                text.InsertRange(random.Next(text.Count), text.GetRange(at, length));
                break;
            default:
                text.Insert(at, alphabet[random.Next(alphabet.Length)]);
                break;
        }
    }
}
