using System.Runtime.CompilerServices;

namespace RnnCompiler.Networks;

/// <content>Loss functions, which compute the loss of one example from the output and a target.</content>
public sealed partial class NetworkBuilder
{
    /// <summary>Features of the target of a loss function, or its number of class ids; 0, the default, for the size of the output. It is set before the loss function.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 65,536.</exception>
    public int TargetSize
    {
        get;
        set => field = Expect.Index(value, Expect.LargestSize + 1, nameof(value));
    }

    /// <summary>
    /// Sets the loss function of one output at each step and a target at each step, as a method with <see cref="LossFunctionAttribute"/>. It is called when the declaration is
    /// created. The loss of a batch is the mean over rows of at least one step.
    /// </summary>
    /// <param name="loss">Computes the loss of one example, of size 1, by operations without parameters.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    [OverloadResolutionPriority(2)]
    public void SetLoss(Func<Sequence, Sequence, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set(NodeKind.Sequence, NodeKind.Sequence, (output, target) => loss(new Sequence(output), new Sequence(target)));
    }

    /// <summary>Sets the loss function of one output at each step and a class id at each step; −1 is no class.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    [OverloadResolutionPriority(1)]
    public void SetLoss(Func<Sequence, Tokens, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set(NodeKind.Sequence, NodeKind.Tokens, (output, target) => loss(new Sequence(output), new Tokens(target)));
    }

    /// <summary>Sets the loss function of one output at each step and one target of an example.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    public void SetLoss(Func<Sequence, Features, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set(NodeKind.Sequence, NodeKind.Features, (output, target) => loss(new Sequence(output), new Features(target)));
    }

    /// <summary>Sets the loss function of one output of an example and one target of it.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    public void SetLoss(Func<Features, Features, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set(NodeKind.Features, NodeKind.Features, (output, target) => loss(new Features(output), new Features(target)));
    }

    /// <summary>Sets the loss function of one output of an example and its class id; −1 is no class.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    public void SetLoss(Func<Features, Tokens, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set(NodeKind.Features, NodeKind.Tokens, (output, target) => loss(new Features(output), new Tokens(target)));
    }

    /// <summary>Creates an input of a loss function.</summary>
    internal NetworkNode LossInput(LayerText text, NodeShape shape, string name) => Input(text, shape, name);

    private void Set(NodeKind output, NodeKind target, Func<NetworkNode, NetworkNode, Features> compute) =>
        LossFunction = new RecordedLoss(output, target, TargetSize, compute);
}
