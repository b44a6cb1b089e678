using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Workspace of one call; its contents between calls have no meaning.</summary>
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

    /// <summary>Number of floats.</summary>
    public int Length => _buffer.Length;

    /// <summary>All floats.</summary>
    public Span<float> Span => _buffer.Span;
}
