using System.Runtime.CompilerServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Passes;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit;

/// <summary>
/// Compiles models while a program runs: declaration → IR → lowered program → IL in dynamic methods. The kernels are as fast as optimised generated
/// C# and give bit-identical results, in each build configuration of the user's project. Each generated class calls it once if <c>RnnKernels</c> is
/// <c>RunTime</c>.
/// </summary>
public static class RunTimeKernels
{
    private static readonly CompiledModelCache s_cache = new();

    /// <summary>Compiles a declaration for the current machine. It is thread-safe.</summary>
    /// <remarks>
    /// Models with equal declarations share one result. Training is differentiated, scheduled and emitted when <see cref="CompiledModel.Training"/>
    /// is first read, so inference does not pay for it.
    /// </remarks>
    /// <param name="declaration">The declaration as text, as the generator writes it into a class.</param>
    /// <param name="declarationHash">The SHA-256 hash of its UTF-8 bytes, in lower-case hexadecimal; if null, it is computed on demand.</param>
    /// <param name="targets">
    /// The targets to choose from: some of <c>16</c>, <c>8</c>, <c>4</c>, <c>scalar</c>, separated by commas; null for the default
    /// targets of generated code. The machine takes the one that generated code would take.
    /// </param>
    /// <param name="training">Whether the model can be trained; without it, <see cref="CompiledModel.Training"/> throws.</param>
    /// <returns>Layouts, sizes and kernels.</returns>
    /// <exception cref="DynamicCodeNotSupportedException">This process cannot compile code at run time.</exception>
    /// <exception cref="DeclarationFormatException">The text is not a declaration.</exception>
    /// <exception cref="InvalidDeclarationException">The declaration breaks a rule.</exception>
    /// <exception cref="FormatException">The targets are not a list of this format.</exception>
    /// <exception cref="CompilerException">The compiler has an internal error; the message names the pass and the model.</exception>
    public static CompiledModel Compile(string declaration, string? declarationHash = null, string? targets = null, bool training = true)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        if (!RuntimeFeature.IsDynamicCodeSupported || !RuntimeFeature.IsDynamicCodeCompiled)
            throw new DynamicCodeNotSupportedException();
        return s_cache.GetOrAdd(new ModelRequest(declaration, declarationHash, targets is null ? [] : Target.ParseList(targets), training), ModelEmission.Compile);
    }
}
