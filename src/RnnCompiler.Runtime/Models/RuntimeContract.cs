using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The contract between generated code and this runtime. Generated code reads
/// <c>RuntimeContract.Current.GeneratedForContract4</c>; with a runtime of another version that is the compile error
/// "'RuntimeOfContract4' does not contain a definition for 'GeneratedForContract4'", which names both.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RuntimeContract
{
    /// <summary>The version, for tools and messages.</summary>
    public const int Version = 4;

    /// <summary>The contract that this runtime keeps.</summary>
    public static RuntimeOfContract4 Current => default;
}

/// <summary>The contract that this runtime keeps; renamed with every change that generated code notices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RuntimeOfContract4
{
    /// <summary>The member that generated code of this version reads.</summary>
    public int GeneratedForContract4 => RuntimeContract.Version;
}
