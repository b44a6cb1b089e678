using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCompiler.Generators.Names;
using static RnnCompiler.Generators.Parsing.ClassProblemKind;

namespace RnnCompiler.Generators.Parsing;

/// <summary>What the project around a model must offer.</summary>
internal static class ProjectRules
{
    /// <summary>What makes kernels at run time.</summary>
    public const string EmitTypeName = "RnnCompiler.Emit.RunTimeKernels";

    /// <summary>All that is wrong with the project.</summary>
    /// <param name="tree">The file that declares the model.</param>
    /// <param name="compilation">The project.</param>
    /// <param name="place">Where the model is declared.</param>
    public static IEnumerable<ClassProblem> Check(SyntaxTree tree, Compilation compilation, Location place)
    {
        if (tree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 } options)
            yield return new(LanguageTooOld, options.LanguageVersion.ToDisplayString(), place);
        if (compilation.GetTypeByMetadataName(RuntimeContract.TypeName) is null)
            yield return new(RuntimeMissing, "", place);
    }

    /// <summary>
    /// The version of the contract that the project's runtime keeps, where that is not the one which generated code is written for. Code is
    /// generated all the same: with analyzers turned off, its own compile error is what names both versions.
    /// </summary>
    public static int? OtherContract(Compilation compilation) =>
        compilation.GetTypeByMetadataName(RuntimeContract.TypeName)?.GetMembers(RuntimeContract.VersionField).OfType<IFieldSymbol>().FirstOrDefault()?.ConstantValue
            is int version and not RuntimeContract.Version ? version : null;
}
