using NumberWords;
using NumberWords.CommandLine;
using Samples;

return SampleProgram.Run(stop => WordsCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    new WordsRun(options, WordsRun.HeldOut, stop).Execute();
    return ExitCode.Success;
}));
