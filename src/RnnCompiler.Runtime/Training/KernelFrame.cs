using System.ComponentModel;

namespace RnnCompiler.CompilerServices;

/// <summary>Memory of one kernel call. A field that the kernel does not use may be a null reference.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct KernelFrame
{
    /// <summary>The caller's input, rows of [steps, features], unpadded.</summary>
    public ref float Input;

    /// <summary>The caller's token ids, rows of [steps].</summary>
    public ref int Tokens;

    /// <summary>The caller's targets, laid out as the output.</summary>
    public ref float Targets;

    /// <summary>The caller's class ids, rows of [output steps].</summary>
    public ref int Classes;

    /// <summary>The caller's output, unpadded.</summary>
    public ref float Output;

    /// <summary>The packed parameters.</summary>
    public ref float Parameters;

    /// <summary>Reduced copies of weights, two to a 32-bit word, and scales.</summary>
    public ref float Reduced;

    /// <summary>Reduced copies of weights, a byte each.</summary>
    public ref sbyte Bytes;

    /// <summary>The gradient, packed as the parameters; 0 when a kernel starts.</summary>
    public ref float Gradients;

    /// <summary>Transposed copies of weights.</summary>
    public ref float Panels;

    /// <summary>Workspace and tape, one segment for each row.</summary>
    public ref float Workspace;

    /// <summary>The states before the first step of the call, a row of padded states for each row.</summary>
    public ref float StateIn;

    /// <summary>The states after the last step of the call; may be the same memory as <see cref="StateIn"/>.</summary>
    public ref float StateOut;

    /// <summary>The gradients of the states before the first step.</summary>
    public ref float StateGradient;

    /// <summary>The gradients of the first state of the first recurrence at each step, rows of [steps, units].</summary>
    public ref float StepGradient;

    /// <summary>The gradient of the input, laid out as the input.</summary>
    public ref float InputGradient;

    /// <summary>Steps of each row, in descending order: 1 to <see cref="Steps"/>.</summary>
    public ref int Lengths;

    /// <summary>For each of <see cref="Steps"/> steps the number of rows whose sequences have that step; these rows come first.</summary>
    public ref int ActiveRows;

    /// <summary>Rows of this call, all of at least one step.</summary>
    public int Rows;

    /// <summary>Steps of the longest sequence of this call.</summary>
    public int Steps;

    /// <summary>Which phase of a training call is run.</summary>
    public int Phase;

    /// <summary>Number of this thread among those that divide the call, from 0.</summary>
    public int Part;

    /// <summary>Number of threads that divide a call; at least 1.</summary>
    public int Parts;

    /// <summary>Barrier of the threads that divide the call.</summary>
    internal PhaseBarrier? Barrier;

    /// <summary>The results that the kernel computes only on request.</summary>
    public RequestedResults Requested;

    /// <summary>Whether gradients of weights are requested.</summary>
    public readonly bool WantsGradients => (Requested & RequestedResults.Gradients) != 0;

    /// <summary>Whether the gradient of the input is requested.</summary>
    public readonly bool WantsInputGradient => (Requested & RequestedResults.InputGradient) != 0;

    /// <summary>Whether those final states are requested that no other result needs.</summary>
    public readonly bool WantsFinalStates => (Requested & RequestedResults.FinalStates) != 0;

    /// <summary>Whether those gradients of states are requested that no other gradient needs.</summary>
    public readonly bool WantsStateGradients => (Requested & RequestedResults.StateGradients) != 0;

    /// <summary>Whether the gradients at each step are requested.</summary>
    public readonly bool WantsStepGradients => (Requested & RequestedResults.StepGradients) != 0;

    /// <summary>Waits until all parts have come here; what they wrote before can then be read.</summary>
    public readonly void Wait() => Barrier?.SignalAndWait();
}
