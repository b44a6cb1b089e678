namespace RnnCompiler;

/// <summary>How shapes read in messages.</summary>
internal static class Shapes
{
    public static string Format<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape)}]";
}
