using System.Reflection;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Il;

/// <summary>
/// Runtime methods that kernels of all targets call. They are obtained from delegates, so that the C# compiler checks them and trimming keeps them.
/// </summary>
internal static class RuntimeMethods
{
    private delegate Span<float> SpanMaker(ref float first, int length);

    private delegate void Copying(ref float source, ref float target, int count);

    private delegate void Transposition(
        ref float parameters, int sourceOffset, int blockStride, int columnStride, int rows, int columns, ref float panels, int targetOffset);

    /// <summary>Gets Math.Min of two native integers.</summary>
    public static MethodInfo Min { get; } = ((Func<nint, nint, nint>)Math.Min).Method;

    /// <summary>Gets the method that creates a span over consecutive floats.</summary>
    public static MethodInfo CreateSpan { get; } = ((SpanMaker)MemoryMarshal.CreateSpan).Method;

    /// <summary>Gets the method that sets the floats of a span to 0.</summary>
    public static MethodInfo Clear { get; } = typeof(Span<float>).GetMethod(nameof(Span<>.Clear))!;

    /// <summary>Gets the method that copies consecutive floats.</summary>
    public static MethodInfo Copy { get; } = ((Copying)FloatMemory.Copy).Method;

    /// <summary>Gets the method that rounds consecutive floats to bytes.</summary>
    public static MethodInfo Quantize { get; } = ((Copying)QuantizedFloats.Round).Method;

    /// <summary>Gets the method that copies a packed weight into the transposed layout.</summary>
    public static MethodInfo Transpose { get; } = ((Transposition)PanelTransposition.Transpose).Method;

    /// <summary>Gets the method that waits for the other partitions of a call.</summary>
    public static MethodInfo Wait { get; } = typeof(KernelFrame).GetMethod(nameof(KernelFrame.Wait))!;
}
