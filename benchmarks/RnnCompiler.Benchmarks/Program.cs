using RnnCompiler.Benchmarks;
using RnnCompiler.Benchmarks.GeneratorTime;
using RnnCompiler.Benchmarks.StartUp;

// Commands for which this program starts itself, separate from the others so that nothing else is loaded.
switch (args)
{
    case ["child", "start-up", var engine, var file]:
        StartUpPeer.Run(engine, file);
        return 0;
    case ["child", "generator", var roslyn]:
        GeneratorChild.Run(roslyn == "warm");
        return 0;
    default:
        return Commands.Run(args);
}
