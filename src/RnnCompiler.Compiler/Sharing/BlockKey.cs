namespace RnnCompiler.Compiler.Sharing;

/// <summary>Key of a block's shape, as a list of numbers and names. Blocks with equal keys have the same shape.</summary>
internal sealed class BlockKey : IEquatable<BlockKey>
{
    private readonly List<long> _numbers = [];
    private readonly List<string> _names = [];

    /// <summary>Appends a number.</summary>
    public void Add(long number) => _numbers.Add(number);

    /// <summary>Appends a name.</summary>
    public void Add(string name)
    {
        _numbers.Add(long.MinValue);
        _names.Add(name);
    }

    /// <inheritdoc/>
    public bool Equals(BlockKey? other) => other is not null && _numbers.SequenceEqual(other._numbers) && _names.SequenceEqual(other._names, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BlockKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = _names.Count;
        for (int i = 0; i < _numbers.Count; i++)
            hash = unchecked((hash * 31) + (int)_numbers[i]);
        return hash;
    }
}
