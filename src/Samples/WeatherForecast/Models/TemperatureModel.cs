using RnnCompiler;
using WeatherForecast.Features;

namespace WeatherForecast;

/// <summary>Forecasts by how much the next day's maximum temperature will differ from today's, in standard deviations of that change.</summary>
[RnnModel(InputSize = WeatherFeatures.PerDay, SequenceLength = WeatherFeatures.WindowDays, Loss = Loss.MeanAbsoluteError)]
[Gru(32)]
[LastStep]
[Dropout(0.3)]
[Dense(1, Name = "head")]
public sealed partial class TemperatureModel;

/// <summary>Forecasts the probabilities of the next day's kinds of weather.</summary>
[RnnModel(InputSize = WeatherFeatures.PerDay, SequenceLength = WeatherFeatures.WindowDays, Loss = Loss.CrossEntropy)]
[Gru(32)]
[LastStep]
[Dropout(0.3)]
[Dense(5, Activation = Activation.Softmax, Name = "head")]
public sealed partial class WeatherClassModel;
