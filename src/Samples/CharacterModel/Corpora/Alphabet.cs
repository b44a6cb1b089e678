namespace CharacterModel.Corpora;

/// <summary>The characters that the network knows: the printable ones of ASCII, the end of a line, and one id for all others.</summary>
internal static class Alphabet
{
    /// <summary>Number of ids.</summary>
    public const int Count = Other + 1;

    /// <summary>The id of the end of a line.</summary>
    public const int EndOfLine = Last - First + 1;

    private const int Other = EndOfLine + 1;
    private const char First = ' ';
    private const char Last = '~';
    private const char Replacement = '\uFFFD';

    /// <summary>Returns the id of a character.</summary>
    public static int Id(char character) => character switch
    {
        >= First and <= Last => character - First,
        '\n' => EndOfLine,
        _ => Other,
    };

    /// <summary>Returns the character of an id; the replacement character of Unicode for those that have none of their own.</summary>
    public static char Character(int id) => id switch
    {
        >= 0 and < EndOfLine => (char)(First + id),
        EndOfLine => '\n',
        _ => Replacement,
    };

    /// <summary>Returns the ids of a text; carriage returns are left out.</summary>
    public static int[] Ids(string text) => [.. text.Where(static c => c != '\r').Select(Id)];

    /// <summary>Returns the text of ids.</summary>
    public static string Text(ReadOnlySpan<int> ids)
    {
        char[] characters = new char[ids.Length];
        for (int i = 0; i < ids.Length; i++)
            characters[i] = Character(ids[i]);
        return new string(characters);
    }
}
