using System.Runtime.InteropServices;
using System.Text;

namespace Samples;

/// <summary>The frame around a sample: signals that stop it, and one line for what went wrong.</summary>
internal static class SampleProgram
{
    /// <summary>Runs a sample.</summary>
    /// <param name="run">The sample, given what signals that the user stops it; returns the exit code.</param>
    /// <param name="isOfInput">Whether an exception is about the input of this sample; other exceptions than those and those of files are faults of the sample.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Func<CancellationToken, int> run, Func<Exception, bool>? isOfInput = null)
    {
        Console.OutputEncoding = Encoding.UTF8;
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return run(stop.Token);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; each file that was written is complete.");
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || isOfInput?.Invoke(exception) == true)
        {
            Console.Error.WriteLine($"error: {exception.Message.ReplaceLineEndings(" ")}");
            return ExitCode.Failure;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
