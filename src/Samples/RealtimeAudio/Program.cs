using RealtimeAudio;
using RealtimeAudio.CommandLine;
using Samples;

return SampleProgram.Run(stop => AudioCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    new AudioRun(options, stop).Execute();
    return ExitCode.Success;
}));
