using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Consecutive floats as kernels see them: references without lengths.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FloatMemory
{
    /// <summary>Copies consecutive floats; source and target may overlap.</summary>
    /// <param name="source">The first float that is read.</param>
    /// <param name="target">The first float that is written.</param>
    /// <param name="count">The number of floats.</param>
    public static void Copy(ref float source, ref float target, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count));
}
