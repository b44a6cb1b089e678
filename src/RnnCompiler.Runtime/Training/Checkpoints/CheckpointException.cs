namespace RnnCompiler;

/// <summary>
/// A checkpoint is malformed, of another format or version, or does not fit the trainer that reads it. Model, trainer and optimizer are as they were.
/// </summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Reports a checkpoint.</summary>
    /// <param name="message">What was expected and what was found.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a checkpoint.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="inner">The exception that a reader threw.</param>
    public CheckpointException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
