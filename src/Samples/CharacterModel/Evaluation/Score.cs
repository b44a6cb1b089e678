namespace CharacterModel.Evaluation;

/// <summary>Score of a predictor on a text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="CrossEntropy">The mean of −ln p over characters.</param>
internal sealed record Score(string Name, int Parameters, double CrossEntropy)
{
    /// <summary>The perplexity for a character: the number of equally probable characters that would be as hard to predict.</summary>
    public double Perplexity => Math.Exp(CrossEntropy);

    /// <summary>The cross entropy in bits.</summary>
    public double Bits => CrossEntropy / Math.Log(2);

    /// <summary>Scores a predictor.</summary>
    public static Score Of(ICharacterPredictor predictor, ReadOnlySpan<int> text) => new(predictor.Name, predictor.Parameters, predictor.CrossEntropy(text));
}
