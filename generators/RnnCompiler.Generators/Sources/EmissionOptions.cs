using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Sources;

/// <summary>Origin of the kernels of a project.</summary>
internal enum KernelOrigin
{
    /// <summary>Kernels are generated as C# and compiled with the project.</summary>
    Generated,

    /// <summary>RnnCompiler.Emit compiles kernels when a model is first used.</summary>
    RunTime,
}

/// <summary>Options of emission for a model.</summary>
/// <param name="Kernels">The origin of kernels.</param>
/// <param name="Training">Whether training is emitted.</param>
/// <param name="Targets">The names of the requested targets, widest first; empty for the default.</param>
internal sealed record EmissionOptions(KernelOrigin Kernels, bool Training, EquatableArray<string> Targets)
{
    /// <summary>Gets the default: kernels as C#, with training, for the default targets.</summary>
    public static EmissionOptions Default { get; } = new(KernelOrigin.Generated, Training: true, default);

    /// <summary>Returns the targets that get kernels.</summary>
    public IReadOnlyList<Target> KernelTargets() => Target.Complete([.. Target.All.Where(t => Targets.Contains(t.Setting))]);
}
