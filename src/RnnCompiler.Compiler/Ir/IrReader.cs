using System.Globalization;

namespace RnnCompiler.Compiler.Ir;

/// <summary>Reader of tokens: consumes punctuation marks, names, numbers and types, or throws <see cref="IrFormatException"/>.</summary>
internal sealed class IrReader(string text)
{
    private readonly IReadOnlyList<Token> _tokens = IrLexer.Run(text);
    private int _at;

    /// <summary>The next token, not consumed yet.</summary>
    public Token Current => _tokens[_at];

    /// <summary>Whether the next token is a given punctuation mark.</summary>
    public bool IsMark(char mark) => Current.Kind == TokenKind.Mark && Current.Text[0] == mark;

    /// <summary>Whether the next token is a given word.</summary>
    public bool IsWord(string word) => Current.Kind == TokenKind.Word && Current.Text == word;

    /// <summary>Consumes the next token; at the end of the text it returns the end again.</summary>
    public Token Take()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
            _at++;
        return token;
    }

    /// <summary>Consumes a token of a kind.</summary>
    public Token Take(TokenKind kind, string expected) => Current.Kind == kind ? Take() : throw Current.Unexpected(expected);

    /// <summary>Consumes a punctuation mark.</summary>
    public void Mark(char mark)
    {
        if (!IsMark(mark))
            throw Current.Unexpected($"'{mark}'");
        Take();
    }

    /// <summary>Consumes a punctuation mark if it is next; returns whether it was.</summary>
    public bool TryMark(char mark)
    {
        bool found = IsMark(mark);
        if (found)
            Take();
        return found;
    }

    /// <summary>Consumes a word.</summary>
    public void Word(string word)
    {
        if (!IsWord(word))
            throw Current.Unexpected($"'{word}'");
        Take();
    }

    /// <summary>Consumes a word if it is next; returns whether it was.</summary>
    public bool TryWord(string word)
    {
        bool found = IsWord(word);
        if (found)
            Take();
        return found;
    }

    /// <summary>Whether the next two tokens are given words.</summary>
    public bool IsWords(string first, string second) => IsWord(first) && _tokens[_at + 1] is { Kind: TokenKind.Word } word && word.Text == second;

    /// <summary>Consumes the start of a block: '{' and the end of the line.</summary>
    public void Open()
    {
        Mark('{');
        LineEnd();
    }

    /// <summary>Consumes the end of a block: '}' and the end of the line.</summary>
    public void Close(string expected)
    {
        if (!IsMark('}'))
            throw Current.Unexpected(expected);
        Take();
        LineEnd();
    }

    /// <summary>Consumes the <c>text</c> lines of a block: comments for human readers.</summary>
    public IReadOnlyList<string> Text()
    {
        List<string> lines = [];
        while (TryWord("text"))
        {
            lines.Add(Take(TokenKind.Quoted, "text in quotes").Text);
            LineEnd();
        }

        return lines;
    }

    /// <summary>Consumes the end of a line.</summary>
    public void LineEnd() => Take(TokenKind.LineEnd, "the end of the line");

    /// <summary>Consumes the end of the text.</summary>
    public void End() => Take(TokenKind.End, "the end of the text");

    /// <summary>Consumes a name, with or without quotes.</summary>
    public string Name() => Current.Kind == TokenKind.Quoted ? Take().Text : Take(TokenKind.Word, "a name").Text;

    /// <summary>Consumes a whole number of at least <paramref name="least"/>.</summary>
    public int Integer(int least = 0)
    {
        if (Current.Kind == TokenKind.Number && TryInteger(Current.Text, out int number) && number >= least)
        {
            Take();
            return number;
        }

        throw Current.Unexpected($"a whole number from {IrSpelling.Number(least)}");
    }

    /// <summary>Consumes a whole number after a word.</summary>
    public int LabelledInteger(string label)
    {
        Word(label);
        return Integer();
    }

    /// <summary>Consumes a whole number after a comma.</summary>
    public int NextInteger()
    {
        Mark(',');
        return Integer();
    }

    /// <summary>Consumes one of two words; returns whether it is the first.</summary>
    public bool Choice(string first, string second)
    {
        Token word = Take();
        return word.Text == first || (word.Text == second ? false : throw word.Unexpected($"'{first}' or '{second}'"));
    }

    /// <summary>Consumes a number; inf, -inf and nan are numbers too.</summary>
    public double Real()
    {
        Token token = Current;
        double? number = token.Text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            "-0" => -0.0,
            _ when token.Kind == TokenKind.Number && double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
            _ => null,
        };
        if (number is not double result || token.Kind is not (TokenKind.Word or TokenKind.Number))
            throw token.Unexpected("a number");
        Take();
        return result;
    }

    /// <summary>Consumes a type, such as f[], f[64] or i[30].</summary>
    public TensorType Type()
    {
        Token letter = Current;
        if (letter.Kind != TokenKind.Word || letter.Text is not ("f" or "i"))
            throw letter.Unexpected("a type such as f[64]");
        Take();
        ElementType element = letter.Text == "f" ? ElementType.Float : ElementType.Integer;
        Mark('[');
        if (TryMark(']'))
            return new TensorType(element, 0, 1, 1);

        int rows = Integer(1);
        TensorType type = TryMark(',') ? new(element, 2, rows, Integer(1)) : new(element, 1, rows, 1);
        Mark(']');
        return type;
    }

    /// <summary>Parses the id of a reference.</summary>
    public static int Id(Token reference) =>
        TryInteger(reference.Text, out int id) ? id : throw reference.Unexpected("the number of a value, below 2³¹");

    private static bool TryInteger(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
