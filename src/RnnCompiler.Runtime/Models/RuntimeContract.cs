using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The contract between generated code and this runtime. Generated code reads
/// <c>RuntimeContract.Current.GeneratedForContract2</c>; with a runtime of another version that is the compile error
/// "'RuntimeOfContract3' does not contain a definition for 'GeneratedForContract2'", which names both.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RuntimeContract
{
    /// <summary>The version, for tools and messages.</summary>
    public const int Version = 2;

    /// <summary>The contract that this runtime keeps.</summary>
    public static RuntimeOfContract2 Current => default;
}

/// <summary>The contract that this runtime keeps; renamed with every change that generated code notices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RuntimeOfContract2
{
    /// <summary>The member that generated code of this version reads.</summary>
    public int GeneratedForContract2 => RuntimeContract.Version;
}
