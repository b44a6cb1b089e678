using System.Numerics;
using System.Runtime.InteropServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>Search for values that are infinite or not a number.</summary>
internal static class FiniteCheck
{
    private const int ExponentMask = 0x7F800000;

    /// <summary>Returns whether all values are finite: whether no exponent has all bits set (IEEE 754).</summary>
    /// <param name="values">The values.</param>
    public static bool AreFinite(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        ReadOnlySpan<Vector<int>> vectors = Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<int, Vector<int>>(bits) : [];
        Vector<int> mask = new(ExponentMask);
        Vector<int> found = Vector<int>.Zero;
        foreach (ref readonly Vector<int> vector in vectors)
            found |= Vector.Equals(vector & mask, mask);

        bool isFinite = found == Vector<int>.Zero;
        foreach (int value in bits[(vectors.Length * Vector<int>.Count)..])
            isFinite &= (value & ExponentMask) != ExponentMask;
        return isFinite;
    }

    /// <summary>Finds the first gradient that is not finite, in declaration order.</summary>
    /// <param name="store">The parameters.</param>
    /// <param name="gradients">Their gradients, packed as they are.</param>
    /// <returns>The parameter, the index of the element and its value; null if all gradients are finite.</returns>
    public static (string Parameter, int Index, float Value)? Find(ParameterStore store, ReadOnlySpan<float> gradients)
    {
        foreach (ModelParameter parameter in store.Layout.Parameters)
        {
            float[] values = new float[parameter.Length];
            store.Read(parameter.Name, gradients, values);
            int index = Array.FindIndex(values, static value => !float.IsFinite(value));
            if (index >= 0)
                return (parameter.Name, index, values[index]);
        }

        return null;
    }
}
