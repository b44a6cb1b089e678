namespace RnnCompiler;

/// <summary>What every compiled model has, whatever its input: its declaration, its parameters and its weight files.</summary>
/// <typeparam name="TSelf">The model.</typeparam>
public interface IRecurrentModel<TSelf> : IDisposable
    where TSelf : IRecurrentModel<TSelf>
{
    /// <summary>The declaration as text; tools and the interpreted runtime read it.</summary>
    static abstract string Declaration { get; }

    /// <summary>The canonical parameters in declaration order.</summary>
    static abstract IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Makes a model whose parameters are drawn from PyTorch's distributions: the same bits on every machine.</summary>
    /// <param name="seed">The seed of the draw.</param>
    static abstract TSelf Create(ulong seed);

    /// <summary>Makes a model from a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit the model.</exception>
    static abstract TSelf Load(string path);

    /// <summary>Copies a parameter out, in canonical layout.</summary>
    /// <param name="name">Its canonical name.</param>
    /// <param name="destination">As many floats as it has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    void ReadParameter(string name, Span<float> destination);

    /// <summary>Replaces a parameter, in canonical layout.</summary>
    /// <param name="name">Its canonical name.</param>
    /// <param name="source">As many floats as it has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    void WriteParameter(string name, ReadOnlySpan<float> source);

    /// <summary>Writes all parameters to a safetensors file, which appears whole or not at all.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    void Save(string path);
}
