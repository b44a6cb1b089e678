using Samples;
using WeatherForecast;
using WeatherForecast.CommandLine;
using WeatherForecast.Data;

return SampleProgram.Run(stop => ForecastCommand.Invoke(args, Console.Out, Console.Error, options =>
{
    new ForecastRun(options, stop).Execute();
    return ExitCode.Success;
}), static exception => exception is WeatherDataException);
