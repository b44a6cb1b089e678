using System.Runtime.InteropServices;
using System.Text;
using RealtimeAudio;
using RealtimeAudio.CommandLine;

Console.OutputEncoding = Encoding.UTF8;
using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return AudioCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    try
    {
        new AudioRun(options, stop.Token).Execute();
        return ExitCode.Success;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped; each file that was written is complete.");
        return ExitCode.Stopped;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"error: {exception.Message.ReplaceLineEndings(" ")}");
        return ExitCode.Failure;
    }
});

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
