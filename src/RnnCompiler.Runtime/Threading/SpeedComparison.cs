namespace RnnCompiler.CompilerServices;

/// <summary>
/// Compares calls on several threads with calls on the caller's thread alone, and chooses between them. Other programs may keep the threads of a team from running, so
/// that several are slower than one. After a slower call so many stay on the caller's thread that the loss is 2 % of their time. This changes times, never results.
/// </summary>
internal sealed class SpeedComparison
{
    private const int CallsOfLoss = 50;
    private const int MostCalls = 1000;

    // Calls on several threads between two on one, which measure it; fewer at first, while code is still being compiled.
    private const int MostBetween = 64;

    // The least time of a unit of work on one thread. It grows by a twentieth with each measurement that is longer, so that it follows the speed of the machine.
    private const double Growth = 1.05;
    private double _alone = double.PositiveInfinity;

    private int _callsAlone = 1;
    private int _callsTogether;
    private int _between = 2;

    /// <summary>Whether the next call stays on the caller's thread.</summary>
    public bool PrefersOne => _callsAlone > 0;

    /// <summary>Says how long a call took.</summary>
    /// <param name="isAlone">Whether it stayed on the caller's thread.</param>
    /// <param name="time">Its time, in the same unit for all calls.</param>
    /// <param name="work">Its work; more than 0.</param>
    public void Report(bool isAlone, long time, long work)
    {
        if (isAlone)
        {
            _alone = Math.Min((double)time / work, _alone * Growth);
            _callsAlone--;
            return;
        }

        double loss = (time / (_alone * work)) - 1;
        _callsTogether++;
        bool isDue = _callsTogether >= _between;
        _callsAlone = Math.Max(isDue ? 1 : 0, (int)Math.Clamp(CallsOfLoss * loss, 0, MostCalls));
        if (!isDue)
            return;
        _callsTogether = 0;
        _between = Math.Min(2 * _between, MostBetween);
    }
}
