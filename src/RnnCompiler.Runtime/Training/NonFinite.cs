namespace RnnCompiler;

/// <summary>Reaction of a trainer to a loss or a gradient that is infinite or not a number; it is judged before clipping.</summary>
public enum NonFinite
{
    /// <summary>Throws a <see cref="NonFiniteException"/>; the update changes nothing.</summary>
    Throw,

    /// <summary>Skips the update: parameters, moments and the number of updates stay as they are.</summary>
    SkipUpdate,

    /// <summary>Updates as with any other values, as <c>torch.optim</c> does.</summary>
    Propagate,
}
