using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Tests.Optimization;

/// <summary>Tests each rule of constant folding and algebraic simplification on a minimal function: x and y are vectors of three, s is a scalar.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("constant[2] | constant[3] | add %3, %4", "5")]
    [InlineData("constant[2] | constant[0.5] | subtract %3, %4", "1.5")]
    [InlineData("constant[2] | constant[3] | multiply %3, %4", "6")]
    [InlineData("constant[1] | constant[4] | divide %3, %4", "0.25")]
    [InlineData("constant[0.1] | negate %3", "-0.1")]
    [InlineData("constant[-0.1] | abs %3", "0.1")]
    [InlineData("constant[-3] | relu %3", "0")]
    [InlineData("constant[9] | sqrt %3", "3")]
    [InlineData("constant[0] | sigmoid %3", "0.5")]
    [InlineData("constant[0] | tanh %3", "0")]
    [InlineData("constant[0] | exp %3", "1")]
    [InlineData("constant[1] | log %3", "0")]
    [InlineData("constant[0.1] | constant[0.2] | max %3, %4", "0.2")]
    [InlineData("constant[0.1] | constant[nan] | min %3, %4", "nan")]
    [InlineData("constant[nan] | constant[0.1] | min %3, %4", "nan")]
    [InlineData("constant[0.1] | constant[nan] | max %3, %4", "nan")]
    [InlineData("constant[nan] | constant[0.1] | max %3, %4", "nan")]
    [InlineData("constant[nan] | relu %3", "nan")]
    [InlineData("constant[-0] | tanh %3", "-0")]
    [InlineData("constant[-0] | negate %3", "0")]
    [InlineData("constant[2] | constant[3] | greater_or_equal %3, %4", "0")]
    [InlineData("constant[1] | constant[0.1] | constant[0.2] | select %3, %4, %5", "0.1")]
    public void Exact_constants_are_folded(string equations, string number) => Assert.Equal($"constant[{number}]", Last(ConstantFolding.Run, equations));

    [Theory]
    [InlineData("constant[0.1] | constant[0.2] | add %3, %4", "add %3, %4")]
    [InlineData("constant[1] | constant[1E-30] | add %3, %4", "add %3, %4")]
    [InlineData("constant[16777216] | constant[1] | add %3, %4", "add %3, %4")]
    [InlineData("constant[1] | constant[3] | divide %3, %4", "divide %3, %4")]
    [InlineData("constant[1] | constant[0] | divide %3, %4", "divide %3, %4")]
    [InlineData("constant[2] | sqrt %3", "sqrt %3")]
    [InlineData("constant[1] | sigmoid %3", "sigmoid %3")]
    [InlineData("constant[1E+30] | constant[1E+30] | multiply %3, %4", "multiply %3, %4")]
    [InlineData("constant[0.1] | constant[0.1] | greater_or_equal %3, %4", "greater_or_equal %3, %4")]
    public void What_would_round_is_not_folded(string equations, string last) => Assert.Equal(last, Last(ConstantFolding.Run, equations));

    [Theory]
    [InlineData("constant[0] | add %0.x, %3", "%0.x")]
    [InlineData("constant[0] | add %3, %0.x", "%0.x")]
    [InlineData("constant[0] | subtract %0.x, %3", "%0.x")]
    [InlineData("constant[0] | subtract %3, %0.x", "negate %0.x")]
    [InlineData("constant[1] | multiply %0.x, %3", "%0.x")]
    [InlineData("constant[-1] | multiply %3, %0.x", "negate %0.x")]
    [InlineData("constant[1] | divide %0.x, %3", "%0.x")]
    [InlineData("constant[-1] | divide %0.x, %3", "negate %0.x")]
    [InlineData("negate %0.x | negate %3", "%0.x")]
    [InlineData("negate %0.x | add %1.y, %3", "subtract %1.y, %0.x")]
    [InlineData("negate %0.x | add %3, %1.y", "subtract %1.y, %0.x")]
    [InlineData("negate %0.x | subtract %1.y, %3", "add %1.y, %0.x")]
    [InlineData("negate %0.x | negate %1.y | multiply %3, %4", "multiply %0.x, %1.y")]
    [InlineData("subtract %0.x, %1.y | negate %3", "subtract %1.y, %0.x")]
    [InlineData("max %0.x, %0.x", "%0.x")]
    [InlineData("negate %0.x | abs %3", "abs %0.x")]
    [InlineData("relu %0.x | relu %3", "%3")]
    [InlineData("constant[2] | select %3, %0.x, %1.y", "%0.x")]
    [InlineData("constant[0] | select %3, %0.x, %1.y", "%1.y")]
    [InlineData("select %0.x, %1.y, %1.y", "%1.y")]
    [InlineData("slice[0, 3] %0.x", "%0.x")]
    [InlineData("concat %0.x", "%0.x")]
    public void Algebra_simplifies(string equations, string last) => Assert.Equal(last, Last(AlgebraicSimplification.Run, equations));

    [Theory]
    [InlineData("constant[0] | multiply %0.x, %3", "multiply %0.x, %3")]
    [InlineData("subtract %0.x, %0.x", "subtract %0.x, %0.x")]
    [InlineData("divide %0.x, %0.x", "divide %0.x, %0.x")]
    public void What_NaN_and_infinity_break_is_left_alone(string equations, string last) => Assert.Equal(last, Last(AlgebraicSimplification.Run, equations));

    [Theory]
    [InlineData("%3: f[6] = concat %0.x, %1.y\n%4: f[3] = slice[3, 3] %3", "%1.y")]
    [InlineData("%3: f[6] = concat %0.x, %1.y\n%4: f[2] = slice[4, 2] %3", "slice[1, 2] %1.y")]
    [InlineData("%3: f[6] = concat %0.x, %1.y\n%4: f[2] = slice[2, 2] %3", "concat %5, %6")]
    [InlineData("%3: f[2] = slice[1, 2] %0.x\n%4: f[1] = slice[1, 1] %3", "slice[2, 1] %0.x")]
    [InlineData("%3: f[9] = broadcast[9] %2.s\n%4: f[2] = slice[1, 2] %3", "broadcast[2] %2.s")]
    [InlineData("%3: f[2] = slice[0, 2] %0.x\n%4: f[1] = slice[2, 1] %0.x\n%5: f[3] = concat %3, %4", "%0.x")]
    [InlineData("%3: f[1] = slice[0, 1] %0.x\n%4: f[1] = slice[1, 1] %0.x\n%5: f[2] = concat %3, %4", "slice[0, 2] %0.x")]
    [InlineData("%3: f[6] = concat %0.x, %1.y\n%4: f[9] = concat %3, %0.x", "concat %0.x, %1.y, %0.x")]
    [InlineData("%3: f[4,3] = place_step[1, 4] %0.x\n%4: f[3] = take_step[1, 4] %3", "%0.x")]
    [InlineData("%3: f[4,3] = place_step[1, 4] %0.x\n%4: f[3] = take_step[2, 4] %3", "constant[0]")]
    [InlineData("%3: f[4,3] = place_step[3, 4] %0.x\n%4: f[4,3] = reverse_steps %3\n%5: f[4,3] = reverse_steps %4", "%3")]
    [InlineData("%3: f[4,3] = place_step[3, 4] %0.x\n%4: f[4,3] = reverse_steps %3\n%5: f[3] = take_step[0, 4] %4", "take_step[3, 4] %3")]
    [InlineData("%3: f[4,3] = place_step[3, 4] %0.x\n%4: f[4,3] = reverse_steps %3\n%5: f[3] = take_step[3, 4] %4", "take_step[0, 4] %3")]
    public void Structure_simplifies(string equations, string last) => Assert.Equal(last, LastOf(AlgebraicSimplification.Run, equations));

    [Theory]
    [InlineData("%3: f[] = constant[0.1]\n%4: f[5] = broadcast[5] %3", "constant[0.1]")]
    [InlineData("%3: f[5] = constant[0.1]\n%4: f[2] = slice[1, 2] %3", "constant[0.1]")]
    [InlineData("%3: f[5,2] = constant[0.1]\n%4: f[2] = take_step[1, 5] %3", "constant[0.1]")]
    [InlineData("%3: f[5,2] = constant[0.1]\n%4: f[5,2] = reverse_steps %3", "constant[0.1]")]
    [InlineData("%3: f[2] = constant[0]\n%4: f[5,2] = place_step[1, 5] %3", "constant[0]")]
    [InlineData("%3: f[2] = constant[1]\n%4: f[5,2] = place_step[1, 5] %3", "place_step[1, 5] %3")]
    [InlineData("%3: f[5] = constant[2]\n%4: f[] = sum %3", "constant[10]")]
    [InlineData("%3: f[5] = constant[0.1]\n%4: f[] = sum %3", "sum %3")]
    [InlineData("%3: f[4] = constant[4194304]\n%4: f[] = sum %3", "constant[16777216]")]
    [InlineData("%3: f[5] = constant[4194304]\n%4: f[] = sum %3", "sum %3")]
    [InlineData("%3: f[5] = constant[-4194304]\n%4: f[] = sum %3", "sum %3")]
    [InlineData("%3: f[2] = constant[-0]\n%4: f[5,2] = place_step[1, 5] %3", "place_step[1, 5] %3")]
    [InlineData("%3: f[2] = constant[0]\n%4: f[3] = constant[-0]\n%5: f[5] = concat %3, %4", "concat %3, %4")]
    [InlineData("%3: f[2] = constant[1]\n%4: f[3] = constant[2]\n%5: f[5] = concat %3, %4", "concat %3, %4")]
    [InlineData("%3: f[2] = constant[1]\n%4: f[3] = constant[1]\n%5: f[5] = concat %3, %4", "constant[1]")]
    public void Structure_of_constants_is_folded(string equations, string last) => Assert.Equal(last, LastOf(ConstantFolding.Run, equations));

    private static string Last(Func<Function, Function> pass, string equations) =>
        LastOf(pass, string.Join("\n", equations.Split(" | ").Select(static (e, i) => $"%{i + 3}: f[3] = {e}")));

    /// <summary>Gets the result after the pass: its equation, or the value if another equation computes it.</summary>
    private static string LastOf(Func<Function, Function> pass, string equations)
    {
        string result = equations.Split('\n')[^1].Split(':')[0];
        Function before = IrParser.ParseFunction($"function f {{\ninput %0.x: f[3]\ninput %1.y: f[3]\ninput %2.s: f[]\n{equations}\nreturn r = {result}\n}}\n");
        IrVerifier.Verify(before);
        Function after = pass(before);
        IrVerifier.Verify(after);
        Value value = after.Result("r");
        Equation? definition = after.Equations.FirstOrDefault(e => e.Results.Contains(value));
        bool isNew = definition is not null && (!before.Equations.Any(e => e.Results.Contains(value)) || ReferenceEquals(after, before));
        return isNew ? IrPrinter.Print(definition!).Split(" = ")[1] : IrPrinter.Print(after).Split("return r = ")[1].Split('\n')[0];
    }
}
