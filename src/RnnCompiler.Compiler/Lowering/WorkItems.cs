using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>
/// Work items of results over all rows. The threads of a call partition them by number. One thread computes each item in a fixed order, so the result does not
/// depend on the number of threads.
/// </summary>
internal static class WorkItems
{
    /// <summary>Gets the number of the work item that begins at an offset.</summary>
    public static int Number(long offset) => (int)(offset / Target.Block % 1024);

    /// <summary>Makes statements one work item.</summary>
    public static Statement Single(long offset, IReadOnlyList<Statement> statements) => new Conditional(KernelCondition.OwnsWorkItem, Number(offset), statements);
}
