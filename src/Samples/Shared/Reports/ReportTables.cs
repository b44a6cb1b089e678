using Spectre.Console;

namespace Samples;

/// <summary>Tables of reports on the console.</summary>
internal static class ReportTables
{
    /// <summary>Returns the console. A file has no width; lines that break at 80 characters would only be harder to read.</summary>
    public static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        return console;
    }

    /// <summary>Creates a table.</summary>
    /// <param name="names">The titles of its columns; a column is aligned to the right if its title begins with &gt;.</param>
    public static Table Columns(params string[] names)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string name in names)
        {
            TableColumn column = new(new Text(name.TrimStart('>'))) { NoWrap = true };
            table.AddColumn(name.StartsWith('>') ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void Row(Table table, params string[] cells) => table.AddRow(Array.ConvertAll(cells, static cell => new Text(cell)));
}
