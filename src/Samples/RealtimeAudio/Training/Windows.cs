using RealtimeAudio.Audio;
using RealtimeAudio.Models;

namespace RealtimeAudio.Training;

/// <summary>The windows of a passage whose rows run on from one window to the next.</summary>
internal sealed class Windows
{
    private readonly Passage _passage;
    private readonly int _rows;
    private readonly int _segment;

    /// <summary>Cuts a passage into segments; what is left at its end is not used.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="rows">How many segments.</param>
    public Windows(Passage passage, int rows)
    {
        _passage = passage;
        _rows = rows;
        Count = passage.Dry.Length / rows / Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 2);
        _segment = Count * Length;
        Inputs = new float[rows * Length];
        Targets = new float[rows * Length];
    }

    /// <summary>Samples of a window.</summary>
    public static int Length => AmpLstm16.SequenceLength;

    /// <summary>Windows of a segment.</summary>
    public int Count { get; }

    /// <summary>[rows, samples], of the window that was read last.</summary>
    public float[] Inputs { get; }

    /// <summary>[rows, samples].</summary>
    public float[] Targets { get; }

    /// <summary>Copies a window of each segment.</summary>
    /// <param name="window">Which, from 0 to <see cref="Count"/> − 1.</param>
    public void Read(int window)
    {
        for (int row = 0; row < _rows; row++)
        {
            int from = (row * _segment) + (window * Length);
            _passage.Dry.AsSpan(from, Length).CopyTo(Inputs.AsSpan(row * Length));
            _passage.Target.AsSpan(from, Length).CopyTo(Targets.AsSpan(row * Length));
        }
    }
}
