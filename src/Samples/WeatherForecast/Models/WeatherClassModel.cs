using RnnCompiler;
using WeatherForecast.Features;

namespace WeatherForecast.Models;

/// <summary>Forecasts the probabilities of the next day's kinds of weather.</summary>
[RnnModel(InputSize = WeatherFeatures.PerDay, SequenceLength = WeatherFeatures.WindowDays, Loss = Loss.CrossEntropy)]
[Gru(32)]
[LastStep]
[Dropout(0.3)]
[Dense(5, Activation = Activation.Softmax, Name = "head")]
public sealed partial class WeatherClassModel;
