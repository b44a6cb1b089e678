namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Signatures of the public methods of a network with several inputs or outputs, as source code: of the model itself, and of the stub of a faulty one.</summary>
internal static class NetworkSignatures
{
    public const string CreateState = "public State CreateState()";

    /// <summary>Gets the methods of a trainer that take rows.</summary>
    public static IReadOnlyList<string> TrainerMethods { get; } = ["Step", "ComputeGradients", "AccumulateGradients", "Evaluate"];

    public static string Forward(NetworkShape network) =>
        $"public void Forward({NetworkShape.Spans(network.Inputs)}, {NetworkShape.Spans(network.Outputs, "Span")}, int batch{network.LengthParameters()}, "
        + "global::System.ReadOnlySpan<float> initialStates = default, global::System.Span<float> finalStates = default)";

    /// <summary>Returns the method that advances a stream by one step, or by a block of steps.</summary>
    public static string Step(NetworkShape network, bool isBlock) =>
        $"public void Step(State state, {NetworkShape.Spans(network.Inputs)}, {NetworkShape.Spans(network.Outputs, "Span")}{(isBlock ? ", int steps" : "")})";

    /// <summary>Returns the method that writes a sequence, with or without the lengths of what is given.</summary>
    public static string Generate(NetworkShape network, bool hasLengths)
    {
        string lengths = hasLengths ? string.Concat(network.GivenLengths.Select(static name => $", global::System.ReadOnlySpan<int> {name}")) : "";
        string given = NetworkShape.Spans(network.Given);
        return $"public int Generate({given}{lengths}{(given.Length > 0 ? ", " : "")}global::System.Span<int> tokens, global::RnnCompiler.GenerationOptions options)";
    }

    /// <summary>Returns a method of the trainer.</summary>
    public static string Training(NetworkShape network, string name) => $"public float {name}({NetworkShape.Spans(network.Inputs.Concat(network.PassedTargets))}"
        + $"{network.LengthParameters()}, global::System.ReadOnlySpan<float> initialStates = default)";

    /// <summary>Returns all methods of a model, besides those of its trainer, with their names.</summary>
    public static IEnumerable<(string Name, string Text)> Methods(NetworkShape network)
    {
        if (network.IsDecoder)
        {
            yield return ("Generate", Generate(network, hasLengths: true));
            if (network.GivenLengths.Any())
                yield return ("Generate", Generate(network, hasLengths: false));
            yield break;
        }

        yield return ("Forward", Forward(network));
        if (!network.Surface.HasStep)
            yield break;
        yield return ("CreateState", CreateState);
        yield return ("Step", Step(network, isBlock: false));
        yield return ("Step", Step(network, isBlock: true));
    }
}
