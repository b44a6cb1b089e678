namespace RnnCompiler.Compiler.Targets;

/// <summary>Memory that kernels access; each is one field of the kernel frame of the runtime.</summary>
public enum MemorySpace
{
    /// <summary>The caller's input, rows of [steps, features], unpadded.</summary>
    Input,

    /// <summary>The caller's token ids, rows of [steps].</summary>
    Tokens,

    /// <summary>The caller's targets, with the layout of the output.</summary>
    Targets,

    /// <summary>The caller's class ids, rows of [output steps].</summary>
    Classes,

    /// <summary>The caller's output, unpadded.</summary>
    Output,

    /// <summary>The model's packed parameters.</summary>
    Parameters,

    /// <summary>Copies of weights in bfloat16, two in a 32-bit word, and the scales of int8 weights.</summary>
    Reduced,

    /// <summary>Copies of weights in int8, one signed byte each.</summary>
    Bytes,

    /// <summary>The gradient, with the layout of the parameters.</summary>
    Gradients,

    /// <summary>Transposed copies of weights, for products with a transposed weight.</summary>
    Panels,

    /// <summary>The workspace: scratch and tape, one row for each row of the batch.</summary>
    Workspace,

    /// <summary>The states before the first step of a call, a row of padded states for each row of the batch.</summary>
    StateIn,

    /// <summary>The states after the last step of a call, with the layout of those before.</summary>
    StateOut,

    /// <summary>The gradients of the states before the first step, with their layout.</summary>
    StateGradient,

    /// <summary>The gradients of the first state of the first recurrence at each step, rows of [steps, units], unpadded.</summary>
    StepGradient,

    /// <summary>The gradient of the input, with the layout of the input.</summary>
    InputGradient,

    /// <summary>The number of steps of each row: integers in descending order.</summary>
    Lengths,

    /// <summary>For each step the number of rows whose sequences have that step: integers in descending order.</summary>
    ActiveRows,
}
