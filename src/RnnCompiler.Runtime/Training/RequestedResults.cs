using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Kinds of results that a kernel computes only if its caller requests them.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum RequestedResults
{
    /// <summary>None: of a training kernel the loss alone.</summary>
    None = 0,

    /// <summary>The gradients of weights. A request for another gradient includes these.</summary>
    Gradients = 1,

    /// <summary>The gradient of the input.</summary>
    InputGradient = 2,

    /// <summary>The states after the last step.</summary>
    FinalStates = 4,

    /// <summary>The gradients of the states before the first step.</summary>
    StateGradients = 8,

    /// <summary>The gradients of the first state of the first recurrence at each step.</summary>
    StepGradients = 16,
}
