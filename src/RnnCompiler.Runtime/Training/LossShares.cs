namespace RnnCompiler.CompilerServices;

/// <summary>
/// The shares of the outputs in the elements of accumulated calls. The loss of several outputs is a sum of means, so calls can only be added up if the numbers of elements of all
/// outputs grow alike: then each call has one weight.
/// </summary>
/// <param name="outputs">Number of outputs.</param>
internal sealed class LossShares(int outputs)
{
    private const double Tolerance = 1e-9;

    private readonly double[] _first = new double[outputs];

    /// <summary>Checks a call against the first one since the last update.</summary>
    /// <param name="totals">The sum of the weights of the elements of each output.</param>
    /// <param name="isFirst">Whether it is the first call.</param>
    /// <exception cref="ArgumentException">The ratios of the sums differ.</exception>
    public void Check(ReadOnlySpan<double> totals, bool isFirst)
    {
        if (isFirst || Array.TrueForAll(_first, static total => total == 0))
        {
            totals.CopyTo(_first);
            return;
        }

        for (int i = 1; i < totals.Length; i++)
        {
            double expected = _first[i] * totals[0], found = totals[i] * _first[0];
            if (Math.Abs(expected - found) > Tolerance * (expected + found))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Expected rows whose outputs 0 and {i} have elements in the ratio {_first[0]} : {_first[i]} of the first accumulated call, found {totals[0]} : {totals[i]}."));
            }
        }
    }
}
