using System.Numerics;

namespace RnnCompiler.Interpreter.Rows;

/// <summary>Rows of an input, target or output: real numbers or ids.</summary>
/// <typeparam name="T">Real numbers.</typeparam>
internal sealed class RowValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _reals;
    private readonly int[] _ids;

    public RowValues(RowPort port, int rows)
    {
        Port = port;
        _reals = new T[port.IsIds ? 0 : checked(rows * port.Length)];
        _ids = new int[port.IsIds ? checked(rows * port.Length) : 0];
    }

    /// <summary>Gets the input, target or output.</summary>
    public RowPort Port { get; }

    /// <summary>Gets whether the rows were given.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Gets all real numbers.</summary>
    public Span<T> Reals => _reals;

    /// <summary>Sets all rows.</summary>
    /// <exception cref="ArgumentException">The type or the number of elements differs; nothing was changed.</exception>
    public void Set(ReadOnlySpan<T> values)
    {
        Check(isIds: false, values.Length, _reals.Length, nameof(values));
        values.CopyTo(_reals);
        IsSet = true;
    }

    /// <summary>Sets all rows.</summary>
    /// <exception cref="ArgumentException">The type or the number of elements differs; nothing was changed.</exception>
    public void Set(ReadOnlySpan<int> ids)
    {
        Check(isIds: true, ids.Length, _ids.Length, nameof(ids));
        ids.CopyTo(_ids);
        IsSet = true;
    }

    /// <summary>Returns the real numbers of the first steps of a row.</summary>
    public Span<T> RealsOf(int row, int steps) => _reals.AsSpan(row * Port.Length, steps * Port.StepLength);

    /// <summary>Returns the ids of the first steps of a row.</summary>
    public Span<int> IdsOf(int row, int steps) => _ids.AsSpan(row * Port.Length, steps * Port.StepLength);

    /// <summary>Checks the ids of the steps that a row has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of range.</exception>
    public void CheckIds(int row, int steps, int least)
    {
        Span<int> ids = IdsOf(row, steps);
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < least || ids[i] >= Port.Kinds)
                throw new ArgumentOutOfRangeException(Port.Name, ids[i], $"Expected ids from {least} to {Port.Kinds - 1} as {Port.Name}, but row {row} has {ids[i]} at step {i}.");
        }
    }

    /// <summary>Sets the tokens that the decoder reads: the start token, then those that it is to write; one that does not count (−1) is read as 0.</summary>
    /// <param name="written">The tokens of all rows.</param>
    /// <param name="start">The start token.</param>
    public void SetShifted(RowValues<T> written, int start)
    {
        for (int i = 0; i < _ids.Length; i++)
            _ids[i] = i % Port.Length == 0 ? start : Math.Max(0, written._ids[i - 1]);
        IsSet = true;
    }

    private void Check(bool isIds, int found, int expected, string parameter)
    {
        if (isIds != Port.IsIds)
        {
            string expectedType = Port.IsIds ? "ids (Int32)" : "real numbers", type = isIds ? nameof(Int32) : typeof(T).Name;
            throw new ArgumentException($"Expected {expectedType} as {Port.Name}, but elements of type {type} were given.", parameter);
        }

        if (found != expected)
        {
            throw new ArgumentException(
                $"Expected {expected} elements as {Port.Name} ({Port.Steps} steps of {Port.StepLength} in each row), but {found} were given.", parameter);
        }
    }
}
