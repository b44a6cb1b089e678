using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnCompiler.CompilerServices;

/// <summary>
/// The parameters of one model in the packed layout of its kernels. Padding is always 0. If the model declares quantised or bfloat16 weights, their
/// copies are rounded again whenever parameters change.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterStore
{
    private readonly AlignedBuffer _buffer;
    private readonly AlignedBuffer _reduced;

    /// <summary>Creates the storage of a model, all 0.</summary>
    /// <param name="layout">Parameters and their layout.</param>
    public ParameterStore(ModelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        _buffer = new AlignedBuffer(layout.StorageLength);
        _reduced = new AlignedBuffer(layout.ReducedLength);
    }

    /// <summary>Parameters and their layout.</summary>
    public ModelLayout Layout { get; }

    /// <summary>The first float of packed storage.</summary>
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _buffer.Reference;
    }

    /// <summary>The first word of the weights of reduced precision, which inference reads, as a float.</summary>
    public ref float Reduced
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _reduced.Reference;
    }

    /// <summary>The first byte of the weights of reduced precision.</summary>
    public ref sbyte ReducedBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.As<float, sbyte>(ref _reduced.Reference);
    }

    /// <summary>Sets the weights of a frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetWeights(ref KernelFrame frame)
    {
        frame.Parameters = ref Reference;
        frame.Reduced = ref Reduced;
        frame.Bytes = ref ReducedBytes;
    }

    /// <summary>Sets the weights of a frame of one step of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BeginStep(ref KernelFrame frame)
    {
        SetWeights(ref frame);
        frame.Rows = 1;
        frame.Steps = 1;
    }

    /// <summary>Packed storage, with padding. Call <see cref="RenewReduced()"/> after writing to it.</summary>
    public Span<float> Span => _buffer.Span;

    /// <summary>Copies a parameter into a span, in canonical layout.</summary>
    /// <param name="name">Canonical name of the parameter.</param>
    /// <param name="destination">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    public void Read(string name, Span<float> destination) => Read(name, _buffer.Span, destination);

    /// <summary>Copies out of a buffer that is packed as the parameters are, such as a gradient.</summary>
    /// <param name="name">The canonical name of the parameter.</param>
    /// <param name="packed">The buffer.</param>
    /// <param name="destination">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or a length differs.</exception>
    public void Read(string name, ReadOnlySpan<float> packed, Span<float> destination)
    {
        ParameterLayout parameter = Layout.Find(name);
        Guard.Length(packed.Length, Layout.StorageLength, nameof(packed));
        Guard.Length(destination.Length, parameter.Length, nameof(destination));
        Unpack(parameter, packed, destination);
    }

    /// <summary>Replaces a parameter, in canonical layout.</summary>
    /// <param name="name">Canonical name of the parameter.</param>
    /// <param name="source">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or the length differs.</exception>
    public void Write(string name, ReadOnlySpan<float> source)
    {
        ParameterLayout parameter = Layout.Find(name);
        Guard.Length(source.Length, parameter.Length, nameof(source));
        Pack(parameter, source, _buffer.Span);
        foreach (ref readonly ReducedPanel panel in Layout.Reduced.AsSpan())
        {
            if (Holds(panel, parameter))
                ReducedWeights.Round(panel, _buffer.Span, _reduced.Span);
        }
    }

    /// <summary>Rounds the weights that inference reads in a reduced format again.</summary>
    public void RenewReduced()
    {
        foreach (ref readonly ReducedPanel panel in Layout.Reduced.AsSpan())
            ReducedWeights.Round(panel, _buffer.Span, _reduced.Span);
    }

    /// <summary>
    /// Draws all parameters from their distributions with a <see cref="ParameterGenerator"/>: tensor by tensor in declaration order, each
    /// row by row. The same seed gives the same bits on every machine.
    /// </summary>
    /// <param name="seed">The seed.</param>
    public void Initialize(ulong seed)
    {
        ParameterGenerator generator = new(seed);
        foreach (ParameterLayout parameter in Layout.Layouts)
        {
            float[] values = new float[parameter.Length];
            generator.Fill(values, parameter.Initialization, parameter.Bound, parameter.Columns);
            Pack(parameter, values, _buffer.Span);
        }

        RenewReduced();
    }

    /// <summary>Creates the storage of a model from a safetensors file.</summary>
    /// <param name="layout">Parameters and their layout.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit.</exception>
    public static ParameterStore Load(ModelLayout layout, string path, LoadOptions? options)
    {
        ParameterStore store = new(layout);
        store.Load(path, options);
        return store;
    }

    /// <inheritdoc cref="Load(ModelLayout, string, LoadOptions?)"/>
    /// <param name="layout">Parameters and their layout.</param>
    /// <param name="stream">A stream at the first byte of the file; it is left open, after the last byte.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    public static ParameterStore Load(ModelLayout layout, Stream stream, LoadOptions? options)
    {
        ParameterStore store = new(layout);
        store.Load(stream, options);
        return store;
    }

    /// <inheritdoc cref="Load(ModelLayout, string, LoadOptions?)"/>
    /// <param name="layout">Parameters and their layout.</param>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    public static ParameterStore Load(ModelLayout layout, ReadOnlySpan<byte> data, LoadOptions? options)
    {
        ParameterStore store = new(layout);
        store.Load(data, options);
        return store;
    }

    /// <summary>Writes all parameters to a safetensors file, atomically: the file is the old one or the new one.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="WeightFileException">The path is a folder, a device, a pipe or a socket.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes all parameters to a stream, in the format of a safetensors file.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    public void Save(Stream stream) => ModelWeights.Save(Layout, stream, parameter =>
    {
        float[] values = new float[parameter.Length];
        Read(parameter.Name, values);
        return values;
    });

    /// <summary>Replaces all parameters by those of a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    /// <exception cref="WeightFileException">The file is malformed or does not fit; the parameters are unchanged.</exception>
    public void Load(string path, LoadOptions? options = null) => Replace(WeightSource.Read(path, reader => ModelWeights.Read<float>(Layout, reader, options)));

    /// <inheritdoc cref="Load(string, LoadOptions?)"/>
    /// <param name="stream">A stream at the first byte of the file; it is left open, after the last byte.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    public void Load(Stream stream, LoadOptions? options = null) => Replace(WeightSource.Read(stream, reader => ModelWeights.Read<float>(Layout, reader, options)));

    /// <inheritdoc cref="Load(string, LoadOptions?)"/>
    /// <param name="data">The bytes of the file.</param>
    /// <param name="options">Maps the names of the file to those of the model; null if they are equal.</param>
    public void Load(ReadOnlySpan<byte> data, LoadOptions? options = null) => Replace(WeightSource.Read(data, reader => ModelWeights.Read<float>(Layout, reader, options)));

    /// <summary>Copies all parameters of another model of the same class.</summary>
    /// <param name="other">Its storage.</param>
    /// <exception cref="ArgumentException">It is the storage of another declaration.</exception>
    public void CopyFrom(ParameterStore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Layout.Declaration != other.Layout.Declaration || Layout.StorageLength != other.Layout.StorageLength)
            throw new ArgumentException("Expected parameters of a model of the same declaration, but those of another were given.", nameof(other));

        other.Span.CopyTo(Span);
        RenewReduced();
    }

    // All tensors are read before the first parameter is written.
    private void Replace(float[][] values)
    {
        for (int i = 0; i < values.Length; i++)
            Pack(Layout.Layouts[i], values[i], _buffer.Span);

        RenewReduced();
    }

    private static bool Holds(in ReducedPanel panel, ParameterLayout parameter)
    {
        foreach (PackedSlice slice in parameter.Slices)
        {
            if (slice.IsPartOf(panel))
                return true;
        }

        return false;
    }

    private static void Unpack(ParameterLayout parameter, ReadOnlySpan<float> packed, Span<float> canonical)
    {
        foreach (PackedSlice slice in parameter.Slices)
        {
            for (int row = 0; row < slice.Rows; row++)
            {
                Span<float> target = canonical.Slice((slice.RowStart + row) * parameter.Columns, slice.Columns);
                int index = slice.IndexOf(row, 0);
                for (int column = 0; column < target.Length; column++)
                    target[column] = packed[index + parameter.ColumnOf(column) * slice.ColumnStride];
            }
        }
    }

    private static void Pack(ParameterLayout parameter, ReadOnlySpan<float> canonical, Span<float> packed)
    {
        foreach (PackedSlice slice in parameter.Slices)
        {
            for (int row = 0; row < slice.Rows; row++)
            {
                ReadOnlySpan<float> source = canonical.Slice((slice.RowStart + row) * parameter.Columns, slice.Columns);
                int index = slice.IndexOf(row, 0);
                for (int column = 0; column < source.Length; column++)
                    packed[index + parameter.ColumnOf(column) * slice.ColumnStride] = source[column];
            }
        }
    }
}
