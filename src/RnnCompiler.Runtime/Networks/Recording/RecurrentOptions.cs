namespace RnnCompiler.Networks;

/// <summary>Options of each recurrent layer, as those of <see cref="RecurrentLayerAttribute"/>; checked when they are created.</summary>
internal sealed class RecurrentOptions
{
    public RecurrentOptions(
        int units, int layers, bool bidirectional, Merge merge, bool useBias, double zoneout, double recurrentDropout, double dropout, bool learnInitialState)
    {
        Units = Expect.Count(units, Expect.LargestSize, nameof(units));
        Layers = Expect.Count(layers, Expect.MostLevels, nameof(layers));
        Bidirectional = bidirectional;
        Merge = Expect.Member(merge, nameof(merge));
        UseBias = useBias;
        Zoneout = Expect.Rate(zoneout, nameof(zoneout));
        RecurrentDropout = Expect.Rate(recurrentDropout, nameof(recurrentDropout));
        Dropout = Expect.Rate(dropout, nameof(dropout));
        LearnInitialState = learnInitialState;
    }

    public int Units { get; }

    public int Layers { get; }

    public bool Bidirectional { get; }

    public Merge Merge { get; }

    public bool UseBias { get; }

    public double Zoneout { get; }

    public double RecurrentDropout { get; }

    public double Dropout { get; }

    public bool LearnInitialState { get; }

    /// <summary>Returns the features of the output, if one direction has a number of them.</summary>
    public int Merged(int outputs) => Bidirectional && Merge == Merge.Concat ? 2 * outputs : outputs;
}
