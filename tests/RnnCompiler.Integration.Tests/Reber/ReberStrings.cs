namespace RnnCompiler.Integration.Tests.Reber;

/// <summary>Rows for <see cref="ReberModel"/>: NaN and impossible classes behind the end of each string, so that a result that depends on padding is noticed.</summary>
internal sealed class ReberStrings
{
    private static readonly int Steps = ReberModel.SequenceLength, Width = ReberModel.InputSize;

    private readonly string[][] _successors;

    public ReberStrings(Random random, int count)
    {
        Count = count;
        Inputs = new float[count * Steps * Width];
        Inputs.AsSpan().Fill(float.NaN);
        Classes = new int[count * Steps];
        Classes.AsSpan().Fill(int.MaxValue);
        Lengths = new int[count];
        _successors = new string[count][];
        for (int row = 0; row < count; row++)
        {
            (string text, _successors[row]) = ReberGrammar.Draw(random);
            Lengths[row] = text.Length - 1;
            for (int t = 0; t < Lengths[row]; t++)
            {
                Span<float> input = Inputs.AsSpan(((row * Steps) + t) * Width, Width);
                input.Clear();
                input[ReberGrammar.Symbols.IndexOf(text[t])] = 1;
                Classes[(row * Steps) + t] = ReberGrammar.Symbols.IndexOf(text[t + 1]);
            }
        }
    }

    public int Count { get; }

    /// <summary>One-hot symbols: [string, step, symbol].</summary>
    public float[] Inputs { get; }

    /// <summary>The symbol after each symbol: [string, step].</summary>
    public int[] Classes { get; }

    /// <summary>Steps of each string: its symbols but the last one.</summary>
    public int[] Lengths { get; }

    /// <summary>Steps at which <paramref name="model"/> ranks a symbol that may not follow as high as one that may.</summary>
    public int Errors(ReberModel model)
    {
        float[] outputs = new float[Count * Steps * Width];
        model.Forward(Inputs, outputs, Count, Lengths);
        int errors = 0;
        for (int row = 0; row < Count; row++)
        {
            for (int t = 0; t < Lengths[row]; t++)
            {
                float[] scores = outputs[(((row * Steps) + t) * Width)..(((row * Steps) + t + 1) * Width)];
                ILookup<bool, float> legal = scores.Select((score, i) => (score, i)).ToLookup(s => _successors[row][t].Contains(ReberGrammar.Symbols[s.i]), static s => s.score);
                errors += legal[true].Min() > legal[false].Max() ? 0 : 1;
            }
        }

        return errors;
    }
}
