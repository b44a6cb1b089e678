namespace CustomCell.Data;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber, "Long short-term memory", 1997): at each step a number from 0 to 1 and a marker; two steps are marked, one
/// in each half of the sequence, and the target after the last step is the sum of their two numbers.
/// </summary>
internal sealed class AddingProblem
{
    /// <summary>Steps of a sequence.</summary>
    public const int Steps = 100;

    /// <summary>Features of a step: the number and the marker.</summary>
    public const int Features = 2;

    /// <summary>The mean squared error of always answering 1: the variance of the sum of two numbers from 0 to 1.</summary>
    public const double ErrorOfTheMean = 1.0 / 6;

    /// <summary>Largest mean squared error of a solution.</summary>
    public const double Solved = 0.01;

    /// <summary>Training sequences have seeds below this number, validation and test sequences above it: they never are the same.</summary>
    public const int MostTrainingSeeds = 1_000_000_000;

    /// <summary>The seed of the validation sequences.</summary>
    public const int ValidationSeed = MostTrainingSeeds + 1;

    /// <summary>The seed of the test sequences.</summary>
    public const int TestSeed = MostTrainingSeeds + 2;

    private readonly Random _random;

    /// <summary>Draws sequences; the same seed draws the same ones.</summary>
    public AddingProblem(int seed, int rows)
    {
        _random = new Random(seed);
        Inputs = new float[rows * Steps * Features];
        Targets = new float[rows];
        Draw();
    }

    /// <summary>[rows, steps, features].</summary>
    public float[] Inputs { get; }

    /// <summary>[rows, 1].</summary>
    public float[] Targets { get; }

    /// <summary>Draws other sequences in the place of those before.</summary>
    public void Draw()
    {
        for (int row = 0; row < Targets.Length; row++)
        {
            int first = _random.Next(Steps / 2);
            int second = _random.Next(Steps / 2, Steps);
            Targets[row] = 0;
            for (int step = 0; step < Steps; step++)
            {
                int at = ((row * Steps) + step) * Features;
                bool marked = step == first || step == second;
                Inputs[at] = _random.NextSingle();
                Inputs[at + 1] = marked ? 1 : 0;
                Targets[row] += marked ? Inputs[at] : 0;
            }
        }
    }
}
