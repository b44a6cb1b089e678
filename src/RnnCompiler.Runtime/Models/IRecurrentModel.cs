namespace RnnCompiler;

/// <summary>Members of each compiled model that do not depend on its input: declaration, parameters and weight files.</summary>
/// <typeparam name="TSelf">The model.</typeparam>
public interface IRecurrentModel<TSelf> : IDisposable
    where TSelf : IRecurrentModel<TSelf>
{
    /// <summary>The declaration as text; tools and the interpreted runtime read it.</summary>
    static abstract string Declaration { get; }

    /// <summary>The canonical parameters in declaration order.</summary>
    static abstract IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>
    /// The states of a row in their order: layer by layer, in a recurrent layer level by level, the forward direction before the reverse one, in a direction those of
    /// the cell. Reductions over time have states too.
    /// </summary>
    static abstract IReadOnlyList<ModelParameter> States { get; }

    /// <summary>Creates a model with parameters drawn from PyTorch's distributions: the same bits on each machine.</summary>
    /// <param name="seed">The seed of the draw.</param>
    static abstract TSelf Create(ulong seed);

    /// <summary>Creates a model from a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A new model.</returns>
    /// <exception cref="WeightFileException">The file is malformed, of another format, or does not fit the model; the message lists all problems.</exception>
    static abstract TSelf Load(string path);

    /// <summary>Creates a model from a safetensors file with other names, or with more tensors than the model needs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <returns>A new model.</returns>
    /// <exception cref="WeightFileException">The file is malformed, of another format, or does not fit the model; the message lists all problems.</exception>
    static abstract TSelf Load(string path, LoadOptions? options);

    /// <summary>Creates a model from a stream that contains a safetensors file.</summary>
    /// <param name="stream">The stream, at the first byte of the file; it is left open, after the last byte.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <returns>A new model.</returns>
    /// <exception cref="WeightFileException">The file is malformed, of another format, or does not fit the model; the message lists all problems.</exception>
    static abstract TSelf Load(Stream stream, LoadOptions? options = null);

    /// <summary>Creates a model from a safetensors file in memory.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <returns>A new model.</returns>
    /// <exception cref="WeightFileException">The file is malformed, of another format, or does not fit the model; the message lists all problems.</exception>
    static abstract TSelf Load(ReadOnlySpan<byte> data, LoadOptions? options = null);

    /// <summary>Replaces all parameters by those of a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the model is unchanged.</exception>
    void LoadParameters(string path, LoadOptions? options = null);

    /// <summary>Replaces all parameters by those of a safetensors file in a stream.</summary>
    /// <param name="stream">The stream, at the first byte of the file; it is left open, after the last byte.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the model is unchanged.</exception>
    void LoadParameters(Stream stream, LoadOptions? options = null);

    /// <summary>Replaces all parameters by those of a safetensors file in memory.</summary>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the model is unchanged.</exception>
    void LoadParameters(ReadOnlySpan<byte> data, LoadOptions? options = null);

    /// <summary>Copies all parameters of another model of this class.</summary>
    /// <param name="other">The other model.</param>
    void CopyParametersFrom(TSelf other);

    /// <summary>Copies a parameter into a span, in canonical layout.</summary>
    /// <param name="name">Canonical name of the parameter.</param>
    /// <param name="destination">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    void ReadParameter(string name, Span<float> destination);

    /// <summary>Replaces a parameter, in canonical layout.</summary>
    /// <param name="name">Canonical name of the parameter.</param>
    /// <param name="source">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    void WriteParameter(string name, ReadOnlySpan<float> source);

    /// <summary>Writes all parameters to a safetensors file, atomically: the file is the old one or the new one.</summary>
    /// <param name="path">The file; an existing file, or the target of a symbolic link, is replaced.</param>
    /// <exception cref="WeightFileException">The path is a folder, a device, a pipe or a socket.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    void Save(string path);

    /// <summary>Writes all parameters to a stream, in the format of a safetensors file.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    void Save(Stream stream);
}
