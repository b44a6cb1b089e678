namespace Samples;

/// <summary>Exit codes.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>Bad arguments, or a file that cannot be read or written.</summary>
    public const int Failure = 1;

    /// <summary>Interrupted by the user: 128 + SIGINT.</summary>
    public const int Stopped = 130;
}
