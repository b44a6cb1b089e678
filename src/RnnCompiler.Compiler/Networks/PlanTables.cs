using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Networks;

/// <summary>Tables of a plan: weights, canonical parameters, states and masks, each in declaration order.</summary>
internal static class PlanTables
{
    public const string DenseWeight = "W";
    public const string DenseBias = "b";
    public const string EmbeddingTable = "E";
    public const string Mask = "mask";
    public const string StepCount = "step_count";
    public const string LossWeight = "loss_weight";
    public const string Start = "start";
    public const string RunningSum = "sum";
    public const string RunningCount = "count";
    public const string RunningMax = "max";

    /// <summary>The state of a convolution or delay: the values of the steps before, the oldest first.</summary>
    public const string Past = "past";

    public const string Gain = "gain";
    public const string Shift = "shift";
    public const string StatisticMean = "mean";
    public const string StatisticVariance = "variance";

    /// <summary>Returns the name of the padding mask of the length group that an input begins.</summary>
    public static string PaddingMask(PortPlan input) => Suffixed("mask", input);

    /// <summary>Returns the name of the loss weights of an output, by its target.</summary>
    public static string LossWeightOf(PortPlan target) => Suffixed(LossWeight, target);

    /// <summary>Returns a name for what belongs to an input, output or target: it ends as the name of that does, if there are several.</summary>
    public static string Suffixed(string name, PortPlan port) => port.Key.IndexOf('.') is > 0 and int dot ? name + port.Key.Substring(dot) : name;

    /// <summary>Returns the weights that the functions read.</summary>
    public static IReadOnlyList<WeightPlan> Weights(NetworkPlan plan) => [.. plan.Layers.Where(static l => l.OwnsWeights).SelectMany(Weights)];

    /// <summary>Returns the parameters with PyTorch's names and layouts.</summary>
    public static IReadOnlyList<ParameterTensor> Parameters(NetworkPlan plan) => [.. plan.Layers.SelectMany(Parameters)];

    /// <summary>Returns the states of the steps of a stream: those of the decoder if the network writes its tokens itself.</summary>
    public static IReadOnlyList<StateTensor> StepStates(NetworkPlan plan) =>
        [.. plan.Layers.Where(layer => plan.Generated is null || layer.InStep).SelectMany(States)];

    /// <summary>Returns the states of a stream.</summary>
    public static IReadOnlyList<StateTensor> States(NetworkPlan plan) => [.. plan.Layers.SelectMany(States)];

    /// <summary>Returns the masks of dropout and zoneout; a rate of 0 needs none.</summary>
    public static IReadOnlyList<NoiseTensor> Noises(NetworkPlan plan) => [.. plan.Layers.SelectMany(layer => Noises(layer, plan.StepsOf(layer)))];

    private static IEnumerable<NoiseTensor> Noises(LayerPlan layer, int steps)
    {
        if (layer.Declaration is RecurrentDeclaration recurrent)
            return [.. layer.Cells.SelectMany(place => CellStep.Noises(place, steps)), .. LevelNoises(layer, recurrent, steps)];
        if (layer.Declaration is not DropoutDeclaration dropout)
            return [];
        TensorType type = TensorType.Vector(layer.InputSize);
        return dropout.Rate > 0 ? [new NoiseTensor(layer.Key(Mask), layer.OverTime ? type.Stack(steps) : type, dropout.Rate, Mean: 1)] : [];
    }

    private static IEnumerable<NoiseTensor> LevelNoises(LayerPlan layer, RecurrentDeclaration recurrent, int steps)
    {
        TensorType type = TensorType.Vector(layer.OutputSize).Stack(steps);
        for (int level = 0; level < recurrent.Layers - 1 && recurrent.Dropout > 0; level++)
            yield return new NoiseTensor(layer.LevelDropoutKey(level), type, recurrent.Dropout, Mean: 1);
    }

    /// <summary>Returns the weights that a layer reads: its own, or those of the layer that shares its own.</summary>
    public static IEnumerable<WeightPlan> Weights(LayerPlan layer) => layer.Declaration switch
    {
        DenseDeclaration dense => Affine(layer, layer.InputSize, dense.UseBias),
        ConvolutionDeclaration convolution => Affine(layer, checked(convolution.Kernel * layer.InputSize), convolution.UseBias),
        EmbeddingDeclaration e => [new WeightPlan(layer.WeightKey(EmbeddingTable), TensorType.Matrix(e.Vocabulary, e.Dimension))],
        LayerNormalizationDeclaration => [Vector(layer, Gain), Vector(layer, Shift)],
        BatchNormalizationDeclaration => [Vector(layer, Gain), Vector(layer, Shift), Vector(layer, StatisticMean), Vector(layer, StatisticVariance)],
        _ => layer.Cells.SelectMany(static p => p.Cell.Weights.Select(w => new WeightPlan(p.WeightKey(w.Name), w.Type)).Concat(InitialStates(p))),
    };

    private static IEnumerable<WeightPlan> InitialStates(CellPlan place) =>
        place.Declaration.LearnInitialState ? place.Cell.States.Select(s => new WeightPlan(place.InitialKey(s), TensorType.Vector(s.Size))) : [];

