namespace RnnCompiler.Networks;

/// <summary>
/// Declaration of a network as text, which the interpreted runtime and tools read. <see cref="NetworkBuilder"/> and compiled models have the same text for the same network.
/// </summary>
public sealed class NetworkDeclaration
{
    internal NetworkDeclaration(string text) => Text = text;

    /// <summary>
    /// The text: a line for the model, then one for each input that the first line does not declare, each layer, and each of several outputs; lines end with '\n'.
    /// </summary>
    public string Text { get; }

    /// <summary>Returns the declaration that a compiled model has.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    public static NetworkDeclaration Of<TModel>()
        where TModel : IRecurrentModel<TModel> => new(TModel.Declaration);

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
