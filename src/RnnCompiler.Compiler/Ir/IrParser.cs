namespace RnnCompiler.Compiler.Ir;

/// <summary>
/// Parser of what <see cref="IrPrinter"/> writes: printing the result gives the same text. It checks the grammar and that values are defined before they are
/// read; <see cref="IrVerifier"/> checks whether the program is well formed.
/// </summary>
public static class IrParser
{
    /// <summary>Reads a function.</summary>
    /// <exception cref="IrFormatException">The text is not that of a function. No text causes any other exception.</exception>
    public static Function ParseFunction(string text)
    {
        IrReader reader = new(text);
        Function function = new FunctionParser(reader, null).Parse("function");
        reader.End();
        return function;
    }

    /// <summary>Reads one or more items, separated by commas.</summary>
    internal static List<T> List<T>(IrReader reader, Func<IrReader, T> item)
    {
        List<T> items = [item(reader)];
        while (reader.TryMark(','))
            items.Add(item(reader));
        return items;
    }
}
