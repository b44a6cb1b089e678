using CustomCell;
using CustomCell.CommandLine;
using Samples;

return SampleProgram.Run(stop => AddingCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    new AddingRun(options, stop).Execute();
    return ExitCode.Success;
}));
