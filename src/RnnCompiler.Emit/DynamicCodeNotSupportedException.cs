namespace RnnCompiler.Emit;

/// <summary>
/// The exception that is thrown when kernels would be compiled at run time in a process that cannot compile code: one published with NativeAOT, or an
/// interpreter.
/// </summary>
public sealed class DynamicCodeNotSupportedException : NotSupportedException
{
    /// <summary>Creates the exception with a message that says how to avoid it.</summary>
    public DynamicCodeNotSupportedException()
        : base(
            "Expected a runtime that compiles code while a program runs, since the kernels of this model are made when it is first used (RnnKernels = RunTime), "
            + "but this one does not: it was published ahead of time, or interprets. "
            + "Set the MSBuild property RnnKernels to Generated in the project that declares the model, so that its kernels are compiled at build time.")
    {
    }
}
