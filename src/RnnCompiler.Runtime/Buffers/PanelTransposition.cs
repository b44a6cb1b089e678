using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>Copies packed weights into the transposed layout that products with the transpose read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PanelTransposition
{
    private const int Block = 16;

    /// <summary>
    /// Writes the transposed copy of a [rows, columns] weight. Source element (j, k) lies at
    /// sourceOffset + (j / 16) · blockStride + j % 16 + k · columnStride, its copy at targetOffset + (k / 16) · rows · 16 + j · 16 + k % 16.
    /// Lanes beyond the last column become 0.
    /// </summary>
    /// <param name="parameters">The packed parameters.</param>
    /// <param name="sourceOffset">The weight's first float among them.</param>
    /// <param name="blockStride">From one block of 16 rows to the next.</param>
    /// <param name="columnStride">From one column to the next.</param>
    /// <param name="rows">Rows of the weight.</param>
    /// <param name="columns">Columns of the weight.</param>
    /// <param name="panels">The transposed weights.</param>
    /// <param name="targetOffset">The copy's first float among them.</param>
    public static void Transpose(
        ref float parameters, int sourceOffset, int blockStride, int columnStride, int rows, int columns, ref float panels, int targetOffset)
    {
        for (int k0 = 0; k0 < columns; k0 += Block)
        {
            int width = Math.Min(Block, columns - k0);
            ref float panel = ref Unsafe.Add(ref panels, targetOffset + k0 * rows);
            for (int j0 = 0; j0 < rows; j0 += Block)
            {
                int height = Math.Min(Block, rows - j0);
                ref float source = ref Unsafe.Add(ref parameters, sourceOffset + j0 / Block * blockStride + k0 * columnStride);
                ref float target = ref Unsafe.Add(ref panel, j0 * Block);
                for (int j = 0; j < height; j++)
                {
                    for (int k = 0; k < Block; k++)
                        Unsafe.Add(ref target, j * Block + k) = k < width ? Unsafe.Add(ref source, j + k * columnStride) : 0;
                }
            }
        }
    }
}
