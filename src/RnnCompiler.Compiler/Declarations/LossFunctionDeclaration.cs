using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>
/// Loss of one example as a graph of its own: inputs that are the outputs of the network in order, then inputs that are the targets in the same order, then operations
/// without parameters. The last node is the loss, one vector of size 1. The loss of a batch is the weighted mean over rows of at least one step.
/// </summary>
/// <param name="Layers">The inputs, then the operations in the order in which they apply.</param>
public sealed record LossFunctionDeclaration(EquatableArray<LayerDeclaration> Layers)
{
    /// <summary>Gets the inputs: outputs of the network, then targets.</summary>
    public IReadOnlyList<InputDeclaration> Inputs => [.. Layers.TakeWhile(static layer => layer is InputDeclaration).Cast<InputDeclaration>()];

    /// <summary>Gets the targets, the second half of the inputs.</summary>
    public IReadOnlyList<InputDeclaration> Targets => [.. Inputs.Skip(Inputs.Count / 2)];

    /// <summary>Returns the name of an input: <c>output</c>, <c>output_1</c> … in order, then <c>target</c>, <c>target_1</c> …</summary>
    /// <param name="isTarget">Whether the input is a target.</param>
    /// <param name="place">Its place among outputs, or among targets.</param>
    public static string NameOf(bool isTarget, int place)
    {
        string kind = isTarget ? "target" : "output";
        return place == 0 ? kind : FormattableString.Invariant($"{kind}_{place}");
    }

    /// <summary>Returns the loss function as a network of its own, without outputs by name.</summary>
    /// <param name="model">The declaration that has the loss function.</param>
    internal ModelDeclaration AsNetwork(ModelDeclaration model) => model with { InputSize = 0, Layers = Layers, Outputs = default, LossFunction = null };
}

/// <summary>A loss of an output and a target, of one example: its mean over steps and features, where a step of class −1 does not count. It belongs to a loss function.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Delta">The absolute error above which the Huber loss is linear; 1 for other losses.</param>
/// <param name="Name">The name in the declaration.</param>
public sealed record LossTermDeclaration(Loss Loss, double Delta, string? Name) : LayerDeclaration(Name);
