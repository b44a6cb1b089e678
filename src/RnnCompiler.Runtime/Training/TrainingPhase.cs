using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Kind of a phase of training; a barrier of all threads follows each phase.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum TrainingPhase
{
    /// <summary>A result for each row: each thread computes its own rows.</summary>
    Rows,

    /// <summary>A result over all rows: threads read all rows, and each computes some work items of the result.</summary>
    Results,
}
