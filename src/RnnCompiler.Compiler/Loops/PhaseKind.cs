namespace RnnCompiler.Compiler.Loops;

/// <summary>Kind of work in a phase of training. A barrier follows each phase.</summary>
public enum PhaseKind
{
    /// <summary>Work on each row, independent of all others: threads partition the rows.</summary>
    Rows,

    /// <summary>
    /// Sums over all rows, such as weight gradients: threads partition the elements of the results, so that no sum depends on the number of threads.
    /// </summary>
    Results,
}
