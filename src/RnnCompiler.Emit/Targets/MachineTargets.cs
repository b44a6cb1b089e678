using System.Numerics;
using System.Runtime.Intrinsics;
using RnnCompiler.Compiler.Scheduling.Kernels;

namespace RnnCompiler.Emit.Targets;

/// <summary>The choice of a target for this machine: the one that generated code takes.</summary>
internal static class MachineTargets
{
    /// <summary>Whether this machine runs kernels of a target.</summary>
    public static bool Runs(Target target) => target.Lanes switch
    {
        16 => Vector512.IsHardwareAccelerated,
        8 or 4 => Vector.IsHardwareAccelerated && Vector<float>.Count == target.Lanes,
        _ => true,
    };

    /// <summary>Chooses a target.</summary>
    /// <param name="widest">The widest target that pays for the model's vectors.</param>
    /// <param name="allowed">The targets to choose from; scalar kernels run everywhere, so they are taken if none of these runs here.</param>
    public static Target Choose(Target widest, IReadOnlyList<Target> allowed)
    {
        if (allowed.Contains(widest) && Runs(widest))
            return widest;
        foreach (Target target in Target.All)
        {
            if (allowed.Contains(target) && Runs(target))
                return target;
        }

        return Target.Scalar;
    }
}
