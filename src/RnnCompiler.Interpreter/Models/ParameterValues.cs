using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Parameters of a model: its canonical tensors, concatenated. A weight of the functions is a range of rows of a tensor.</summary>
internal sealed class ParameterValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ModelLayout _layout;
    private readonly Dictionary<string, Range> _weights = [];
    private readonly T[] _values;

    public ParameterValues(Module module)
    {
        _layout = CanonicalLayout(module);
        _values = new T[_layout.StorageLength];
        Dictionary<string, Value> weights = module.Loss.ParametersOf(ParameterRole.Weight).ToDictionary(static w => w.Name!);
        int start = 0;
        foreach (string key in module.Parameters.SelectMany(static p => p.Slices))
        {
            int end = checked(start + (int)weights[key].Type.ElementCount);
            _weights[key] = start..end;
            start = end;
        }
    }

    /// <summary>Gets the layout, without packing.</summary>
    public ModelLayout Layout => _layout;

    public IReadOnlyList<ModelParameter> Parameters => _layout.Parameters;

    public Span<T> All => _values;

    /// <summary>Version of the values, which is incremented when they change, so that copies can be refreshed.</summary>
    public long Version { get; private set; }

    public void Touch() => Version++;

    /// <summary>Gets the range of a weight of the functions.</summary>
    public Range Weight(string key) => _weights[key];

    /// <summary>Draws the initial floats that a generated model draws with this seed.</summary>
    public void Draw(ulong seed)
    {
        ParameterStore store = new(_layout);
        store.Initialize(seed);
        TensorPrimitives.ConvertTruncating<float, T>(store.Span[.._values.Length], _values);
        Touch();
    }

    public void Read(string name, Span<T> destination) => Read(name, _values, destination);

    /// <summary>Copies a tensor from values with the same layout, such as gradients.</summary>
    public void Read(string name, ReadOnlySpan<T> values, Span<T> destination)
    {
        ModelParameter parameter = Find(name);
        Guard.Length(destination.Length, parameter.Length, nameof(destination));
        ToCanonical(_layout.Find(name), values.Slice(parameter.Offset, parameter.Length), destination);
    }

    public void Write(string name, ReadOnlySpan<T> source)
    {
        ModelParameter parameter = Find(name);
        Guard.Length(source.Length, parameter.Length, nameof(source));
        FromCanonical(_layout.Find(name), source, All.Slice(parameter.Offset, parameter.Length));
        Touch();
    }

    /// <summary>Reads all values from a weight file; they are replaced only after all were read.</summary>
    public void Load(SafetensorsReader reader, LoadOptions? options) => Set(Read(reader, options));

    /// <summary>Reads a value for each element from a weight file.</summary>
    public T[] Read(SafetensorsReader reader, LoadOptions? options)
    {
        T[] values = new T[_values.Length];
        T[][] tensors = ModelWeights.Read<T>(_layout, reader, options);
        for (int i = 0; i < tensors.Length; i++)
            FromCanonical(_layout.Layouts[i], tensors[i], values.AsSpan(Parameters[i].Offset, Parameters[i].Length));
        return values;
    }

    /// <summary>Replaces all values.</summary>
    public void Set(ReadOnlySpan<T> values)
    {
        values.CopyTo(_values);
        Touch();
    }

    /// <summary>Writes all values as a weight file: float as F32, double as F64.</summary>
    public void Save(Stream stream) => Save(stream, _values);

    /// <summary>Writes values with the same layout, such as moments, as a weight file.</summary>
    public void Save(Stream stream, T[] values) => ModelWeights.Save(_layout, stream, parameter =>
    {
        T[] canonical = new T[parameter.Length];
        Read(parameter.Name, values, canonical);
        return canonical;
    });

    /// <summary>Copies the values of the functions to the canonical order; they differ for convolutions.</summary>
    private static void ToCanonical(ParameterLayout layout, ReadOnlySpan<T> values, Span<T> canonical)
    {
        if (layout.Taps == 1)
        {
            values.CopyTo(canonical);
            return;
        }

        for (int i = 0; i < values.Length; i++)
            canonical[i] = values[i - (i % layout.Columns) + layout.ColumnOf(i % layout.Columns)];
    }

    private static void FromCanonical(ParameterLayout layout, ReadOnlySpan<T> canonical, Span<T> values)
    {
        if (layout.Taps == 1)
        {
            canonical.CopyTo(values);
            return;
        }

        for (int i = 0; i < values.Length; i++)
            values[i - (i % layout.Columns) + layout.ColumnOf(i % layout.Columns)] = canonical[i];
    }

    private ModelParameter Find(string name)
    {
        ParameterLayout layout = _layout.Find(name);
        return _layout.Parameters[Array.IndexOf(_layout.Layouts, layout)];
    }

    /// <summary>Creates the layout without packing: rows are concatenated.</summary>
    private static ModelLayout CanonicalLayout(Module module)
    {
        List<ParameterLayout> layouts = [];
        int offset = 0;
        foreach (ParameterTensor tensor in module.Parameters)
        {
            int rows = tensor.Shape.Count > 0 ? tensor.Shape[0] : 1;
            int columns = tensor.Columns;
            PackedSlice slice = new(0, rows, columns, offset, PackedSlice.Block * columns, columns, 1);
            layouts.Add(new ParameterLayout(tensor.Name, [.. tensor.Shape], offset, Start(tensor.Initialization), tensor.Bound, [slice]) { IsFrozen = tensor.IsFrozen });
            offset = checked(offset + (int)tensor.ElementCount);
        }

        return new ModelLayout(DeclarationText.Write(module.Declaration), [.. layouts], offset);
    }

    private static ParameterInitialization Start(Initialization initialization) => initialization switch
    {
        Initialization.Uniform => ParameterInitialization.Uniform,
        Initialization.Normal => ParameterInitialization.Normal,
        Initialization.Constant => ParameterInitialization.Constant,
        Initialization.Identity => ParameterInitialization.Identity,
        Initialization.Orthogonal => ParameterInitialization.Orthogonal,
        _ => throw new NotSupportedException($"Expected an initialization that the runtime has, found {initialization}."),
    };
}
