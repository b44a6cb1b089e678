using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Names;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Rules for the project of a model.</summary>
internal static class ProjectRules
{
    /// <summary>The type that compiles kernels at run time.</summary>
    public const string EmitTypeName = "RnnCompiler.Emit.RunTimeKernels";

    /// <summary>Returns all problems with the project.</summary>
    /// <param name="tree">The file that declares the model.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="place">The location of the model's declaration.</param>
    public static IEnumerable<ClassProblem> Check(SyntaxTree tree, Compilation compilation, Location place)
    {
        if (tree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 } options)
            yield return new(LanguageTooOld, options.LanguageVersion.ToDisplayString(), place);
        if (compilation.GetTypeByMetadataName(RuntimeContract.TypeName) is null)
            yield return new(RuntimeMissing, "", place);
    }

    /// <summary>
    /// Returns the contract version of the project's runtime if it differs from that of generated code; otherwise null. Code is generated even so: if
    /// analyzers are off, its compile error names both versions.
    /// </summary>
    public static int? OtherContract(Compilation compilation) =>
        compilation.GetTypeByMetadataName(RuntimeContract.TypeName)?.GetMembers(RuntimeContract.VersionField).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue
            is int version and not RuntimeContract.Version ? version : null;
}
