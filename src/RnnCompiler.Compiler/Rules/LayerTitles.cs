using RnnCompiler.Compiler.Declarations;

namespace RnnCompiler.Compiler.Rules;

/// <summary>
/// What messages call the layers of a declaration: by default their names in the declaration and their attributes. A front end that reads source code derives from it
/// and takes the words of that source.
/// </summary>
/// <param name="layers">The layers.</param>
public class LayerTitles(IReadOnlyList<LayerDeclaration> layers)
{
    /// <summary>Returns the title of a node, the value that a layer computes: its name in quotes.</summary>
    public virtual string Node(int node) => node == 0 ? "the input" : $"\"{LayerNames.Resolve(layers)[node - 1]}\"";

    /// <summary>Returns the title of the operation of a layer, such as add.</summary>
    public virtual string Operation(int layer) => LayerNames.Kind(layers[layer]);

    /// <summary>Returns the title of what declares a layer, such as [Gru].</summary>
    public virtual string Declaration(int layer) => $"[{DeclarationMessages.AttributeName(layers[layer])}]";

    /// <summary>Returns the title of a layer whose declared name is at fault: its position and what declares it.</summary>
    public virtual string Position(int layer) => FormattableString.Invariant($"layer {layer + 1}, {Declaration(layer)}");

    /// <summary>Returns the title of the layer that computes a node, if it is one of another kind than expected.</summary>
    public virtual string Unexpected(int node) => node == 0 ? "no layer before it" : Declaration(node - 1);

    /// <summary>Returns how a declaration spells a kind of layer, given the name of its attribute.</summary>
    public virtual string Kind(string attribute) => $"[{attribute}]";

    /// <summary>Returns how a declaration spells that a setting is true.</summary>
    public virtual string Setting(string name) => $"{name} = true";
}
