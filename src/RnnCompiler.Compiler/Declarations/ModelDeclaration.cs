using RnnCompiler.Compiler.Collections;

namespace RnnCompiler.Compiler.Declarations;

/// <summary>One of several outputs of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The node whose value it is.</param>
public sealed record OutputDeclaration(string Name, int Node);

/// <summary>Declaration of a network. Both front ends create it, and it is the only input of the compiler.</summary>
/// <param name="Name">The simple name of the declared class, for messages and printed IR.</param>
/// <param name="InputSize">The number of features per step; 0 if the first layer is an embedding.</param>
/// <param name="SequenceLength">The number of steps per sequence.</param>
/// <param name="Loss">The loss that training minimises.</param>
/// <param name="HuberDelta">The absolute error above which the Huber loss is linear.</param>
/// <param name="Layers">The layers in the order in which they apply.</param>
/// <param name="Weights">The format of matrices in inference.</param>
public sealed record ModelDeclaration(
    string Name,
    int InputSize,
    int SequenceLength,
    Loss Loss,
    float HuberDelta,
    EquatableArray<LayerDeclaration> Layers,
    WeightFormat Weights = WeightFormat.Float32)
{
    /// <summary>Gets whether products with int8 matrices round their vectors to 8 bits too, and add integers.</summary>
    public bool IntegerProducts { get; init; }

    /// <summary>Gets the accuracy of tanh and the logistic function in kernels.</summary>
    public ActivationAccuracy Activations { get; init; }

    /// <summary>Gets how far loops over time are unrolled.</summary>
    public Unroll Unroll { get; init; }

    /// <summary>Gets the unroll factor of loops over time; 0 if <see cref="Unroll"/> decides.</summary>
    public int UnrollFactor { get; init; }

    /// <summary>Gets the outputs by name; empty if the last node is the only one, as in a chain.</summary>
    public EquatableArray<OutputDeclaration> Outputs { get; init; }

    /// <summary>Gets the loss function, which takes the place of <see cref="Loss"/>; null for a loss by name.</summary>
    public LossFunctionDeclaration? LossFunction { get; init; }

    /// <summary>Gets the nodes that are outputs, in order.</summary>
    public IReadOnlyList<int> OutputNodes => Outputs.Count == 0 ? [Layers.Count] : [.. Outputs.Select(static output => output.Node)];

    /// <summary>Gets whether layers declare the inputs; else node 0 is the only one.</summary>
    public bool NamesInputs => Layers.Count > 0 && Layers[0] is InputDeclaration;

    /// <summary>Gets the input that the network writes itself; null if it is given all of them.</summary>
    public InputDeclaration? Generated
    {
        get
        {
            for (int i = 0; i < Layers.Count && Layers[i] is InputDeclaration input; i++)
            {
                if (input.Generated is not null)
                    return input;
            }

            return null;
        }
    }

    /// <summary>Gets whether the network has one input and one output without a name, as a chain has.</summary>
    public bool IsPlain => !NamesInputs && Outputs.Count == 0;

    /// <summary>Gets whether the input is one token id per step.</summary>
    public bool HasTokenInput => Vocabulary > 0;

    /// <summary>Gets the number of token ids; 0 if the input is features.</summary>
    public int Vocabulary
    {
        get
        {
            // Calls of models ask for it, so that nothing is allocated here.
            for (int i = 0; i < Layers.Count; i++)
            {
                if (Layers[i] is EmbeddingDeclaration embedding && (embedding.From.Count == 0 ? i : embedding.From[0]) == 0)
                    return Math.Max(embedding.Vocabulary, 1);
            }

            return 0;
        }
    }

    /// <summary>Gets whether targets are class ids.</summary>
    public bool HasClassTargets => LossFunction is { } function ? function.Targets is [{ IsIds: true }, ..] : Loss == Loss.CrossEntropy;

    /// <summary>Returns whether an output by itself is compared with a target by a loss: the declared one, or one that the loss function calls.</summary>
    public bool Applies(Loss loss) => LossFunction is { } function
        ? function.Layers.Where((layer, i) => layer is LossTermDeclaration term && term.Loss == loss && NetworkGraph.Operands(layer, i)[0] <= function.Inputs.Count / 2).Any()
        : Loss == loss;

    /// <summary>Returns the length groups of the inputs of the loss function: those of the outputs, which targets share.</summary>
    /// <param name="graph">The graph of this declaration.</param>
    internal IEnumerable<int> LossGroups(NetworkGraph graph) => OutputNodes.Concat(OutputNodes).Select(graph.GroupOf);

    /// <summary>Gets whether a stream can be computed step by step: nothing at a step depends on later steps.</summary>
    public bool IsStreaming => new NetworkGraph(this).IsStreaming;
}
