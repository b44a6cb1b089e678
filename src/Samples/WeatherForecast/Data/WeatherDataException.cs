namespace WeatherForecast.Data;

/// <summary>The weather file cannot be read, or does not hold what the sample needs. The message is one line that names file and place.</summary>
internal sealed class WeatherDataException(string message, Exception? inner = null) : Exception(message, inner);
