using CharacterModel.Models;

namespace CharacterModel.Evaluation;

/// <summary>A network that reads a text as one stream, in blocks of steps.</summary>
/// <param name="name">Its name in reports.</param>
/// <param name="model">The network.</param>
internal sealed class NetworkPredictor(string name, CharacterLstm model) : ICharacterPredictor
{
    private const int BlockSteps = 256;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Parameters => CharacterLstm.ParameterCount;

    /// <inheritdoc/>
    public double CrossEntropy(ReadOnlySpan<int> text)
    {
        CharacterLstm.State state = model.CreateState();
        float[] logits = new float[BlockSteps * CharacterLstm.OutputSize];
        double sum = 0;
        for (int first = 0; first < text.Length - 1; first += BlockSteps)
        {
            int steps = Math.Min(BlockSteps, text.Length - 1 - first);
            Span<float> outputs = logits.AsSpan(0, steps * CharacterLstm.OutputSize);
            model.Step(state, text.Slice(first, steps), outputs, steps);
            for (int step = 0; step < steps; step++)
                sum += CrossEntropy(outputs.Slice(step * CharacterLstm.OutputSize, CharacterLstm.OutputSize), text[first + step + 1]);
        }

        return sum / (text.Length - 1);
    }

    // ln Σ exp(zⱼ) − z[target], with the largest logit taken out of the sum.
    private static double CrossEntropy(ReadOnlySpan<float> logits, int target)
    {
        float largest = logits[0];
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - largest);
        return largest + Math.Log(sum) - logits[target];
    }
}
