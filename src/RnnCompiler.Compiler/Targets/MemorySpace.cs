namespace RnnCompiler.Compiler.Targets;

/// <summary>The memories that kernels see; each is one field of the runtime's kernel frame.</summary>
public enum MemorySpace
{
    /// <summary>The caller's input, rows of [steps, features], unpadded.</summary>
    Input,

    /// <summary>The caller's token ids, rows of [steps].</summary>
    Tokens,

    /// <summary>The caller's targets, laid out as the output.</summary>
    Targets,

    /// <summary>The caller's class ids, rows of [output steps].</summary>
    Classes,

    /// <summary>The caller's output, unpadded.</summary>
    Output,

    /// <summary>The model's packed parameters.</summary>
    Parameters,

    /// <summary>Reduced copies of weights, two to a 32-bit word, and scales.</summary>
    Reduced,

    /// <summary>Reduced copies of weights, a signed byte each.</summary>
    Bytes,

    /// <summary>The gradient, packed as the parameters.</summary>
    Gradients,

    /// <summary>Transposed copies of weights, for products with the transpose.</summary>
    Panels,

    /// <summary>Scratch and tape, one stretch for each row.</summary>
    Workspace,

    /// <summary>The state before a step.</summary>
    StateIn,

    /// <summary>The state after a step.</summary>
    StateOut,

    /// <summary>The gradient of the input, laid out as the input.</summary>
    InputGradient,
}
