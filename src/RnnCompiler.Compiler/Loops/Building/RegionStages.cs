using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Regions by stage and number of lanes, and the first stage at which each value can be read.</summary>
internal sealed class RegionStages
{
    private readonly Dictionary<Value, Availability> _available = [];
    private readonly SortedDictionary<(int Stage, int Order), RegionDraft> _drafts = [];
    private readonly Dictionary<int, int> _orderOfLength = [];

    /// <summary>The regions in order of execution.</summary>
    public IEnumerable<RegionDraft> Drafts => _drafts.Values;

    /// <summary>Gets the region of a stage and a number of lanes, which may be new.</summary>
    public RegionDraft Draft(int stage, int length)
    {
        int order = OrderOf(length);
        if (!_drafts.TryGetValue((stage, order), out RegionDraft? draft))
            _drafts[(stage, order)] = draft = new RegionDraft(length);
        return draft;
    }

    /// <summary>Gets the region that computes a value, or that can read its lanes first.</summary>
    public RegionDraft DraftOf(Value value) => Draft(RegisterOrMemory(value), value.Type.Rows);

    /// <summary>Whether the region of a stage and a number of lanes has matrix products.</summary>
    public bool HasProducts(int stage, int length) => _drafts.TryGetValue((stage, OrderOf(length)), out RegionDraft? draft)
        && draft.Equations.Any(static e => OperationTraits.Of(e.Kind).IsProduct);

    /// <summary>Records at which stages a value can be read.</summary>
    /// <param name="value">The value.</param>
    /// <param name="register">The stage of the region that has it in a register; null if none has.</param>
    /// <param name="memory">The first stage that can read it from memory.</param>
    public void Set(Value value, int? register, int memory) => _available[value] = new Availability(register, memory);

    /// <summary>Gets the stage of the region that has a value in a register; null if none has.</summary>
    public int? Register(Value value) => _available[value].Register;

    /// <summary>Gets the first stage at which single lanes of a value can be read, from a register or from memory.</summary>
    public int RegisterOrMemory(Value value) => _available.TryGetValue(value, out Availability? available) ? available.Register ?? available.Memory : 0;

    /// <summary>Gets the first stage at which a value can be read from memory.</summary>
    public int Memory(Value value) => _available.TryGetValue(value, out Availability? available) ? available.Memory : 0;

    private int OrderOf(int length)
    {
        if (!_orderOfLength.TryGetValue(length, out int order))
            _orderOfLength[length] = order = _orderOfLength.Count;
        return order;
    }

    private sealed record Availability(int? Register, int Memory);
}
