namespace RnnCompiler;

/// <summary>Mapping of the names in a weight file to those of a model, and strictness of loading.</summary>
/// <example><code>
/// Model.Load("checkpoint.safetensors", new LoadOptions { Prefix = "model.", Rename = { ["fc"] = "dense" }, IgnoreOthers = true })
/// </code></example>
public sealed class LoadOptions
{
    /// <summary>
    /// What the names of the wanted tensors begin with, such as <c>model.</c>; it is taken off, with a dot that follows. Tensors whose names begin
    /// otherwise are not looked at. Null or empty: all tensors are.
    /// </summary>
    public string? Prefix { get; set; }

    /// <summary>
    /// From names in the file, without the prefix, to names in the model: of a layer (<c>["fc"] = "dense"</c>), of anything that a dot follows
    /// (<c>["encoder.rnn"] = "lstm"</c>), or of one tensor (<c>["fc.w"] = "dense.weight"</c>). The longest that fits applies, once. The empty key is for
    /// names without a dot, <c>[""] = "lstm"</c> for the state of an <c>nn.LSTM</c> by itself; an empty value takes the name off.
    /// </summary>
    public IDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether tensors that the model does not need are ignored; without it they are an error. Of the declaration in a file only the layers that
    /// the model has too are then compared, by name and in their order.
    /// </summary>
    public bool IgnoreOthers { get; set; }

    /// <summary>Whether the declaration that a file may hold is ignored, so that names and shapes alone decide.</summary>
    public bool IgnoreDeclaration { get; set; }
}
