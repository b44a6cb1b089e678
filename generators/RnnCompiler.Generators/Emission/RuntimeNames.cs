using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Emission;

/// <summary>
/// Names of runtime members that correspond to the compiler's enums. The generator does not reference the runtime, so a test compares each name with
/// it.
/// </summary>
internal static class RuntimeNames
{
    /// <summary>Returns the field of <c>KernelFrame</c> that refers to the start of a memory.</summary>
    public static string Field(MemorySpace space) => space switch
    {
        MemorySpace.Input => "Input",
        MemorySpace.Tokens => "Tokens",
        MemorySpace.Targets => "Targets",
        MemorySpace.Classes => "Classes",
        MemorySpace.Output => "Output",
        MemorySpace.Parameters => "Parameters",
        MemorySpace.Reduced => "Reduced",
        MemorySpace.Bytes => "Bytes",
        MemorySpace.Gradients => "Gradients",
        MemorySpace.Panels => "Panels",
        MemorySpace.Workspace => "Workspace",
        MemorySpace.StateIn => "StateIn",
        MemorySpace.StateOut => "StateOut",
        MemorySpace.StateGradient => "StateGradient",
        MemorySpace.StepGradient => "StepGradient",
        MemorySpace.InputGradient => "InputGradient",
        MemorySpace.Lengths => "Lengths",
        MemorySpace.ActiveRows => "ActiveRows",
        _ => throw new InvalidOperationException($"The frame of the runtime has no field for the memory {space}."),
    };

    /// <summary>Returns the property of <c>KernelFrame</c> that says whether the caller requested a kind of results.</summary>
    public static string Request(RequestedResults results) => results switch
    {
        RequestedResults.Gradients => "WantsGradients",
        RequestedResults.InputGradient => "WantsInputGradient",
        RequestedResults.FinalStates => "WantsFinalStates",
        RequestedResults.StateGradients => "WantsStateGradients",
        RequestedResults.StepGradients => "WantsStepGradients",
        _ => throw new InvalidOperationException($"Expected one kind of requested results, found {results}."),
    };

    /// <summary>Returns the member of <c>TrainingPhase</c>.</summary>
    public static string Phase(PhaseKind phase) => phase switch
    {
        PhaseKind.Rows => "Rows",
        PhaseKind.Results => "Results",
        _ => throw new InvalidOperationException($"The runtime does not know the phase {phase}."),
    };

    /// <summary>Returns the member of <c>WeightFormat</c>.</summary>
    public static string Format(WeightFormat format) => format switch
    {
        WeightFormat.Float32 => "Float32",
        WeightFormat.BFloat16 => "BFloat16",
        WeightFormat.Int8 => "Int8",
        _ => throw new InvalidOperationException($"The runtime does not know the weight format {format}."),
    };

    /// <summary>Returns the member of <c>ParameterInitialization</c>.</summary>
    public static string Start(Initialization initialization) => initialization switch
    {
        Initialization.Uniform => "Uniform",
        Initialization.Normal => "Normal",
        Initialization.Constant => "Constant",
        Initialization.Identity => "Identity",
        Initialization.Orthogonal => "Orthogonal",
        _ => throw new InvalidOperationException($"The runtime does not know the initialization {initialization}."),
    };
}
