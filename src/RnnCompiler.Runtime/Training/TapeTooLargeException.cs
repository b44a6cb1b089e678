using System.Globalization;

namespace RnnCompiler;

/// <summary>Thrown if the tape of back-propagation through time does not fit in memory.</summary>
public sealed class TapeTooLargeException : Exception
{
    /// <summary>Reports a tape that does not fit.</summary>
    /// <param name="bytes">Its size in bytes.</param>
    /// <param name="limit">Largest size that fits, in bytes.</param>
    /// <param name="rows">Rows of the batch.</param>
    public TapeTooLargeException(long bytes, long limit, int rows)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"Training {rows} rows at once needs a tape of {bytes} bytes, but at most {limit} bytes fit. A smaller batch or a shorter sequence needs less."))
    {
        Bytes = bytes;
        Limit = limit;
    }

    /// <summary>The size of the tape in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Largest size that fits, in bytes.</summary>
    public long Limit { get; }
}
