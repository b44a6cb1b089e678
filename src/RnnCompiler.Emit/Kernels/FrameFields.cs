using System.Reflection;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Kernels;

/// <summary>The fields of the runtime's <see cref="KernelFrame"/>, and what the memories that they refer to hold.</summary>
internal static class FrameFields
{
    /// <summary>Rows of the call.</summary>
    public static FieldInfo Rows { get; } = Of(nameof(KernelFrame.Rows));

    /// <summary>Steps of the call.</summary>
    public static FieldInfo Steps { get; } = Of(nameof(KernelFrame.Steps));

    /// <summary>The phase of a training call.</summary>
    public static FieldInfo Phase { get; } = Of(nameof(KernelFrame.Phase));

    /// <summary>The number of this partition of the call.</summary>
    public static FieldInfo Partition { get; } = Of(nameof(KernelFrame.Part));

    /// <summary>The number of partitions of the call.</summary>
    public static FieldInfo Partitions { get; } = Of(nameof(KernelFrame.Parts));

    /// <summary>The cotangent of each row's loss.</summary>
    public static FieldInfo LossCotangent { get; } = Of(nameof(KernelFrame.LossBar));

    /// <summary>Whether the caller wants the gradient of the input.</summary>
    public static FieldInfo WantsInputGradient { get; } = Of(nameof(KernelFrame.WantsInputGradient));

    /// <summary>The reference to the start of a memory: the field has the name of the space.</summary>
    public static FieldInfo Of(MemorySpace space) => Of(space.ToString());

    /// <summary>The type of an element of a memory.</summary>
    public static Type Element(MemorySpace space) => space switch
    {
        MemorySpace.Tokens or MemorySpace.Classes => typeof(int),
        MemorySpace.Bytes => typeof(sbyte),
        _ => typeof(float),
    };

    /// <summary>The type of a reference into a memory.</summary>
    public static Type Reference(MemorySpace space) => Element(space).MakeByRefType();

    /// <summary>Bytes of an element of a memory.</summary>
    public static int Size(MemorySpace space) => space == MemorySpace.Bytes ? sizeof(sbyte) : sizeof(float);

    private static FieldInfo Of(string name) =>
        typeof(KernelFrame).GetField(name) ?? throw new MissingFieldException(nameof(KernelFrame), name);
}
