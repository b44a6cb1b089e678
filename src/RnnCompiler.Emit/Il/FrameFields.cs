using System.Reflection;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Il;

/// <summary>The fields of the runtime's <see cref="KernelFrame"/>, and the element types of the memories that they refer to.</summary>
internal static class FrameFields
{
    /// <summary>Gets the field of the rows of the call.</summary>
    public static FieldInfo Rows { get; } = Of(nameof(KernelFrame.Rows));

    /// <summary>Gets the field of the steps of the call.</summary>
    public static FieldInfo Steps { get; } = Of(nameof(KernelFrame.Steps));

    /// <summary>Gets the field of the phase of a training call.</summary>
    public static FieldInfo Phase { get; } = Of(nameof(KernelFrame.Phase));

    /// <summary>Gets the field of the number of this partition of the call.</summary>
    public static FieldInfo Part { get; } = Of(nameof(KernelFrame.Part));

    /// <summary>Gets the field of the number of partitions of the call.</summary>
    public static FieldInfo Parts { get; } = Of(nameof(KernelFrame.Parts));

    /// <summary>Gets the field that says whether the gradient of the input is requested.</summary>
    public static FieldInfo Requested { get; } = Of(nameof(KernelFrame.Requested));

    /// <summary>Returns the field that refers to the start of a memory.</summary>
    public static FieldInfo Of(MemorySpace space) => Of(space switch
    {
        MemorySpace.Input => nameof(KernelFrame.Input),
        MemorySpace.Tokens => nameof(KernelFrame.Tokens),
        MemorySpace.Targets => nameof(KernelFrame.Targets),
        MemorySpace.Classes => nameof(KernelFrame.Classes),
        MemorySpace.Output => nameof(KernelFrame.Output),
        MemorySpace.Parameters => nameof(KernelFrame.Parameters),
        MemorySpace.Reduced => nameof(KernelFrame.Reduced),
        MemorySpace.Bytes => nameof(KernelFrame.Bytes),
        MemorySpace.Gradients => nameof(KernelFrame.Gradients),
        MemorySpace.Panels => nameof(KernelFrame.Panels),
        MemorySpace.Workspace => nameof(KernelFrame.Workspace),
        MemorySpace.StateIn => nameof(KernelFrame.StateIn),
        MemorySpace.StateOut => nameof(KernelFrame.StateOut),
        MemorySpace.StateGradient => nameof(KernelFrame.StateGradient),
        MemorySpace.StepGradient => nameof(KernelFrame.StepGradient),
        MemorySpace.InputGradient => nameof(KernelFrame.InputGradient),
        MemorySpace.Lengths => nameof(KernelFrame.Lengths),
        MemorySpace.ActiveRows => nameof(KernelFrame.ActiveRows),
        _ => throw new InvalidOperationException($"The frame of the runtime has no field for the memory {space}."),
    });

    /// <summary>Returns the element type of a memory.</summary>
    public static Type Element(MemorySpace space) => space switch
    {
        MemorySpace.Tokens or MemorySpace.Classes or MemorySpace.Lengths or MemorySpace.ActiveRows => typeof(int),
        MemorySpace.Bytes => typeof(sbyte),
        _ => typeof(float),
    };

    /// <summary>Returns the type of a reference into a memory.</summary>
    public static Type Reference(MemorySpace space) => Element(space).MakeByRefType();

    /// <summary>Returns the size in bytes of an element of a memory.</summary>
    public static int Size(MemorySpace space) => space == MemorySpace.Bytes ? sizeof(sbyte) : sizeof(float);

    private static FieldInfo Of(string name) =>
        typeof(KernelFrame).GetField(name) ?? throw new MissingFieldException(nameof(KernelFrame), name);
}
