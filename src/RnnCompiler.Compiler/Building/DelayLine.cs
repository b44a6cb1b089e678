using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Building;

/// <summary>The equations of layers that read steps before the current one: they carry the values of these steps, the oldest first.</summary>
internal static class DelayLine
{
    /// <summary>Returns whether a layer carries values of steps before.</summary>
    public static bool IsIn(LayerDeclaration layer) => layer is DelayDeclaration or ConvolutionDeclaration { Memory: > 0 };

    /// <summary>Returns what a layer reads at a step: the value some steps before, or the values of the taps, one after another.</summary>
    public static Expression Window(LayerDeclaration layer, Expression past, Expression x)
    {
        int size = x.Value.Type.Rows;
        return layer is ConvolutionDeclaration convolution
            ? Expression.Concat([.. Enumerable.Range(0, convolution.Kernel - 1).Select(tap => Slice(past, tap * convolution.Dilation * size, size)), x])
            : Slice(past, 0, size);
    }

    /// <summary>Returns the values of the steps before the next one.</summary>
    public static Expression Next(Expression past, Expression x)
    {
        int size = x.Value.Type.Rows, kept = past.Value.Type.Rows - size;
        return kept == 0 ? x : Expression.Concat([Slice(past, size, kept), x]);
    }

    private static Expression Slice(Expression a, int start, int length) => length == a.Value.Type.Rows ? a : Expression.Slice(a, start, length);
}
