namespace RnnCompiler.Generators.Names;

/// <summary>The contract between generated code and the runtime, as this generator knows it.</summary>
internal static class RuntimeContract
{
    /// <summary>The version that generated code is written for.</summary>
    public const int Version = 2;

    /// <summary>Where the runtime says which version it keeps.</summary>
    public const string TypeName = "RnnCompiler.CompilerServices.RuntimeContract";

    /// <summary>The constant that holds the version.</summary>
    public const string VersionField = "Version";

    /// <summary>What generated code reads, so that another version of the runtime is a compile error that names both.</summary>
    public static string Check { get; } = FormattableString.Invariant($"global::{TypeName}.Current.GeneratedForContract{Version}");
}
