using CustomCell.Data;
using RnnCompiler;

namespace CustomCell.Training;

/// <summary>Learning curve of a network.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="Points">The mean squared error on validation sequences after a number of updates and seconds.</param>
/// <param name="Final">The mean squared error of the best weights on test sequences.</param>
/// <param name="GradientNorms">The norm of the gradient of the loss by the state after each step, before the first update.</param>
internal sealed record LearningCurve(
    string Network, int Parameters, IReadOnlyList<(int Updates, double Seconds, double Error)> Points, double Final, IReadOnlyList<float> GradientNorms)
{
    /// <summary>The point from which on it stays solved, if there is one.</summary>
    public (int Updates, double Seconds, double Error)? Solved
    {
        get
        {
            int unsolved = Points.Select((point, i) => (point.Error, i)).LastOrDefault(static p => !(p.Error < AddingProblem.Solved), (0, -1)).Item2;
            return unsolved + 1 < Points.Count ? Points[unsolved + 1] : null;
        }
    }

    /// <summary>Makes the curve of a run of <c>Fit</c>, with a point for each epoch.</summary>
    /// <param name="network">The name of the network.</param>
    /// <param name="parameters">Number of its parameters.</param>
    /// <param name="result">The result of the run.</param>
    /// <param name="updates">The most updates of the run.</param>
    /// <param name="final">The error on test sequences.</param>
    /// <param name="gradientNorms">The norms of gradients before the first update.</param>
    public static LearningCurve Of(string network, int parameters, FitResult result, int updates, double final, IReadOnlyList<float> gradientNorms)
    {
        double seconds = 0;
        List<(int Updates, double Seconds, double Error)> points = [];
        foreach (FitEpoch epoch in result.Epochs)
        {
            seconds += epoch.Seconds;
            points.Add((Math.Min(updates, (epoch.Epoch + 1) * Learner.UpdatesPerEpoch), seconds, epoch.ValidationLoss!.Value));
        }

        return new LearningCurve(network, parameters, points, final, gradientNorms);
    }
}
