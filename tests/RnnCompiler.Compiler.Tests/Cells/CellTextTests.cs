using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Tests.Cells;

/// <summary>The text of cells: there and back, and refused where it is malformed.</summary>
public sealed class CellTextTests
{
    private const string Decay = """
        cell Decay {
          input %0.x: f[input]
          state %1.h: f[hidden]
          weight %2.W: f[hidden,input] orthogonal[1]
          weight %3.a: f[] constant[-0.5]
          %4 = matvec %2.W, %0.x
          %5.kept = multiply %3.a, %1.h
          %6 = add %4, %5.kept
          next %1.h = %6
        }

        """;

    [Fact]
    public void A_text_reads_back_as_the_same_cell()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            CellProgram cell = new RandomCells(seed, outputIsState: seed % 2 == 0).Next("Zelle");
            Assert.Equal(cell, CellText.Parse(CellText.Write(cell)));
            Assert.Equal(seed % 2 == 0 ? 1 : 2, CellText.VersionOf(cell));
        }
    }

    [Fact]
    public void A_text_is_written_as_it_was_read()
    {
        Assert.Equal(Decay, CellText.Write(CellText.Parse(Decay)));
        string withOutput = Decay.Replace("  next", "  output %5.kept\n  next", StringComparison.Ordinal);
        Assert.Equal(5, CellText.Parse(withOutput).Output);
        Assert.Equal(withOutput, CellText.Write(CellText.Parse(withOutput)));
    }

    [Theory]
    [InlineData("input %0.x", "state %0.x", "the input first")]
    [InlineData("input %0.x: f[input]", "input %0.x: f[]", "a vector")]
    [InlineData("f[hidden]", "f[hidden,3]", "a vector")]
    [InlineData("f[hidden]", "f[0]", "a whole number from 1")]
    [InlineData("f[hidden]", "f[units]", "a size")]
    [InlineData("%2.W:", "%2.x:", "a parameter with a name of its own")]
    [InlineData("%2.W:", "%7.W:", "the number %2")]
    [InlineData("orthogonal[1]", "orthogonal[-1]", "a finite scale")]
    [InlineData("orthogonal[1]", "orthogonal[nan]", "a finite scale")]
    [InlineData("constant[-0.5]", "identity[1]", "an initializer for this shape")]
    [InlineData("matvec %2.W, %0.x", "matvec %2.W, %1.h", "operands that fit")]
    [InlineData("matvec %2.W, %0.x", "matvec %2.W", "operands that fit")]
    [InlineData("matvec", "scan", "an operation that cells may use")]
    [InlineData("multiply %3.a", "multiply %9", "a value that is defined before")]
    [InlineData("next %1.h = %6", "next %1.h = %3.a", "a value of the state's shape")]
    [InlineData("next %1.h = %6", "next %0.x = %6", "a state that has no next value yet")]
    [InlineData("  next %1.h = %6\n", "", "a line 'next' for each state")]
    [InlineData("  next", "  output %3.a\n  next", "a vector")]
    [InlineData("  next", "  output %7\n  next", "a value that is defined before")]
    [InlineData("  next", "  output %4\n  output %4\n  next", "'}'")]
    [InlineData("  next %1.h = %6\n", "  next %1.h = %6\n  output %4\n", "'}'")]
    [InlineData("cell Decay", "cell \"\"", "the name of the cell")]
    [InlineData("}\n", "} }\n", "the end of the line")]
    public void A_malformed_text_is_refused_where_it_is_wrong(string right, string wrong, string expected)
    {
        IrFormatException fault = Assert.Throws<IrFormatException>(() => CellText.Parse(Decay.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_never_throws_anything_else()
    {
        Random random = new(1);
        string[] tokens = ["%2.W", "f[", "]", "add", "constant[", "1e999", "-", "next", "\"", "\n", "weight", "output %4\n", "hidden", ",", "=", "%"];
        for (int i = 0; i < 2_000; i++)
        {
            string text = Decay;
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                text = text[..at] + (random.Next(2) == 0 ? tokens[random.Next(tokens.Length)] : "") + text[Math.Min(text.Length, at + random.Next(8))..];
            }

            try
            {
                CellProgram cell = CellText.Parse(text);
                Assert.Equal(cell, CellText.Parse(CellText.Write(cell)));
            }
            catch (IrFormatException)
            {
            }
        }
    }
}
