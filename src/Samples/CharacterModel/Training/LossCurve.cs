using System.Diagnostics;

namespace CharacterModel.Training;

/// <summary>A point of a <see cref="LossCurve"/>.</summary>
/// <param name="Characters">Characters that were read, those of earlier epochs included.</param>
/// <param name="AllCharacters">Characters of the whole training.</param>
/// <param name="Loss">Mean training loss since the point before, in nats for a character.</param>
internal readonly record struct LossPoint(long Characters, long AllCharacters, double Loss);

/// <summary>The training loss by the number of characters that were read, and the time.</summary>
/// <param name="allCharacters">Characters of the whole training.</param>
internal sealed class LossCurve(long allCharacters)
{
    private readonly List<LossPoint> _points = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The points in the order of training.</summary>
    public IReadOnlyList<LossPoint> Points => _points;

    /// <summary>The time of training.</summary>
    public TimeSpan Time => _watch.Elapsed;

    /// <summary>Characters of the whole training, those of each epoch.</summary>
    public long AllCharacters => allCharacters;

    /// <summary>Adds a point.</summary>
    public LossPoint Add(long characters, double loss)
    {
        LossPoint point = new(characters, allCharacters, loss);
        _points.Add(point);
        return point;
    }

    /// <summary>Stops the time.</summary>
    public void End() => _watch.Stop();
}
