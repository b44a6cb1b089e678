using System.Globalization;
using System.Text;

namespace RnnCompiler.Compiler.Ir;

/// <summary>Kind of a token.</summary>
internal enum TokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in quotes.</summary>
    Quoted,

    /// <summary>A number: starts with a digit or '-'.</summary>
    Number,

    /// <summary>A reference to a value: %id or %id.name.</summary>
    Reference,

    /// <summary>A reference to a buffer of a loop program: @id or @id.name.</summary>
    Buffer,

    /// <summary>A punctuation mark: one of { } [ ] : , =.</summary>
    Mark,

    /// <summary>The end of a line that has tokens.</summary>
    LineEnd,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>Token of printed IR.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">The word, the unquoted name, the number, the mark, or the digits of a reference.</param>
/// <param name="Name">The name of a reference, if it has one.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal sealed record Token(TokenKind Kind, string Text, string? Name, int Line, int Column)
{
    /// <summary>Description of the token for error messages.</summary>
    public string Description => Kind switch
    {
        TokenKind.LineEnd => "the end of the line",
        TokenKind.End => "the end of the text",
        TokenKind.Reference or TokenKind.Buffer => $"'{(Kind == TokenKind.Reference ? '%' : '@')}{Text}{(Name is null ? "" : "." + IrSpelling.Name(Name))}'",
        _ => $"'{Text}'",
    };

    /// <summary>Creates the error that something else was expected here.</summary>
    public IrFormatException Unexpected(string expected) => new(Line, Column, expected, Description);
}

/// <summary>Lexer of printed IR. Line ends terminate statements; <c>//</c> starts a comment.</summary>
internal sealed class IrLexer
{
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private IrLexer(string text) => _text = text;

    private int Column => _at - _lineStart + 1;

    /// <summary>Splits a text into tokens; the last one is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="IrFormatException">A character is not allowed, or a quoted name is malformed.</exception>
    public static IReadOnlyList<Token> Run(string text)
    {
        IrLexer lexer = new(text);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c == '\n')
                EndLine();
            else if (c is ' ' or '\t' or '\r')
                _at++;
            else if (c == '/' && Peek(1) == '/')
                SkipComment();
            else
                Next(c);
        }

        AddLineEnd();
        Add(TokenKind.End, "", null, Column);
    }

    private void Next(char c)
    {
        int column = Column;
        if (c == '%')
            Reference(TokenKind.Reference, column);
        else if (c == '@')
            Reference(TokenKind.Buffer, column);
        else if (c == '"')
            Add(TokenKind.Quoted, Quoted(), null, column);
        else if (IrSpelling.IsDigit(c) || c == '-')
            Add(TokenKind.Number, Run(static d => IrSpelling.IsNameCharacter(d) || d is '+' or '-'), null, column);
        else if (IrSpelling.IsNameCharacter(c))
            Add(TokenKind.Word, Run(IrSpelling.IsNameCharacter), null, column);
        else if (c is '{' or '}' or '[' or ']' or ':' or ',' or '=')
            Add(TokenKind.Mark, Run(1), null, column);
        else
            throw new IrFormatException(_line, column, "a name, a number, a value or a mark", $"the character U+{((int)c).ToString("X4", CultureInfo.InvariantCulture)}");
    }

    private void Reference(TokenKind kind, int column)
    {
        _at++;
        string digits = Run(IrSpelling.IsDigit);
        if (digits.Length == 0)
            throw new IrFormatException(_line, column, $"a number after '{(kind == TokenKind.Reference ? '%' : '@')}'", "none");

        string? name = null;
        if (Peek(0) == '.')
        {
            _at++;
            name = Peek(0) == '"' ? Quoted() : Run(IrSpelling.IsNameCharacter);
        }

        Add(kind, digits, name, column);
    }

    private string Quoted()
    {
        int column = Column;
        StringBuilder name = new();
        for (_at++; ; _at++)
        {
            char c = Peek(0);
            if (c is '\0' or '\n')
                throw new IrFormatException(_line, column, "a name that ends with '\"' on its line", "no end");
            if (c == '"')
                break;
            name.Append(c == '\\' ? Escape() : c);
        }

        _at++;
        return name.ToString();
    }

    /// <summary>Reads the escape sequence \", \\ or \uXXXX; leaves the position at its last character.</summary>
    private char Escape()
    {
        _at++;
        char c = Peek(0);
        if (c is '"' or '\\')
            return c;
        if (c == 'u' && _at + 4 < _text.Length
            && ushort.TryParse(_text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            _at += 4;
            return (char)code;
        }

        throw new IrFormatException(_line, Column, "one of \\\", \\\\ and \\uXXXX", "another escape");
    }

    private void EndLine()
    {
        AddLineEnd();
        _at++;
        _line++;
        _lineStart = _at;
    }

    private void AddLineEnd()
    {
        if (_tokens.Count > 0 && _tokens[_tokens.Count - 1].Kind != TokenKind.LineEnd)
            Add(TokenKind.LineEnd, "", null, Column);
    }

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private string Run(Func<char, bool> isPart)
    {
        int length = 0;
        while (_at + length < _text.Length && isPart(_text[_at + length]))
            length++;
        return Run(length);
    }

    private string Run(int length)
    {
        string run = _text.Substring(_at, length);
        _at += length;
        return run;
    }

    private char Peek(int distance) => _at + distance < _text.Length ? _text[_at + distance] : '\0';

    private void Add(TokenKind kind, string text, string? name, int column) => _tokens.Add(new Token(kind, text, name, _line, column));
}
