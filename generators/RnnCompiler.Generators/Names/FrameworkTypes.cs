namespace RnnCompiler.Generators.Names;

/// <summary>
/// The types of .NET that generated code names. A project that declares a type of the same full name hides it from generated code, which is reported
/// at that type. A test compares the list with what is generated.
/// </summary>
internal static class FrameworkTypes
{
    /// <summary>The types that every surface names, that of a faulty model too.</summary>
    public static IReadOnlyList<string> OfSurfaces { get; } =
    [
        "System.Collections.Generic.IReadOnlyList`1", "System.InvalidOperationException", "System.IO.Stream", "System.ReadOnlySpan`1", "System.Span`1",
    ];

    /// <summary>All types, as metadata spells them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OfSurfaces,
        "System.ArgumentNullException", "System.CodeDom.Compiler.GeneratedCodeAttribute", "System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute",
        "System.Math", "System.Runtime.CompilerServices.MethodImplAttribute", "System.Runtime.CompilerServices.MethodImplOptions",
        "System.Runtime.CompilerServices.Unsafe", "System.Runtime.InteropServices.MemoryMarshal",
    ];

    /// <summary>Types that generated code names without <c>global::</c>, since they are words of the language until a type or namespace has their name.</summary>
    public static IReadOnlyList<string> Words { get; } = ["nint", "var"];
}
