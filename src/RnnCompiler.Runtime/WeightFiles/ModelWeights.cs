using RnnCompiler.CompilerServices;

namespace RnnCompiler;

/// <summary>The parameters of a model as a weight file.</summary>
internal static class ModelWeights
{
    /// <summary>The metadata that tells which declaration a file's parameters belong to.</summary>
    public const string DeclarationKey = "rnncompiler.declaration_sha256";

    public static void Save(ParameterStore store, string path) => throw new NotSupportedException();

    public static void Load(ParameterStore store, string path) => throw new NotSupportedException();
}
