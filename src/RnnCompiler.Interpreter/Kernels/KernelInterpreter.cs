using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Interpreter.Kernels;

/// <summary>
/// Runs a lowered program statement by statement over its planned memory, lane by lane, with arithmetic of its own: what layout,
/// aliasing or a wrong bound would break is seen here without emitting anything. Whatever falls into padding is poisoned with NaN.
/// </summary>
public sealed class KernelInterpreter
{
    private readonly Dictionary<string, MethodInterpreter> _methods = new(StringComparer.Ordinal);

    /// <summary>Prepares a program.</summary>
    /// <param name="program">The program of one target.</param>
    public KernelInterpreter(KernelProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Program = program;
        foreach (KernelMethod method in program.Methods)
            _methods[method.Name] = new MethodInterpreter(method, program.Target.Lanes, _methods);
    }

    /// <summary>The program.</summary>
    public KernelProgram Program { get; }

    /// <summary>Runs a method.</summary>
    /// <param name="method">Its name, see <see cref="KernelMethod"/>.</param>
    /// <param name="memory">What it works on.</param>
    public void Run(string method, KernelMemory memory) => _methods[method].Run(memory);
}
