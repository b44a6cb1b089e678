using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>What is known of the values of a function while it is scheduled: where they lie, or that they are numbers.</summary>
internal sealed class Operands
{
    private readonly Dictionary<Value, BufferView> _views = [];
    private readonly Dictionary<Value, PackedWeight> _weights = [];
    private readonly Dictionary<Value, double> _constants = [];
    private readonly HashSet<Value> _lossCotangents = [];

    /// <summary>Where a value lies; nothing if it only lives in registers.</summary>
    public BufferView? ViewOrNull(Value value) => _views.TryGetValue(value, out BufferView? view) ? view : null;

    /// <summary>Where a value lies.</summary>
    public BufferView View(Value value) =>
        ViewOrNull(value) ?? throw new InvalidOperationException($"{value} is needed in memory, but nothing stored it there.");

    /// <summary>Where a weight lies.</summary>
    public PackedWeight Weight(Value value) =>
        _weights.TryGetValue(value, out PackedWeight? weight) ? weight : throw new InvalidOperationException($"{value} is used as a weight, but is none.");

    /// <summary>Whether a value is a weight.</summary>
    public bool IsWeight(Value value) => _weights.ContainsKey(value);

    /// <summary>Whether a value is a number known now.</summary>
    public bool TryConstant(Value value, out double number) => _constants.TryGetValue(value, out number);

    /// <summary>Whether a value is the run-time cotangent of the loss.</summary>
    public bool IsLossCotangent(Value value) => _lossCotangents.Contains(value);

    /// <summary>Whether a value can be had before anything is computed.</summary>
    public bool IsKnown(Value value) => _views.ContainsKey(value) || _weights.ContainsKey(value) || _constants.ContainsKey(value) || _lossCotangents.Contains(value);

    public void SetView(Value value, BufferView view) => _views[value] = view;

    public void SetWeight(Value value, PackedWeight weight) => _weights[value] = weight;

    public void SetConstant(Value value, double number) => _constants[value] = number;

    public void SetLossCotangent(Value value) => _lossCotangents.Add(value);

    /// <summary>Forgets what was known of the values of a body, which may be scheduled again.</summary>
    public void Forget(Value value)
    {
        _views.Remove(value);
        _weights.Remove(value);
        _constants.Remove(value);
        _lossCotangents.Remove(value);
    }

    /// <summary>Makes one value known as another is: a parameter of a body by its argument.</summary>
    public void Alias(Value value, Value source)
    {
        Forget(value);
        if (_views.TryGetValue(source, out BufferView? view))
            _views[value] = view;
        if (_weights.TryGetValue(source, out PackedWeight? weight))
            _weights[value] = weight;
        if (_constants.TryGetValue(source, out double number))
            _constants[value] = number;
        if (_lossCotangents.Contains(source))
            _lossCotangents.Add(value);
    }
}
