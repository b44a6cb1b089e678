namespace CharacterModel.Evaluation;

/// <summary>Predicts each character of a text from those before it.</summary>
internal interface ICharacterPredictor
{
    /// <summary>Its name in reports.</summary>
    string Name { get; }

    /// <summary>Number of its parameters; of n-grams, the counts above 0.</summary>
    int Parameters { get; }

    /// <summary>Computes the mean of −ln p over the characters of a text from the second one on, p being the probability of the character after those before it.</summary>
    /// <param name="text">At least two characters.</param>
    double CrossEntropy(ReadOnlySpan<int> text);
}
