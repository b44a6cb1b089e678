namespace RnnCompiler.Generators.Names;

/// <summary>The contract between generated code and the runtime, in the version of this generator.</summary>
internal static class RuntimeContract
{
    /// <summary>The contract version of generated code.</summary>
    public const int Version = 4;

    /// <summary>The type of the runtime that states its contract version.</summary>
    public const string TypeName = "RnnCompiler.CompilerServices.RuntimeContract";

    /// <summary>The constant that holds the version.</summary>
    public const string VersionField = "Version";

    /// <summary>Gets the expression that generated code contains, so that a runtime of another version causes a compile error that names both versions.</summary>
    public static string Check { get; } = FormattableString.Invariant($"global::{TypeName}.Current.GeneratedForContract{Version}");
}
