using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Tests.Ir;

namespace RnnCompiler.Compiler.Tests.Optimization;

/// <summary>
/// Small functions on which a rule that is a little too general changes the result: each goes through every pass, and through all passes that come before
/// scheduling.
/// </summary>
public sealed class CounterexampleTests
{
    private static readonly Dictionary<string, string> s_functions = new()
    {
        ["x / -1"] = "%3: f[3] = constant[-1] | %4: f[3] = divide %0.x, %3 | return r = %4",
        ["-1 / x"] = "%3: f[3] = constant[-1] | %4: f[3] = divide %3, %0.x | return r = %4",
        ["1 / x"] = "%3: f[3] = constant[1] | %4: f[3] = divide %3, %0.x | return r = %4",
        ["0 - x"] = "%3: f[3] = constant[0] | %4: f[3] = subtract %3, %0.x | return r = %4",
        ["a - b and b - a"] = "%3: f[3] = subtract %0.x, %1.y | %4: f[3] = subtract %1.y, %0.x | return r = %3 | return q = %4",
        ["a / b and b / a"] = "%3: f[3] = divide %0.x, %1.y | %4: f[3] = divide %1.y, %0.x | return r = %3 | return q = %4",
        ["a >= b and b >= a"] = "%3: f[3] = greater_or_equal %0.x, %1.y | %4: f[3] = greater_or_equal %1.y, %0.x | return r = %3 | return q = %4",
        ["outer in both orders"] = "%3: f[3,3] = outer %0.x, %1.y | %4: f[3,3] = outer %1.y, %0.x | return r = %3 | return q = %4",
        ["a slice with a gap"] = "%3: f[1] = slice[0, 1] %0.x | %4: f[1] = slice[2, 1] %0.x | %5: f[2] = concat %3, %4 | return r = %5",
        ["slices that overlap"] = "%3: f[2] = slice[0, 2] %0.x | %4: f[2] = slice[1, 2] %0.x | %5: f[4] = concat %3, %4 | return r = %5",
        ["slices in the other order"] = "%3: f[1] = slice[1, 1] %0.x | %4: f[1] = slice[0, 1] %0.x | %5: f[2] = concat %3, %4 | return r = %5",
        ["slices of two vectors"] = "%3: f[1] = slice[0, 1] %0.x | %4: f[2] = slice[1, 2] %1.y | %5: f[3] = concat %3, %4 | return r = %5",
        ["two slices of one length"] = "%3: f[2] = slice[0, 2] %0.x | %4: f[2] = slice[1, 2] %0.x | return r = %3 | return q = %4",
        ["a flag of the first step"] = """
            %3: f[3] = constant[0] | %4: f[3], %5: f[4,3] = scan[forward, 4] b {
            carry %0: f[3] = %3
            step %1: f[3] = %2.s
            %2: f[3] = constant[1]
            %3: f[3] = multiply %0, %1
            next flag = %2
            output y = %3
            } | return y = %5
            """,
        ["carries with one next value and two starts"] = """
            %3: f[3], %4: f[3], %5: f[4,3] = scan[forward, 4] b {
            carry %0: f[3] = %0.x
            carry %1: f[3] = %1.y
            step %2: f[3] = %2.s
            %3: f[3] = subtract %0, %1
            %4: f[3] = add %3, %2
            next a = %4
            next b = %4
            output y = %3
            } | return y = %5
            """,
        ["carries with one start and two next values"] = """
            %3: f[3], %4: f[3], %5: f[4,3] = scan[forward, 4] b {
            carry %0: f[3] = %0.x
            carry %1: f[3] = %0.x
            step %2: f[3] = %2.s
            %3: f[3] = add %0, %2
            %4: f[3] = subtract %1, %2
            %5: f[3] = multiply %0, %1
            next a = %3
            next b = %4
            output y = %5
            } | return y = %5
            """,
        ["a carry that becomes an invariant of another value"] = """
            %3: f[3], %4: f[4,3] = scan[forward, 4] b {
            carry %0: f[3] = %0.x
            step %1: f[3] = %2.s
            invariant %2: f[3] = %1.y
            %3: f[3] = multiply %0, %1
            next a = %2
            output y = %3
            } | return y = %4
            """,
        ["a delayed carry"] = """
            %3: f[3], %4: f[3], %5: f[4,3] = scan[forward, 4] b {
            carry %0: f[3] = %0.x
            carry %1: f[3] = %1.y
            step %2: f[3] = %2.s
            %3: f[3] = add %0, %2
            next h = %3
            next before = %0
            output y = %1
            } | return y = %5 | return h = %4
            """,
        ["two directions"] = "%3: f[4,3] = scan[forward, 4] a { @sum } | %4: f[4,3] = scan[reverse, 4] a { @sum } | return r = %3 | return q = %4",
        ["two directions of a recurrence"] = """
            %3: f[3], %4: f[4,3] = scan[forward, 4] a { @running } | %5: f[3], %6: f[4,3] = scan[reverse, 4] a { @running } | return r = %4 | return q = %6
            """,
        ["two results of one body"] = """
            %3: f[4,3] = scan[forward, 4] a {
            step %0: f[3] = %2.s
            %1: f[3] = tanh %0
            %2: f[3] = negate %1
            output y = %1
            } | %4: f[4,3] = scan[forward, 4] b {
            step %0: f[3] = %2.s
            %1: f[3] = tanh %0
            %2: f[3] = negate %1
            output y = %2
            } | return r = %3 | return q = %4
            """,
        ["operands of a body in two orders"] = """
            %3: f[4,3] = scan[forward, 4] a {
            step %0: f[3] = %2.s
            invariant %1: f[3] = %0.x
            %2: f[3] = subtract %0, %1
            output y = %2
            } | %4: f[4,3] = scan[forward, 4] b {
            step %0: f[3] = %2.s
            invariant %1: f[3] = %0.x
            %2: f[3] = subtract %1, %0
            output y = %2
            } | return r = %3 | return q = %4
            """,
        ["an output and a sum"] = """
            %3: f[4,3], %4: f[3] = scan[forward, 4] a {
            step %0: f[3] = %2.s
            %1: f[3] = tanh %0
            output y = %1
            total t = %1
            } | return r = %3 | return q = %4
            """,
        ["two steps of a map"] = """
            %3: f[4,3] = scan[forward, 4] a {
            step %0: f[3] = %2.s
            %1: f[3] = tanh %0
            output y = %1
            } | %4: f[3] = take_step[0, 4] %3 | %5: f[3] = take_step[2, 4] %3 | return r = %4 | return q = %5
            """,
        ["two steps of a recurrence"] = """
            %3: f[3], %4: f[4,3] = scan[forward, 4] a {
            carry %0: f[3] = %0.x
            step %1: f[3] = %2.s
            %2: f[3] = add %0, %1
            next h = %2
            output y = %2
            } | %5: f[3] = take_step[0, 4] %4 | %6: f[3] = take_step[1, 4] %4 | return r = %5 | return q = %6
            """,
        ["one step of two outputs each"] = """
            %3: f[4,3], %4: f[4,3] = scan[forward, 4] a {
            step %0: f[3] = %2.s
            %1: f[3] = tanh %0
            %2: f[3] = negate %1
            output y = %1
            output z = %2
            } | %5: f[3] = take_step[1, 4] %3 | %6: f[3] = take_step[3, 4] %4 | return r = %5 | return q = %6
            """,
        ["the last step of a recurrence in reverse"] = """
            %3: f[3], %4: f[4,3] = scan[reverse, 4] a {
            carry %0: f[3] = %0.x
            step %1: f[3] = %2.s
            %2: f[3] = add %0, %1
            next h = %2
            output y = %2
            } | %5: f[3] = take_step[3, 4] %4 | %6: f[3] = take_step[0, 4] %4 | return r = %5 | return q = %6
            """,
        ["a carry before its step"] = """
            %3: f[3], %4: f[4,3] = scan[forward, 4] a {
            carry %0: f[3] = %0.x
            step %1: f[3] = %2.s
            %2: f[3] = add %0, %1
            next h = %2
            output y = %0
            } | %5: f[3] = take_step[3, 4] %4 | return r = %5
            """,
    };

