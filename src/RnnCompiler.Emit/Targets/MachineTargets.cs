using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Targets;

/// <summary>Chooses a target for this machine: the one that generated code would choose.</summary>
internal static class MachineTargets
{
    /// <summary>Chooses a target.</summary>
    /// <param name="widest">The widest target that is profitable for the model's vectors.</param>
    /// <param name="asked">The targets to choose from; empty for the default.</param>
    public static Target Choose(Target widest, IReadOnlyList<Target> asked)
    {
        IReadOnlyList<Target> targets = Target.InOrderOfUse(widest, Target.Complete(asked));
        foreach (Target target in targets)
        {
            if (IsSupported(target))
                return target;
        }

        // The narrowest target is emulated in software if the hardware does not support it.
        return targets[targets.Count - 1];
    }

    private static bool IsSupported(Target target) => target.Lanes switch
    {
        16 => Kernels16.IsSupported,
        8 => Kernels8.IsSupported,
        4 => Kernels4.IsSupported,
        _ => Kernels1.IsSupported,
    };
}
