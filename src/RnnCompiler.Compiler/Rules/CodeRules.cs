using System.Globalization;
using RnnCompiler.Compiler.Networks;
using RnnCompiler.Compiler.Scheduling;
using static RnnCompiler.Compiler.Declarations.DeclarationProblemKind;

namespace RnnCompiler.Compiler.Rules;

/// <summary>Rules for the amount of code: a declaration compiles in seconds or is rejected before scheduling.</summary>
internal static class CodeRules
{
    /// <summary>Checks a network that satisfies all other rules.</summary>
    public static void Check(NetworkPlan network, ProblemList problems)
    {
        CodeEstimate estimate = CodeEstimate.Of(network);
        string? argument = network.Declaration.UnrollFactor > 1 ? "UnrollFactor" : network.Declaration.Unroll == Unroll.Full ? "Unroll" : null;
        if (estimate.Straight > CodeEstimate.MostStraight)
            problems.Add(TooMuchStraightCode, null, argument, Text(CodeEstimate.MostStraight), Rounded(estimate.Straight), estimate.StepsAtOnce, estimate.Levels);
        else if (estimate.Shared > CodeEstimate.MostShared)
            problems.Add(TooMuchCode, null, null, Text(CodeEstimate.MostShared), Rounded(estimate.Shared), estimate.Shapes);
    }

    /// <summary>Rounds to two digits, since the number is an estimate.</summary>
    private static string Rounded(long statements)
    {
        long unit = 1;
        while (statements / unit >= 100)
            unit *= 10;
        return Text((statements + (unit / 2)) / unit * unit);
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
