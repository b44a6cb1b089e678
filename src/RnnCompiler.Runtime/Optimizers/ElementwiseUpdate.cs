using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnCompiler;

/// <summary>The update of an element from its gradient alone.</summary>
internal interface IStatelessRule<T>
    where T : unmanaged
{
    Vector<T> Apply(Vector<T> p, Vector<T> g);

    T Apply(T p, T g);
}

/// <summary>The update of an element with one moment.</summary>
internal interface IOneMomentRule<T>
    where T : unmanaged
{
    Vector<T> Apply(Vector<T> p, Vector<T> g, ref Vector<T> first);

    T Apply(T p, T g, ref T first);
}

/// <summary>The update of an element with two moments.</summary>
internal interface ITwoMomentRule<T>
    where T : unmanaged
{
    Vector<T> Apply(Vector<T> p, Vector<T> g, ref Vector<T> first, ref Vector<T> second);

    T Apply(T p, T g, ref T first, ref T second);
}

/// <summary>
/// Runs a rule over all elements. Vectors and scalars compute the same operations in the same order, none of them fused, so the bits do not
/// depend on the machine.
/// </summary>
internal static class ElementwiseUpdate
{
    public static void WithoutMoments<T, TRule>(Span<T> parameters, ReadOnlySpan<T> gradients, TRule rule)
        where T : unmanaged
        where TRule : struct, IStatelessRule<T>
    {
        Span<Vector<T>> p = Vectors(parameters);
        ReadOnlySpan<Vector<T>> g = Vectors(gradients);
        for (int i = 0; i < p.Length; i++)
            p[i] = rule.Apply(p[i], g[i]);

        for (int i = p.Length * Vector<T>.Count; i < parameters.Length; i++)
            parameters[i] = rule.Apply(parameters[i], gradients[i]);
    }

    public static void WithOneMoment<T, TRule>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moments, TRule rule)
        where T : unmanaged
        where TRule : struct, IOneMomentRule<T>
    {
        Span<Vector<T>> p = Vectors(parameters);
        ReadOnlySpan<Vector<T>> g = Vectors(gradients);
        Span<Vector<T>> m = Vectors(moments);
        for (int i = 0; i < p.Length; i++)
            p[i] = rule.Apply(p[i], g[i], ref m[i]);

        for (int i = p.Length * Vector<T>.Count; i < parameters.Length; i++)
            parameters[i] = rule.Apply(parameters[i], gradients[i], ref moments[i]);
    }

    public static void WithTwoMoments<T, TRule>(Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> moments, TRule rule)
        where T : unmanaged
        where TRule : struct, ITwoMomentRule<T>
    {
        Span<T> first = moments[..parameters.Length];
        Span<T> second = moments[parameters.Length..];
        Span<Vector<T>> p = Vectors(parameters);
        ReadOnlySpan<Vector<T>> g = Vectors(gradients);
        Span<Vector<T>> m = Vectors(first);
        Span<Vector<T>> v = Vectors(second);
        for (int i = 0; i < p.Length; i++)
            p[i] = rule.Apply(p[i], g[i], ref m[i], ref v[i]);

        for (int i = p.Length * Vector<T>.Count; i < parameters.Length; i++)
            parameters[i] = rule.Apply(parameters[i], gradients[i], ref first[i], ref second[i]);
    }

    // Without hardware vectors Vector<T> is many times slower than plain loops.
    private static Span<Vector<T>> Vectors<T>(Span<T> values)
        where T : unmanaged =>
        Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<T, Vector<T>>(values) : [];

    private static ReadOnlySpan<Vector<T>> Vectors<T>(ReadOnlySpan<T> values)
        where T : unmanaged =>
        Vector.IsHardwareAccelerated ? MemoryMarshal.Cast<T, Vector<T>>(values) : [];
}
