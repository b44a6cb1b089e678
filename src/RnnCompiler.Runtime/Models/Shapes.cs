namespace RnnCompiler;

/// <summary>Text of shapes in messages.</summary>
internal static class Shapes
{
    public static string Format<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape)}]";
}
