using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>What a phase of training computes; after each phase all threads wait for one another.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum TrainingPhase
{
    /// <summary>Something for each row: threads take rows, and see these alone.</summary>
    Rows,

    /// <summary>Something over all rows: threads see all and share out pieces of the result.</summary>
    Results,
}
