using RnnCompiler;
using WeatherForecast.Features;

namespace WeatherForecast.Models;

/// <summary>Forecasts by how much the next day's maximum temperature will differ from today's, in standard deviations of that change.</summary>
[RnnModel(InputSize = WeatherFeatures.PerDay, SequenceLength = WeatherFeatures.WindowDays, Loss = Loss.MeanAbsoluteError)]
[Gru(32)]
[LastStep]
[Dropout(0.3)]
[Dense(1, Name = "head")]
public sealed partial class TemperatureModel;
