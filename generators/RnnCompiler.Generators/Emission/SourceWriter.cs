using System.Text;

namespace RnnCompiler.Generators.Emission;

/// <summary>Writes indented C#. Lines end in <c>'\n'</c> on each platform, so that the same declaration gives the same text.</summary>
/// <param name="indent">The indentation of one level: spaces in files that people read, a tab in kernels, which are long and deeply nested.</param>
internal sealed class SourceWriter(string indent = "    ")
{

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one line at the current depth; an empty line gets no indentation.</summary>
    public void WriteLine(string line)
    {
        if (line.Length > 0)
        {
            for (int level = 0; level < _depth; level++)
                _text.Append(indent);
            _text.Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Writes an empty line.</summary>
    public void WriteLine() => _text.Append('\n');

    /// <summary>Writes several lines at the current depth.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            WriteLine(line);
    }

    /// <summary>Writes a header, unless it is empty, and an opening brace. Disposing the result writes the closing brace.</summary>
    public IDisposable Block(string header)
    {
        if (header.Length > 0)
            WriteLine(header);
        WriteLine("{");
        _depth++;
        return new OpenBlock(this);
    }

    /// <summary>Indents lines until the result is disposed; used for continuation lines.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new OpenIndent(this);
    }

    /// <summary>Returns the written text.</summary>
    public override string ToString() => _text.ToString();

    private sealed class OpenBlock(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.WriteLine("}");
        }
    }

    private sealed class OpenIndent(SourceWriter writer) : IDisposable
    {
        public void Dispose() => writer._depth--;
    }
}
