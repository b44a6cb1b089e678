using CharacterModel;
using CharacterModel.CommandLine;
using CharacterModel.Corpora;
using Samples;

return SampleProgram.Run(stop => CharacterCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    new CharacterRun(options, stop).Execute();
    return ExitCode.Success;
}), static exception => exception is CorpusException);
