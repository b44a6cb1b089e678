using RnnCompiler.Compiler.Ir;
using RnnCompiler.Interpreter.Tests.Ir;

namespace RnnCompiler.Interpreter.Tests.Differentiation;

/// <summary>
/// Derivatives through carries that take over the value of another carry: such a carry varies with a weight, or reaches the loss, only in a later step than
/// the one that it copies.
/// </summary>
public sealed class CarryGradientTests
{
    private static readonly Dictionary<string, (string Next, string Final)> s_chains = new()
    {
        ["the copy alone reaches the loss"] = ("next a = %6\nnext b = %0\nnext c = %2", "%4"),
        ["a copy of the copy alone reaches the loss"] = ("next a = %6\nnext b = %0\nnext c = %1", "%5"),
        ["the copy comes before what it copies"] = ("next a = %1\nnext b = %6\nnext c = %2", "%3"),
        ["a chain from the last carry to the first"] = ("next a = %1\nnext b = %2\nnext c = %6", "%3"),
        ["copies in a circle"] = ("next a = %1\nnext b = %2\nnext c = %0", "%3"),
        ["the original reaches the loss"] = ("next a = %6\nnext b = %0\nnext c = %1", "%3"),
    };

    public static TheoryData<string> Names => [.. s_chains.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cotangent_passes_through_carries_that_copy_one_another(string name)
    {
        Check(name, "forward");
        Check(name, "reverse");
    }

    [Theory]
    [InlineData("%4")]
    [InlineData("%5")]
    public void A_carry_that_starts_at_a_constant_varies_once_it_copies_one_that_varies(string final)
    {
        Function loss = IrParser.ParseFunction($$"""
            function loss {
              weight %0.W: f[3,2]
              input %1.x: f[5,2]
              %2: f[3] = constant[0.5]
              %3: f[3], %4: f[3], %5: f[3] = scan[forward, 5] delay {
                carry %0: f[3] = %2
                carry %1: f[3] = %2
                carry %2: f[3] = %2
                step %3: f[2] = %1.x
                invariant %4: f[3,2] = %0.W
                %5: f[3] = matvec %4, %3
                %6: f[3] = multiply %5, %0
                %7: f[3] = add %6, %5
                next h = %7
                next before = %0
                next long_before = %1
              }
              %6: f[] = sum {{final}}
              return loss = %6
            }
            """);
        IrVerifier.Verify(loss);
        GradientCheck.Run(loss, Draws.Plain, "a delayed carry");
    }

    private static void Check(string name, string direction)
    {
        (string next, string final) = s_chains[name];

        // tanh of the product and of all three carries, and three starts of which two are weights.
        Function loss = IrParser.ParseFunction($$"""
            function loss {
              weight %0.W: f[3,2]
              weight %1.start: f[3]
              input %2.x: f[5,2]
              %3: f[3], %4: f[3], %5: f[3] = scan[{{direction}}, 5] chain {
                carry %0: f[3] = %1.start
                carry %1: f[3] = %1.start
                carry %2: f[3] = %1.start
                step %3: f[2] = %2.x
                invariant %4: f[3,2] = %0.W
                %5: f[3] = matvec %4, %3
                %6: f[3] = tanh %5
                {{next}}
              }
              %6: f[3] = multiply {{final}}, {{final}}
              %7: f[] = sum %6
              return loss = %7
            }
            """);
        IrVerifier.Verify(loss);
        GradientCheck.Run(loss, Draws.Plain, $"{name}, {direction}");
    }
}
