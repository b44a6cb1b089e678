namespace RnnCompiler.Generators.Emission;

/// <summary>How generated members say what they are.</summary>
internal static class GeneratedCode
{
    /// <summary>The attributes of a member. They stand on members, since on the class they would also speak for the user's own part.</summary>
    public static string Attributes { get; } =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"RnnCompiler.Generators\", \"{Version}\"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]";

    private static string Version => typeof(GeneratedCode).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Writes a line of documentation, escaped, and the attributes.</summary>
    public static void Begin(SourceWriter writer, params string[] documentation)
    {
        foreach (string line in documentation)
            writer.WriteLine("/// " + line);
        writer.WriteLine(Attributes);
    }
}
