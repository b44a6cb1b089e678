using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Tiling;

/// <summary>Which target suits the lengths of a model's vectors, where the hardware has several.</summary>
internal static class TargetChoice
{
    /// <summary>The widest target that is of use to some functions.</summary>
    public static Target Widest(IEnumerable<FunctionSchedule> schedules)
    {
        int longest = schedules.SelectMany(static s => s.Groups).SelectMany(static g => g.Nests).SelectMany(RegionNests.Of)
            .Select(static n => n.Region.Length).DefaultIfEmpty(0).Max();
        return longest <= Target.Lanes8.Lanes ? Target.Lanes8 : Target.Lanes16;
    }
}
