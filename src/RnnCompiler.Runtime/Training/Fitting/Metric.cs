namespace RnnCompiler;

/// <summary>Metrics of validation rows. Elements behind the end of a row and steps of class −1 do not count; weights of rows and classes have no effect.</summary>
public enum Metric
{
    /// <summary>Mean of |y − t|, for float targets.</summary>
    MeanAbsoluteError,

    /// <summary>√ of the mean of (y − t)², for float targets.</summary>
    RootMeanSquaredError,

    /// <summary>
    /// Fraction of correct answers, from 0 to 1. For class ids the answer is the largest output, the first one of equals; for float targets each element is a label,
    /// and output and target are compared with 0.5.
    /// </summary>
    Accuracy,

    /// <summary>
    /// Mean over classes of F1 = 2 TP / (2 TP + FP + FN), as <c>f1_score(average="macro")</c> of scikit-learn: over the classes that occur in targets or answers. For
    /// several float targets each element is a label, and F1 is 0 for a label that never occurs; a single one has two classes, below 0.5 and at least 0.5.
    /// </summary>
    MacroF1,

    /// <summary>exp of the mean loss in nats, weights included, for class ids.</summary>
    Perplexity,
}