    private static WeightPlan Vector(LayerPlan layer, string part) => new(layer.WeightKey(part), TensorType.Vector(layer.OutputSize));

    private static IEnumerable<WeightPlan> Affine(LayerPlan layer, int columns, bool useBias)
    {
        TensorType type = layer.HasRowWeights ? TensorType.Vector(columns) : TensorType.Matrix(layer.OutputSize, columns);
        foreach (string part in NarrowProducts.Parts(layer))
            yield return new WeightPlan(layer.WeightKey(part), type);
        if (useBias)
            yield return Vector(layer, DenseBias);
    }

    /// <summary>Returns the parameters of one layer.</summary>
    public static IEnumerable<ParameterTensor> Parameters(LayerPlan layer)
    {
        if (!layer.OwnsWeights)
            yield break;

        // torch.nn.Linear and Conv1d: weight and bias from U(−1/√in, 1/√in), where a tap has inputs of its own; torch.nn.Embedding: N(0, 1); LayerNorm: 1 and 0.
        double bound = 1 / Math.Sqrt((double)layer.InputSize * (layer.Declaration is ConvolutionDeclaration { Kernel: int taps } ? taps : 1));
        ParameterTensor Whole(string name, IReadOnlyList<int> shape, string weight, Initialization initialization, double scale) =>
            new(layer.Key(name), shape, [layer.Key(weight)], initialization, scale);

        switch (layer.Declaration)
        {
            case DenseDeclaration dense:
                string[] rows = [.. NarrowProducts.Parts(layer).Select(layer.Key)];
                yield return Whole("weight", [dense.Units, layer.InputSize], DenseWeight, Initialization.Uniform, bound) with { Slices = rows };
                if (dense.UseBias)
                    yield return Whole("bias", [dense.Units], DenseBias, Initialization.Uniform, bound);
                break;
            case ConvolutionDeclaration convolution:
                yield return Whole("weight", [convolution.Channels, layer.InputSize, convolution.Kernel], DenseWeight, Initialization.Uniform, bound);
                if (convolution.UseBias)
                    yield return Whole("bias", [convolution.Channels], DenseBias, Initialization.Uniform, bound);
                break;
            case LayerNormalizationDeclaration or BatchNormalizationDeclaration:
                yield return Whole("weight", [layer.OutputSize], Gain, Initialization.Constant, 1);
                yield return Whole("bias", [layer.OutputSize], Shift, Initialization.Constant, 0);
                if (layer.Declaration is LayerNormalizationDeclaration)
                    break;
                yield return Whole("running_mean", [layer.OutputSize], StatisticMean, Initialization.Constant, 0) with { IsFrozen = true };
                yield return Whole("running_var", [layer.OutputSize], StatisticVariance, Initialization.Constant, 1) with { IsFrozen = true };
                break;
            case EmbeddingDeclaration embedding:
                yield return Whole("weight", [embedding.Vocabulary, embedding.Dimension], EmbeddingTable, Initialization.Normal, 1);
                break;
        }

        foreach (CellPlan place in layer.Cells)
        {
            foreach (CellTensor tensor in place.Cell.Tensors)
                yield return new ParameterTensor(place.Key(tensor.Name), tensor.Shape, [.. tensor.Weights.Select(place.Key)], tensor.Initialization, tensor.Bound);
            foreach (WeightPlan initial in InitialStates(place))
                yield return new ParameterTensor(initial.Key, [initial.Type.Rows], [initial.Key], Initialization.Constant, 0);
        }
    }

    private static IEnumerable<StateTensor> States(LayerPlan layer) => layer.Declaration switch
    {
        ConvolutionDeclaration { Memory: > 0 and int steps } => [PastOf(layer, steps)],
        DelayDeclaration { Steps: int steps } => [PastOf(layer, steps)],
        RecurrentDeclaration { Initial: not null } when !layer.InStep => [],
        TimeReductionDeclaration { Kind: TimeReduction.Sum } => [new StateTensor(layer.Key(RunningSum), TensorType.Vector(layer.InputSize), 0)],
        TimeReductionDeclaration { Kind: TimeReduction.Mean } =>
        [
            new StateTensor(layer.Key(RunningSum), TensorType.Vector(layer.InputSize), 0),
            new StateTensor(layer.Key(RunningCount), TensorType.Scalar, 0),
        ],
        TimeReductionDeclaration { Kind: TimeReduction.Max } =>
            [new StateTensor(layer.Key(RunningMax), TensorType.Vector(layer.InputSize), double.NegativeInfinity)],
        _ => layer.Cells.SelectMany(static p => p.Cell.States.Select(s => new StateTensor(p.Key(s.Name), TensorType.Vector(s.Size), 0)
        {
            Initial = p.Declaration.LearnInitialState ? p.InitialKey(s) : null,
        })),
    };

    private static StateTensor PastOf(LayerPlan layer, int steps) => new(layer.Key(Past), TensorType.Vector(checked(steps * layer.InputSize)), 0);
}
