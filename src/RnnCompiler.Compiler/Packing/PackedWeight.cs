namespace RnnCompiler.Compiler.Packing;

/// <summary>Weight in packed storage.</summary>
/// <param name="Slice">The placement of its elements.</param>
/// <param name="GroupOffset">The first float of the panel that contains the weight and the other gates of its group.</param>
/// <param name="Reduced">The copy of the panel in reduced precision if products read it; else null.</param>
public sealed record PackedWeight(SlicePlacement Slice, int GroupOffset, ReducedPanelPlacement? Reduced = null)
{
    /// <summary>Gets the floats from the start of the panel to the first element of the weight.</summary>
    public int Gate => Slice.Offset - GroupOffset;
}