    private const string Sum = "\nstep %0: f[3] = %2.s\ninvariant %1: f[3] = %0.x\n%2: f[3] = add %0, %1\noutput y = %2\n";

    private const string RunningSum = "\ncarry %0: f[3] = %0.x\nstep %1: f[3] = %2.s\n%2: f[3] = add %0, %1\nnext h = %2\noutput y = %2\n";

    public static TheoryData<string> Names => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_pass_keeps_the_results(string name)
    {
        string body = string.Join('\n', s_functions[name].Split('|').Select(static line => line.Trim()))
            .Replace(" @sum ", Sum, StringComparison.Ordinal)
            .Replace(" @running ", RunningSum, StringComparison.Ordinal);
        Function before = IrParser.ParseFunction($"function f {{\ninput %0.x: f[3]\ninput %1.y: f[3]\ninput %2.s: f[4,3]\n{body}\n}}\n");
        IrVerifier.Verify(before);
        IReadOnlyList<double[]> arguments = RandomFunctions.Arguments(before, 5);
        IReadOnlyList<double[]> expected = Evaluator.Run(before, arguments);
        foreach ((string pass, Func<Function, Function> run) in MeaningTests.Passes)
        {
            Function after = run(before);
            IrVerifier.Verify(after);
            IReadOnlyList<double[]> found = Evaluator.Run(after, arguments);
            for (int i = 0; i < expected.Count; i++)
            {
                for (int j = 0; j < expected[i].Length; j++)
                {
                    if (!(Math.Abs(expected[i][j] - found[i][j]) <= 1e-12))
                        Assert.Fail($"{pass}: {before.Results[i].Name}[{j}] was {expected[i][j]}, is {found[i][j]}.\n{IrPrinter.Print(before)}\n{IrPrinter.Print(after)}");
                }
            }
        }
    }
}
