namespace RnnCompiler.Compiler.Loops;

/// <summary>What a phase of training computes; after each phase all threads wait for one another.</summary>
public enum PhaseKind
{
    /// <summary>Something for each row, apart from all others: threads take rows.</summary>
    Rows,

    /// <summary>Something over all rows, such as weight gradients: threads take pieces of the result, so that no sum depends on their number.</summary>
    Results,
}
