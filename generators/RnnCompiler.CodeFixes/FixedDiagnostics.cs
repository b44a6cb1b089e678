namespace RnnCompiler.CodeFixes;

/// <summary>The ids of diagnostics that have a code fix. The descriptors are in RnnCompiler.Generators; a test compares them.</summary>
public static class FixedDiagnostics
{
    /// <summary>A model is not partial.</summary>
    public const string NotPartial = "RNN0001";

    /// <summary>A type around a model is not partial.</summary>
    public const string ContainingTypeNotPartial = "RNN0002";

    /// <summary>A layer is declared on another part of its class.</summary>
    public const string LayerOnAnotherPart = "RNN0013";

    /// <summary>A softmax head does not fit the loss.</summary>
    public const string SoftmaxWithoutCrossEntropy = "RNN0116";

    /// <summary>The head does not fit the loss.</summary>
    public const string HeadDoesNotFitLoss = "RNN0117";
}
