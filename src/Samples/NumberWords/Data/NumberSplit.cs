namespace NumberWords.Data;

/// <summary>The numbers from 0 to 999,999: some are held out, the others are drawn for training. A number that is held out is so in each language.</summary>
/// <param name="seed">The seed of both.</param>
/// <param name="heldOut">How many numbers are held out.</param>
internal sealed class NumberSplit(ulong seed, int heldOut)
{
    /// <summary>The most digits of a number.</summary>
    public const int MostDigits = Answer.MostTokens - 1;

    private const int Numbers = 1_000_000;

    private readonly Random _random = new((int)(seed % int.MaxValue));
    private readonly HashSet<int> _heldOut = Draw(new Random((int)(seed % int.MaxValue)), heldOut);

    /// <summary>The numbers that are held out, drawn uniformly, in the order of draws.</summary>
    public IReadOnlyCollection<int> HeldOut => _heldOut;

    /// <summary>Draws a number that is not held out: half of them uniformly, so that nine of ten have six digits; half with a bound of 10, 100 … 1,000,000.</summary>
    public int Next()
    {
        while (true)
        {
            int bound = _random.Next(2) == 0 ? Numbers : (int)Math.Pow(10, 1 + _random.Next(MostDigits));
            int number = _random.Next(bound);
            if (!_heldOut.Contains(number))
                return number;
        }
    }

    /// <summary>Draws one of several items.</summary>
    public T Choose<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private static HashSet<int> Draw(Random random, int count)
    {
        HashSet<int> numbers = [];
        while (numbers.Count < count)
            numbers.Add(random.Next(Numbers));
        return numbers;
    }
}
