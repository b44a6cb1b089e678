using System.Collections;
using CustomCell.Data;
using RnnCompiler;

namespace CustomCell.Training;

/// <summary>Batches of sequences that are drawn when they are needed and never repeated. Each enumeration, which is an epoch of <c>Fit</c>, continues the one before.</summary>
/// <param name="seed">The seed of the sequences.</param>
/// <param name="updates">Number of batches of all epochs; only the last epoch may have fewer than <see cref="Learner.UpdatesPerEpoch"/>.</param>
internal sealed class BatchStream(int seed, int updates) : IEnumerable<TrainingBatch<float, float>>
{
    private readonly AddingProblem _problem = new(seed, Learner.BatchSize);
    private int _left = updates;

    /// <inheritdoc/>
    public IEnumerator<TrainingBatch<float, float>> GetEnumerator()
    {
        for (int batch = 0; batch < Learner.UpdatesPerEpoch && _left > 0; batch++, _left--)
        {
            yield return new TrainingBatch<float, float> { Inputs = _problem.Inputs, Targets = _problem.Targets };
            _problem.Draw();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
