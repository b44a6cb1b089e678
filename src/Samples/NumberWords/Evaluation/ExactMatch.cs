using System.Globalization;
using NumberWords.Data;
using NumberWords.Models;
using RnnCompiler;

namespace NumberWords.Evaluation;

/// <summary>How many numbers of a language are translated without any wrong digit.</summary>
/// <param name="Language">The language.</param>
/// <param name="Search">Greedy, or the number of beams.</param>
/// <param name="Correct">The numbers whose digits are all correct.</param>
/// <param name="Count">All numbers.</param>
internal sealed record ExactMatch(string Language, string Search, int Correct, int Count)
{
    /// <summary>The share of correct numbers: 0 to 1.</summary>
    public double Share => (double)Correct / Count;

    /// <summary>Translates numbers and counts correct ones.</summary>
    /// <param name="model">The network.</param>
    /// <param name="language">The language.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="beams">Beams of the search; 1 for the greedy one.</param>
    /// <param name="cancellation">Stops between two numbers.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ExactMatch Of(NumberTranslator model, Language language, IEnumerable<int> numbers, int beams, CancellationToken cancellation)
    {
        GenerationOptions options = new() { Beams = beams };
        Translation translation = new(model);
        int correct = 0, count = 0;
        foreach (int number in numbers)
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            if (translation.Translate(language.Words(number), options) == number.ToString(CultureInfo.InvariantCulture))
                correct++;
        }

        return new ExactMatch(language.Name, beams == 1 ? "greedy" : $"{beams} beams", correct, count);
    }
}
