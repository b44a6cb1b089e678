using Microsoft.CodeAnalysis;

namespace RnnCompiler.Generators.Parsing;

/// <summary>Kinds of problems with the method of a network that are no rule of declarations.</summary>
internal enum NetworkProblemKind
{
    /// <summary>The method cannot be a network. Details: what it should be.</summary>
    MethodUnfit,

    /// <summary>A parameter cannot be an input. Details: its name, what it should be, found.</summary>
    InputWrong,

    /// <summary>What is returned cannot be the output. Details: expected, found.</summary>
    OutputWrong,

    /// <summary>One of several outputs has no name.</summary>
    OutputUnnamed,

    /// <summary>The single output is an input.</summary>
    OutputIsInput,

    /// <summary>A layer is created and never used. Details: the layer.</summary>
    LayerUnused,

    /// <summary>A recurrent layer names a type that is no cell, or cannot be read. Details: expected and found.</summary>
    CellUnfit,

    /// <summary>A class has layers, or the size of its input, beside a network. Details: what it has.</summary>
    BesideNetwork,

    /// <summary>A statement or expression is not part of the language. Details: what it is, and how to write it instead.</summary>
    NotAllowed,

    /// <summary>A method cannot be called. Details: the method, and what to do instead.</summary>
    CallNotAllowed,

    /// <summary>An argument that should be a value of the network is null. Details: the parameter.</summary>
    ValueMissing,

    /// <summary>An argument is not a constant. Details: the parameter, what it should be.</summary>
    NotConstant,

    /// <summary>Methods call each other in a circle. Details: the circle.</summary>
    Recursion,

    /// <summary>The method, with all that it calls, is too large. Details: the limit.</summary>
    TooLarge,

    /// <summary>The method cannot be a loss function. Details: what it should do.</summary>
    LossUnfit,

    /// <summary>A parameter of a loss function cannot be an output or target. Details: its name, what it should be, found.</summary>
    LossParameterWrong,
}

/// <summary>A problem with the method of a network.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Details">The details that the kind defines.</param>
/// <param name="Place">The location of the expression or declaration at fault.</param>
internal sealed record NetworkProblem(NetworkProblemKind Kind, IReadOnlyList<string> Details, Location Place) : ModelProblem
{
    /// <summary>Gets the message: what was expected and what was found.</summary>
    public string Message => Kind switch
    {
        NetworkProblemKind.MethodUnfit => $"The method of a network should {Details[0]}.",
        NetworkProblemKind.InputWrong => $"The parameter {Details[0]} should {Details[1]}; found {Details[2]}.",
        NetworkProblemKind.OutputWrong => $"A network should return {Details[0]}; found {Details[1]}.",
        NetworkProblemKind.OutputUnnamed => "Each of several outputs should have a name, as in (Sequence mask, Features speech); found none.",
        NetworkProblemKind.OutputIsInput => "A network should return the output of a layer; found an input.",
        NetworkProblemKind.LayerUnused => $"Each layer should be used by another one or be the output; {Details[0]} is not.",
        NetworkProblemKind.CellUnfit => $"The cell of a recurrent layer should be {Details[0]}; found {Details[1]}.",
        NetworkProblemKind.BesideNetwork => $"The method with [Network] says what the network is; leave out {Details[0]}.",
        NetworkProblemKind.NotAllowed => $"{Details[0]} is not part of the language of networks. {Details[1]}",
        NetworkProblemKind.CallNotAllowed => $"A network cannot call {Details[0]}. {Details[1]}",
        NetworkProblemKind.ValueMissing => $"{Details[0]} should be a value of the network; found null.",
        NetworkProblemKind.NotConstant => $"{Details[0]} should be {Details[1]} that is known when the program is compiled: a constant, or arithmetic of constants.",
        NetworkProblemKind.Recursion => $"Methods of a network should not call themselves; found {Details[0]}.",
        NetworkProblemKind.TooLarge => $"A network should have at most {Details[0]} expressions and calls.",
        NetworkProblemKind.LossUnfit => $"The method of a loss function should {Details[0]}.",
        NetworkProblemKind.LossParameterWrong => $"The parameter {Details[0]} of a loss function should {Details[1]}; found {Details[2]}.",
        _ => throw new NotSupportedException($"There is no text for {Kind}."),
    };
}
