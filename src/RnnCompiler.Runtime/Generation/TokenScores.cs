namespace RnnCompiler.CompilerServices;

/// <summary>Logits and log probabilities of tokens, from the outputs of a step.</summary>
internal static class TokenScores
{
    /// <summary>Returns the id of the largest output, of equal ones the lowest.</summary>
    /// <exception cref="NotFiniteNumberException">An output is NaN or +∞, or all are −∞.</exception>
    public static int Largest(ReadOnlySpan<float> outputs)
    {
        int largest = 0;
        for (int id = 0; id < outputs.Length; id++)
        {
            if (!(outputs[id] < float.PositiveInfinity))
                throw NotFinite(outputs[id], id);
            if (outputs[id] > outputs[largest])
                largest = id;
        }

        return float.IsNegativeInfinity(outputs[largest]) ? throw NotFinite(outputs[largest], largest) : largest;
    }

    /// <summary>Returns the logit of an output, up to a constant that all tokens have in common.</summary>
    /// <param name="output">The output.</param>
    /// <param name="isProbability">Whether the output is a probability; else it is the logit.</param>
    public static double Logit(float output, bool isProbability) => isProbability ? ReproducibleMath.Log(output) : output;

    /// <summary>Computes the log probability of each token.</summary>
    /// <param name="outputs">The outputs of a step.</param>
    /// <param name="areProbabilities">Whether outputs are probabilities; else they are logits.</param>
    /// <param name="logs">Receives the log probabilities.</param>
    /// <exception cref="NotFiniteNumberException">An output is NaN or +∞, or all are −∞.</exception>
    public static void LogProbabilities(ReadOnlySpan<float> outputs, bool areProbabilities, Span<double> logs)
    {
        double largest = Logit(outputs[Largest(outputs)], areProbabilities);
        double sum = 0;
        for (int id = 0; id < outputs.Length; id++)
        {
            logs[id] = Logit(outputs[id], areProbabilities) - largest;
            sum += ReproducibleMath.Exp(logs[id]);
        }

        double shift = ReproducibleMath.Log(sum);
        for (int id = 0; id < logs.Length; id++)
            logs[id] -= shift;
    }

    private static NotFiniteNumberException NotFinite(float value, int id) =>
        new($"Expected finite outputs of the model, but the one of token {id} is {value}.", value);
}
