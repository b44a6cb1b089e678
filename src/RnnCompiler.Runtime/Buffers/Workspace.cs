using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>The scratch of one call; what it holds between calls means nothing.</summary>
internal sealed class Workspace
{
    private readonly AlignedBuffer _buffer;

    internal Workspace(int length) => _buffer = new AlignedBuffer(length);

    /// <summary>The first float.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _buffer.Reference;
    }

    /// <summary>How many floats there are.</summary>
    public int Length => _buffer.Length;

    /// <summary>All floats.</summary>
    public Span<float> Span => _buffer.Span;
}
