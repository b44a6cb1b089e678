namespace RnnCompiler.CompilerServices;

/// <summary>Selection of the masks of dropout of one training pass.</summary>
/// <param name="Updates">Number of updates so far.</param>
/// <param name="FirstRow">The number of the first row: rows of earlier calls of the same update come before it.</param>
/// <param name="AreMeans">Whether each mask is its mean, as in inference.</param>
internal readonly record struct MaskSelection(long Updates, int FirstRow = 0, bool AreMeans = false);
