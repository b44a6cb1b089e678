namespace RnnCompiler.Compiler.Ir;

/// <summary>A value in static single assignment form: defined once, by a parameter or an equation; identity is by reference.</summary>
/// <param name="id">Unique within its function.</param>
/// <param name="type">Its type.</param>
/// <param name="name">What a reader calls it, or <see langword="null"/>; need not be unique.</param>
public sealed class Value(int id, TensorType type, string? name = null)
{
    /// <summary>Unique within its function.</summary>
    public int Id { get; } = id;

    /// <summary>Its type.</summary>
    public TensorType Type { get; } = type;

    /// <summary>What a reader calls it, or <see langword="null"/>; need not be unique. Only the builder of a function sets it, while the function is built.</summary>
    public string? Name { get; internal set; } = name;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"%{Id}{(Name is null ? "" : "." + Name)}: {Type}");
}
