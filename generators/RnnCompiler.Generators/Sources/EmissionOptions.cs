using RnnCompiler.Compiler.Collections;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Sources;

/// <summary>Where the kernels of a project come from.</summary>
internal enum KernelOrigin
{
    /// <summary>They are generated as C# and compiled with the project.</summary>
    Generated,

    /// <summary>RnnCompiler.Emit makes them when a model is first used.</summary>
    RunTime,
}

/// <summary>How much is emitted for a model.</summary>
/// <param name="Kernels">Where kernels come from.</param>
/// <param name="Training">Whether training is emitted.</param>
/// <param name="Targets">The names of the targets that were asked for, widest first; none for the default ones.</param>
internal sealed record EmissionOptions(KernelOrigin Kernels, bool Training, EquatableArray<string> Targets)
{
    /// <summary>Kernels as C#, training, and the default targets.</summary>
    public static EmissionOptions Default { get; } = new(KernelOrigin.Generated, Training: true, default);

    /// <summary>The targets that get kernels.</summary>
    public IReadOnlyList<Target> KernelTargets() => Target.Complete([.. Target.All.Where(t => Targets.Contains(t.Setting))]);
}
