using CustomCell.Data;

namespace CustomCell.Training;

/// <summary>Learning curve of a network.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Parameters">How many numbers it learns.</param>
/// <param name="Points">The mean squared error on test sequences after a number of updates and seconds.</param>
internal sealed record LearningCurve(string Network, int Parameters, IReadOnlyList<(int Updates, double Seconds, double Error)> Points)
{
    /// <summary>The error at the end.</summary>
    public double Final => Points[^1].Error;

    /// <summary>The point from which on it stays solved, if there is one.</summary>
    public (int Updates, double Seconds, double Error)? Solved
    {
        get
        {
            int unsolved = Points.Select((point, i) => (point.Error, i)).LastOrDefault(static p => !(p.Error < AddingProblem.Solved), (0, -1)).Item2;
            return unsolved + 1 < Points.Count ? Points[unsolved + 1] : null;
        }
    }
}
