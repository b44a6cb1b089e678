using System.Runtime.CompilerServices;

namespace RnnCompiler.Networks;

/// <content>Loss functions, which compute the loss of one example from outputs and targets.</content>
public sealed partial class NetworkBuilder
{
    /// <summary>
    /// Features of the target of a loss function of one output and one target, or its number of class ids; 0, the default, for the size of the output. It is set before the
    /// loss function.
    /// </summary>
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
        Set((ports, size) => loss(ports.Sequence(NodeNames.Output), ports.SequenceTarget(NodeNames.Output, size)));
    }

    /// <summary>Sets the loss function of one output at each step and a class id at each step; −1 is no class.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    [OverloadResolutionPriority(1)]
    public void SetLoss(Func<Sequence, Tokens, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set((ports, size) => loss(ports.Sequence(NodeNames.Output), ports.TokensTarget(NodeNames.Output, size)));
    }

    /// <summary>Sets the loss function of one output at each step and one target of an example.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    public void SetLoss(Func<Sequence, Features, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set((ports, size) => loss(ports.Sequence(NodeNames.Output), ports.FeaturesTarget(NodeNames.Output, size)));
    }

    /// <summary>Sets the loss function of one output of an example and one target of it.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    public void SetLoss(Func<Features, Features, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set((ports, size) => loss(ports.Features(NodeNames.Output), ports.FeaturesTarget(NodeNames.Output, size)));
    }

    /// <summary>Sets the loss function of one output of an example and its class id; −1 is no class.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    public void SetLoss(Func<Features, Tokens, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Set((ports, size) => loss(ports.Features(NodeNames.Output), ports.TokensTarget(NodeNames.Output, size)));
    }

    /// <summary>Sets the loss function of any outputs, each with a target of its own, which it asks for by the names of the outputs.</summary>
    /// <inheritdoc cref="SetLoss(Func{Sequence, Sequence, Features})"/>
    /// <example><code>
    /// builder.SetLoss(ports => MeanSquaredError(ports.Sequence("path"), ports.SequenceTarget("path"))
    ///     + 0.5 * CrossEntropy(ports.Features("kind"), ports.TokensTarget("kind")));
    /// </code></example>
    public void SetLoss(Func<LossPorts, Features> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        LossFunction = new RecordedLoss(loss, IsOfOneOutput: false);
    }

    /// <summary>Creates an input of a loss function.</summary>
    internal NetworkNode LossInput(LayerText text, NodeShape shape, string name)
    {
        NetworkNode input = new(this, shape, text, name) { HasGivenName = true };
        _inputs.Add(input);
        return input;
    }

    private void Set(Func<LossPorts, int?, Features> compute)
    {
        int? size = TargetSize > 0 ? TargetSize : null;
        LossFunction = new RecordedLoss(ports => compute(ports, size), IsOfOneOutput: true);
    }
}
