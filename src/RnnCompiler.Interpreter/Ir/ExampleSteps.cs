namespace RnnCompiler.Interpreter.Ir;

/// <summary>Number of steps of the example that a function is evaluated for.</summary>
internal sealed class ExampleSteps
{
    /// <summary>The number of steps of the example; null if it has all steps of each stacked value.</summary>
    public int? Number { get; set; }

    /// <summary>Gets the number of steps of a stacked value.</summary>
    /// <param name="largest">The largest number of steps.</param>
    public int Of(int largest) => Number ?? largest;
}
