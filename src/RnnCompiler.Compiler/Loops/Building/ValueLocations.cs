using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Packing;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Locations of the values of a function during scheduling: a view in memory, a packed weight, or a constant. A concatenation that only products read may be
/// several views. A value without a location is in registers.
/// </summary>
internal sealed class ValueLocations
{
    private readonly Dictionary<Value, BufferView> _views = [];
    private readonly Dictionary<Value, IReadOnlyList<BufferView>> _parts = [];
    private readonly Dictionary<Value, PackedWeight> _weights = [];
    private readonly Dictionary<Value, double> _constants = [];
    private readonly Dictionary<Value, StepMatrix> _matrices = [];

    /// <summary>Gets the view of a value in memory; null if it has none.</summary>
    public BufferView? ViewOrNull(Value value) => _views.TryGetValue(value, out BufferView? view) ? view : null;

    /// <summary>Gets the view of a value in memory.</summary>
    public BufferView View(Value value) =>
        ViewOrNull(value) ?? throw new InvalidOperationException($"Expected {value} in memory, but no nest stores it.");

    /// <summary>Gets the views that contain a value, one after another: one for a value that is not a concatenation.</summary>
    public IReadOnlyList<BufferView> Parts(Value value) => _parts.TryGetValue(value, out IReadOnlyList<BufferView>? parts) ? parts : [View(value)];

    /// <summary>Gets the packed weight of a value.</summary>
    public PackedWeight Weight(Value value) =>
        _weights.TryGetValue(value, out PackedWeight? weight) ? weight : throw new InvalidOperationException($"Expected {value} to be a weight, but it is not.");

    /// <summary>Gets the places of a matrix of each row; null if the value is none.</summary>
    public StepMatrix? MatrixOrNull(Value value) => _matrices.TryGetValue(value, out StepMatrix? matrix) ? matrix : null;

    /// <summary>Whether a value is a weight.</summary>
    public bool IsWeight(Value value) => _weights.ContainsKey(value);

    /// <summary>
    /// Whether a value is a weight whose products may read the parts of their operand one by one: columns that share a word are not separated, and the vector of integer
    /// products has one scale.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="parts">The lengths of the parts.</param>
    public bool CanSplit(Value value, IEnumerable<int> parts)
    {
        if (!_weights.TryGetValue(value, out PackedWeight? weight))
            return false;
        if (weight.Reduced is { IntegerProducts: true })
            return parts.Count() == 1;
        int first = 0, multiple = weight.Reduced?.PerWord ?? 1;
        foreach (int part in parts)
        {
            if (first % multiple != 0)
                return false;
            first += part;
        }

        return true;
    }

    /// <summary>Gets the number that a value is at compile time, if it is a constant.</summary>
    public bool TryConstant(Value value, out double number) => _constants.TryGetValue(value, out number);

    /// <summary>Whether a value has a location.</summary>
    public bool IsKnown(Value value) =>
        _views.ContainsKey(value) || _parts.ContainsKey(value) || _weights.ContainsKey(value) || _constants.ContainsKey(value) || _matrices.ContainsKey(value);

    public void SetView(Value value, BufferView view) => _views[value] = view;

    /// <summary>Gives a concatenation the locations of its parts; views that are adjacent in memory become one.</summary>
    public void SetParts(Value value, IEnumerable<BufferView> parts)
    {
        List<BufferView> joined = [];
        foreach (BufferView part in parts)
        {
            if (joined.Count > 0 && joined[joined.Count - 1] is var last && part == last with { LaneOffset = last.LaneOffset + last.Length, Length = part.Length })
                joined[joined.Count - 1] = last with { Length = last.Length + part.Length };
            else
                joined.Add(part);
        }

        if (joined.Count == 1)
            _views[value] = joined[0];
        else
            _parts[value] = joined;
    }

    public void SetWeight(Value value, PackedWeight weight) => _weights[value] = weight;

    public void SetConstant(Value value, double number) => _constants[value] = number;

    public void SetMatrix(Value value, StepMatrix matrix) => _matrices[value] = matrix;

    /// <summary>Removes the location of a value; a scan body may be built several times.</summary>
    public void Forget(Value value)
    {
        _views.Remove(value);
        _parts.Remove(value);
        _weights.Remove(value);
        _constants.Remove(value);
        _matrices.Remove(value);
    }

    /// <summary>Gives a value the location of another: a body parameter that of its argument.</summary>
    public void Alias(Value value, Value source)
    {
        Forget(value);
        if (_views.TryGetValue(source, out BufferView? view))
            _views[value] = view;
        if (_parts.TryGetValue(source, out IReadOnlyList<BufferView>? parts))
            _parts[value] = parts;
        if (_weights.TryGetValue(source, out PackedWeight? weight))
            _weights[value] = weight;
        if (_constants.TryGetValue(source, out double number))
            _constants[value] = number;
        if (_matrices.TryGetValue(source, out StepMatrix? matrix))
            _matrices[value] = matrix;
    }
}
