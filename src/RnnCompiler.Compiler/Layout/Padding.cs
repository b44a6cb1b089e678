namespace RnnCompiler.Compiler.Layout;

/// <summary>Padding of storage: vectors and rows of matrices begin at multiples of a block, whatever the vector width, so that no offset depends on the target.</summary>
public static class Padding
{
    /// <summary>Floats of a block: the widest vector.</summary>
    public const int Block = 16;

    /// <summary>Returns a length rounded up to whole blocks.</summary>
    public static int Pad(int length) => (length + Block - 1) / Block * Block;
}
