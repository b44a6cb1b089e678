namespace RnnCompiler.Generators.Names;

/// <summary>
/// Names of the .NET types that generated code uses. A project that declares a type of the same full name hides it from generated code, which is
/// reported at that type. A test compares the list with generated code.
/// </summary>
internal static class FrameworkTypes
{
    /// <summary>Gets the types that each surface uses, including stubs.</summary>
    public static IReadOnlyList<string> OfSurfaces { get; } =
    [
        "System.Collections.Generic.IReadOnlyList`1", "System.InvalidOperationException", "System.IO.Stream", "System.ReadOnlySpan`1", "System.Span`1",
    ];

    /// <summary>Gets all types, as metadata spells them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OfSurfaces,
        "System.ArgumentNullException", "System.CodeDom.Compiler.GeneratedCodeAttribute", "System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute",
        "System.Math", "System.Runtime.CompilerServices.MethodImplAttribute", "System.Runtime.CompilerServices.MethodImplOptions",
        "System.Runtime.CompilerServices.Unsafe", "System.Runtime.InteropServices.MemoryMarshal",
    ];

    /// <summary>
    /// Gets the type names that generated code uses without <c>global::</c>: contextual keywords, which a type or namespace of the same name would
    /// hide.
    /// </summary>
    public static IReadOnlyList<string> Words { get; } = ["nint", "var"];
}
