using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Modules;

/// <summary>Compiled model before scheduling: its functions over one example, and the tables of its parameters, states and noises.</summary>
/// <param name="Declaration">The declaration that it was built from.</param>
/// <param name="Sequence">Inference over a whole sequence: (input, initial states, weights) → (output, final states).</param>
/// <param name="Step">One streaming step: (input, states, weights) → (output, next states); null for models that cannot be streamed.</param>
/// <param name="Loss">Training form: (input, target, initial states, loss weights, noise, weights) → (loss of one example, final states if the model can be streamed).</param>
/// <param name="Training">Loss with its gradient: (…) → (loss, final states, NAME_bar for each weight and state, input_bar unless tokens); null before differentiation.</param>
/// <param name="Parameters">The canonical parameters in declaration order.</param>
/// <param name="States">The states of a row, in order.</param>
/// <param name="Noises">The masks that training draws, in order.</param>
public sealed record Module(
    ModelDeclaration Declaration,
    Function Sequence,
    Function? Step,
    Function Loss,
    Function? Training,
    IReadOnlyList<ParameterTensor> Parameters,
    IReadOnlyList<StateTensor> States,
    IReadOnlyList<NoiseTensor> Noises)
{
    /// <summary>Gets whether the network writes a sequence itself: the sequence function is its encoder, and the step one of its decoder.</summary>
    public bool IsDecoder => Declaration.Generated is not null;

    /// <summary>Gets the layout of the rows that the sequence function reads.</summary>
    public RowLayout InputRow => RowLayout.Inputs(Sequence);

    /// <summary>Gets the layout of the rows that loss and training read.</summary>
    public RowLayout TrainingRow => RowLayout.Inputs(Loss);

    /// <summary>Gets the layout of the rows of outputs of the sequence function.</summary>
    public RowLayout OutputRow => RowLayout.Outputs(Sequence);

    /// <summary>Gets the layout of the rows of targets.</summary>
    public RowLayout TargetRow => RowLayout.Targets(Loss);

    /// <summary>Features of the output at each step, or of the only output after a reduction over time.</summary>
    public int OutputSize => OutputType.Rank == 2 ? OutputType.Columns : OutputType.Rows;

    /// <summary>Steps of the output: the sequence length, or 1 after a reduction over time.</summary>
    public int OutputSteps => OutputType.Rank == 2 ? OutputType.Rows : 1;

    /// <summary>Whether there is an output for each step; else there is one after a reduction over time.</summary>
    public bool OutputsEachStep => OutputType.Rank == 2;

    /// <summary>Whether outputs are logits of probabilities: the loss is a binary cross entropy, and the head has no sigmoid.</summary>
    public bool OutputsAreLogits => Declaration.Applies(RnnCompiler.Loss.BinaryCrossEntropy) && HeadActivation != Activation.Sigmoid;

    /// <summary>Whether outputs are probabilities of classes: the loss is a cross entropy, and the head has a softmax. Without it, they are logits.</summary>
    public bool OutputsAreProbabilities => Declaration.Applies(RnnCompiler.Loss.CrossEntropy) && HeadActivation == Activation.Softmax;

    /// <summary>Whether each step predicts the next token: it reads a token id, has one output for each id of the vocabulary, and the loss is a cross entropy.</summary>
    public bool PredictsNextToken => Declaration.IsPlain && Step is not null && OutputsEachStep
        && Declaration.Applies(RnnCompiler.Loss.CrossEntropy) && Declaration.Vocabulary == OutputSize;

    /// <summary>Whether rows count in the mean loss of a batch, since a loss function computes the loss of each; else elements of outputs count.</summary>
    public bool CountsRows => Declaration.LossFunction is not null;

    /// <summary>Whether there is one target for each example although there is an output for each step.</summary>
    public bool HasTargetPerRow => OutputsEachStep && Declaration.LossFunction is { Targets: [{ IsOverTime: false }, ..] };

    /// <summary>Whether targets have other sizes than outputs.</summary>
    public bool TargetsDiffer => Declaration.LossFunction is { } function && (HasTargetPerRow || function.Targets[0].Size != OutputSize);

    /// <summary>The number of steps of the target: the sequence length, or 1 if there is one for each example.</summary>
    public int TargetSteps => HasTargetPerRow ? 1 : OutputSteps;

    /// <summary>The number of features of a target; 1 for class ids.</summary>
    public int TargetSize => Declaration.HasClassTargets ? 1 : Declaration.LossFunction?.Targets[0].Size ?? OutputSize;

    /// <summary>The number of classes; 0 if targets are features.</summary>
    public int Classes => !Declaration.HasClassTargets ? 0 : Declaration.LossFunction?.Targets[0].Size ?? OutputSize;

    private Activation HeadActivation => NetworkGraph.HeadAndAfter(Declaration.Layers, Declaration.OutputNodes[0]) is [int head, ..]
        ? NetworkGraph.ActivationOf(Declaration.Layers[head])
        : Activation.None;

    private TensorType OutputType => (IsDecoder ? RowLayout.Outputs(Step!) : OutputRow).Parts[0].Type;
}
