using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Optimization;

namespace RnnCompiler.Compiler.Tests.Optimization;

/// <summary>Tests of the passes on scans, with the printed function before and after.</summary>
public sealed class ScanRuleTests
{
    private const string Head = "function f {\n  input %0.x: f[5,3]\n  input %1.h: f[3]\n";

    [Fact]
    public void The_last_step_of_a_carry_is_the_final_carry() => Becomes(
        AlgebraicSimplification.Run,
        "%2: f[3], %3: f[5,3] = scan[reverse, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = add %0, %1\nnext h = %2\noutput y = %2\n}\n%4: f[3] = "
        + "take_step[0, 5] %3\nreturn r = %4",
        "%2: f[3] = scan[reverse, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = add %0, %1\nnext h = %2\n}\nreturn r = %2");

    [Fact]
    public void Another_step_of_a_carry_stays() => Stays(
        AlgebraicSimplification.Run,
        "%2: f[3], %3: f[5,3] = scan[forward, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = add %0, %1\nnext h = %2\noutput y = %2\n}\n%4: f[3] = "
        + "take_step[0, 5] %3\nreturn r = %4");

    [Fact]
    public void The_only_step_of_a_map_is_computed_in_its_place() => Becomes(
        StepInlining.Run,
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\ninvariant %1: f[3] = %1.h\n%2: f[3] = add %0, %1\noutput y = %2\n}\n%3: f[3] = take_step[2, 5] %2\nreturn r = %3",
        "%2: f[3] = take_step[2, 5] %0.x\n%3: f[3] = add %2, %1.h\nreturn r = %3");

    [Fact]
    public void The_first_step_of_a_recurrence_is_computed_in_its_place() => Becomes(
        StepInlining.Run,
        "%2: f[3], %3: f[5,3] = scan[reverse, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = add %0, %1\nnext h = %2\noutput y = %2\n}\n%4: f[3] = "
        + "take_step[4, 5] %3\nreturn r = %4",
        "%2: f[3] = take_step[4, 5] %0.x\n%3: f[3] = add %1.h, %2\nreturn r = %3");

    [Fact]
    public void A_scan_of_which_more_is_used_stays() => Stays(
        StepInlining.Run,
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\n%1: f[3] = tanh %0\noutput y = %1\n}\n%3: f[3] = take_step[2, 5] %2\nreturn r = %3\nreturn all = %2");

    [Fact]
    public void What_is_the_same_at_each_step_is_computed_once_with_all_that_it_is_made_of() => Becomes(
        InvariantHoisting.Run,
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\ninvariant %1: f[3] = %1.h\n%2: f[3] = negate %1\n%3.e: f[3] = exp %2\n%4: f[3] = add %0, %3.e\noutput y = "
        + "%4\n}\nreturn r = %2",
        "%2: f[3] = negate %1.h\n%3.e: f[3] = exp %2\n%4: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\ninvariant %1.e: f[3] = %3.e\n%2: f[3] = add %0, %1.e\noutput "
        + "y = %2\n}\nreturn r = %4");

    [Fact]
    public void What_is_cheap_to_compute_again_stays_in_the_scan() => Stays(
        InvariantHoisting.Run,
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\ninvariant %1: f[3] = %1.h\n%2: f[3] = negate %1\n%3: f[3] = add %0, %2\noutput y = %3\n}\nreturn r = %2");

    [Fact]
    public void Unused_results_and_what_only_they_need_go() => Becomes(
        DeadCode.Run,
        """
        %2: f[3], %3: f[3], %4: f[5,3], %5: f[5,3], %6: f[3] = scan[forward, 5] b {
        carry %0: f[3] = %1.h
        carry %1: f[3] = %1.h
        step %2: f[3] = %0.x
        step %3: f[3] = %0.x
        invariant %4: f[3] = %1.h
        %5: f[3] = add %0, %2
        %6: f[3] = add %1, %3
        %7: f[3] = multiply %6, %4
        next h = %5
        next unused = %7
        output y = %5
        output z = %7
        total t = %3
        }
        return r = %4
        """,
        "%2: f[3], %3: f[5,3] = scan[forward, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = add %0, %1\nnext h = %2\noutput y = %2\n}\nreturn r = %3");

    [Fact]
    public void Repeated_operands_become_one() => Becomes(
        ScanSimplification.Run,
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\nstep %1: f[3] = %0.x\ninvariant %2: f[3] = %1.h\ninvariant %3: f[3] = %1.h\n%4: f[3] = add %0, %1\n%5: "
        + "f[3] = add %2, %3\n%6: f[3] = add %4, %5\noutput y = %6\n}\nreturn r = %2",
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\ninvariant %1: f[3] = %1.h\n%2: f[3] = add %0, %0\n%3: f[3] = add %1, %1\n%4: f[3] = add %2, %3\noutput y "
        + "= %4\n}\nreturn r = %2");

    [Fact]
    public void Constants_are_made_inside() => Becomes(
        ScanSimplification.Run,
        "%2: f[5,3] = constant[2]\n%3: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %2\ninvariant %1: f[3] = %1.h\n%2: f[3] = add %0, %1\noutput y = %2\n}\nreturn r = %3",
        "%2: f[5,3] = scan[forward, 5] b {\ninvariant %0: f[3] = %1.h\n%1: f[3] = constant[2]\n%2: f[3] = add %1, %0\noutput y = %2\n}\nreturn r = %2");

    [Fact]
    public void Results_that_are_operands_or_constants_leave() => Becomes(
        ScanSimplification.Run,
        "%2: f[5,3], %3: f[5,3], %4: f[3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\n%1: f[3] = constant[0]\noutput x = %0\noutput zero = %1\ntotal zero_total = "
        + "%1\n}\nreturn x = %2\nreturn y = %3\nreturn z = %4",
        "%2: f[5,3] = constant[0]\n%3: f[3] = constant[0]\nreturn x = %0.x\nreturn y = %2\nreturn z = %3");

    [Fact]
    public void A_carry_that_never_changes_is_an_invariant() => Becomes(
        ScanSimplification.Run,
        "%2: f[3], %3: f[5,3] = scan[forward, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = add %0, %1\nnext h = %0\noutput y = %2\n}\nreturn h = "
        + "%2\nreturn y = %3",
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\ninvariant %1: f[3] = %1.h\n%2: f[3] = add %1, %0\noutput y = %2\n}\nreturn h = %1.h\nreturn y = %2");

    [Fact]
    public void Two_carries_that_stay_equal_are_one() => Becomes(
        ScanSimplification.Run,
        "%2: f[3], %3: f[3] = scan[forward, 5] b {\ncarry %0: f[3] = %1.h\ncarry %1: f[3] = %1.h\nstep %2: f[3] = %0.x\n%3: f[3] = multiply %0, %1\n%4: f[3] = add %3, "
        + "%2\nnext a = %4\nnext b = %4\n}\nreturn a = %2\nreturn b = %3",
        "%2: f[3] = scan[forward, 5] b {\ncarry %0: f[3] = %1.h\nstep %1: f[3] = %0.x\n%2: f[3] = multiply %0, %0\n%3: f[3] = add %2, %1\nnext a = %3\n}\nreturn a = "
        + "%2\nreturn b = %2");

    [Fact]
    public void A_zero_carry_is_a_constant() => Becomes(
        ScanSimplification.Run,
        "%2: f[3] = constant[0]\n%3: f[3], %4: f[5,3] = scan[forward, 5] b {\ncarry %0: f[3] = %2\nstep %1: f[3] = %0.x\n%2: f[3] = constant[0]\n%3: f[3] = multiply %0, "
        + "%1\nnext h = %2\noutput y = %3\n}\nreturn y = %4",
        "%2: f[5,3] = scan[forward, 5] b {\nstep %0: f[3] = %0.x\n%1: f[3] = constant[0]\n%2: f[3] = multiply %1, %0\noutput y = %2\n}\nreturn y = %2");

    [Fact]
    public void Equal_scans_are_run_once() => Becomes(
        CommonSubexpressions.Run,
        "%2: f[5,3] = scan[forward, 5] a {\nstep %0: f[3] = %0.x\n%1: f[3] = add %0, %0\noutput y = %1\n}\n%3: f[5,3] = scan[forward, 5] b {\nstep %7: f[3] = %0.x\n%9: "
        + "f[3] = add %7, %7\noutput z = %9\n}\nreturn y = %2\nreturn z = %3",
        "%2: f[5,3] = scan[forward, 5] a {\nstep %0: f[3] = %0.x\n%1: f[3] = add %0, %0\noutput y = %1\n}\nreturn y = %2\nreturn z = %2");

    [Fact]
    public void Commuted_sums_are_equal_and_zeros_of_two_signs_are_not() => Becomes(
        CommonSubexpressions.Run,
        "%2: f[5,3] = constant[0]\n%3: f[5,3] = constant[-0]\n%4: f[5,3] = add %2, %3\n%5: f[5,3] = add %3, %2\nreturn a = %4\nreturn b = %5",
        "%2: f[5,3] = constant[0]\n%3: f[5,3] = constant[-0]\n%4: f[5,3] = add %2, %3\nreturn a = %4\nreturn b = %4");

    private static void Stays(Func<Function, Function> pass, string text)
    {
        Function function = Parse(text);
        Assert.Same(function, pass(function));
    }

    /// <summary>Prints the function after the pass, dead code elimination and renumbering.</summary>
    private static void Becomes(Func<Function, Function> pass, string before, string after)
    {
        Function found = pass(Parse(before));
        IrVerifier.Verify(found);
        Assert.Equal(IrPrinter.Print(Parse(after)), IrPrinter.Print(Renumbering.Run(DeadCode.Run(found))));
    }

    private static Function Parse(string text)
    {
        Function function = IrParser.ParseFunction(Head + text + "\n}\n");
        IrVerifier.Verify(function);
        return function;
    }
}
