using ActivityTagging;
using ActivityTagging.CommandLine;
using Samples;

return SampleProgram.Run(stop => TaggingCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    new TaggingRun(options, stop).Execute();
    return ExitCode.Success;
}));
