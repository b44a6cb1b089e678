using System.Numerics;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Generation;

/// <summary>Encoder and decoder of a network that writes tokens itself, and what the decoder reads of the encoder.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class DecoderFunctions<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ContextPart[] _context;

    /// <summary>Describes a network.</summary>
    /// <param name="module">A module with a decoder.</param>
    /// <param name="parameters">The parameters of the model.</param>
    /// <param name="states">The states of a row.</param>
    public DecoderFunctions(Module module, ParameterValues<T> parameters, StateValues<T> states)
    {
        Function step = module.Step!;
        HashSet<string> stepStates = [.. step.ParametersOf(ParameterRole.State).Select(static state => state.Name!)];
        States = states;
        StepStates = new StateValues<T>([.. module.States.Where(state => stepStates.Contains(state.Name))], parameters);
        RowPart[] inputs = [.. RowLayout.Inputs(step).Parts];
        Token = inputs[0].Key;

        // The decoder reads the outputs of the encoder in their order, behind the token.
        _context = [.. inputs.Skip(1).Zip(module.OutputRow.Parts, static (input, output) => new ContextPart(output.Key, input.Key, output.Type))];
        Output = RowLayout.Outputs(step).Parts[0];
        AreProbabilities = module.OutputsAreProbabilities;
    }

    /// <summary>The states of a row.</summary>
    public StateValues<T> States { get; }

    /// <summary>The states of the decoder.</summary>
    public StateValues<T> StepStates { get; }

    /// <summary>The name of the token that the decoder reads.</summary>
    public string Token { get; }

    /// <summary>What the decoder reads of the encoder.</summary>
    public ReadOnlySpan<ContextPart> Context => _context;

    /// <summary>The output of the decoder, which predicts the next token.</summary>
    public RowPart Output { get; }

    /// <summary>Number of token ids.</summary>
    public int Vocabulary => Output.Length;

    /// <summary>Whether outputs are probabilities; else they are logits.</summary>
    public bool AreProbabilities { get; }
}

/// <summary>A value of the encoder that the decoder reads.</summary>
/// <param name="Result">Its name among the results of the encoder.</param>
/// <param name="Argument">Its name among the parameters of the decoder.</param>
/// <param name="Type">Its type.</param>
internal sealed record ContextPart(string Result, string Argument, TensorType Type)
{
    /// <summary>Gets whether it has a value for each step, of which those that an example does not have are 0 in the mask.</summary>
    public bool IsOverTime => Type.Rank == 2;

    /// <summary>Gets the name of its mask among the results of the encoder.</summary>
    public string Mask { get; } = Result + ".mask";
}
