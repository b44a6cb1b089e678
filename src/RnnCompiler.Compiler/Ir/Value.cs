namespace RnnCompiler.Compiler.Ir;

/// <summary>Value in static single assignment form: defined once, by a parameter or an equation. Equality is by reference.</summary>
/// <param name="id">The id, unique within its function.</param>
/// <param name="type">The type.</param>
/// <param name="name">The name in printed IR, or <see langword="null"/>; need not be unique.</param>
public sealed class Value(int id, TensorType type, string? name = null)
{
    /// <summary>The id, unique within its function.</summary>
    public int Id { get; } = id;

    /// <summary>The type.</summary>
    public TensorType Type { get; } = type;

    /// <summary>
    /// The name in printed IR, or <see langword="null"/>; need not be unique. Only the builder of a function sets it, while the function is built.
    /// </summary>
    public string? Name { get; internal set; } = name;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"%{Id}{(Name is null ? "" : "." + Name)}: {Type}");
}
