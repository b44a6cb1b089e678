namespace RnnCompiler.Generators.Emission;

/// <summary>Documentation and attributes of generated members.</summary>
internal static class GeneratedCode
{
    /// <summary>The attribute of a method that is optimised at its first call. At tier 0 it, and what is inlined into it, would stay unoptimised for its first calls.</summary>
    public const string FullSpeed =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    /// <summary>The attribute of a method that is inlined into its callers.</summary>
    public const string Inlined =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    /// <summary>Gets the attributes of a generated member. They are on members, since on the class they would also apply to the user's part.</summary>
    public static string Attributes { get; } =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"RnnCompiler.Generators\", \"{Version}\"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]";

    private static string Version => typeof(GeneratedCode).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Writes lines of documentation, escaped, and the attributes.</summary>
    public static void Begin(SourceWriter writer, params string[] documentation)
    {
        foreach (string line in documentation)
            writer.WriteLine("/// " + line);
        writer.WriteLine(Attributes);
    }
}
