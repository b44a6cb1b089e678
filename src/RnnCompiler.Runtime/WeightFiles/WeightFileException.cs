namespace RnnCompiler;

/// <summary>
/// A weight file is malformed, does not fit the model that should take it, or cannot stand where it should be saved. The model and the files are
/// as they were.
/// </summary>
public sealed class WeightFileException : IOException
{
    /// <summary>Reports a file that is malformed.</summary>
    /// <param name="message">What was expected and what was found.</param>
    public WeightFileException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a file that is malformed.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="inner">Where it was noticed.</param>
    public WeightFileException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Reports a tensor that does not fit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="expected">The shape, or what else was expected.</param>
    /// <param name="found">What the file has.</param>
    public WeightFileException(string path, string tensor, string expected, string found)
        : base($"{path}: tensor '{tensor}': expected {expected}, found {found}.")
    {
        Tensor = tensor;
        Expected = expected;
        Found = found;
    }

    internal WeightFileException(string message, WeightProblem first)
        : base(message)
    {
        Tensor = first.Tensor;
        Expected = first.Expected;
        Found = first.Found;
    }

    /// <summary>The tensor, where one is at fault; the first of several.</summary>
    public string? Tensor { get; }

    /// <summary>What the model expects of the tensor, or of the first other thing that is wrong.</summary>
    public string? Expected { get; }

    /// <summary>What the file has.</summary>
    public string? Found { get; }
}
