namespace RnnCompiler.Interpreter.Tests;

/// <summary>Texts of loss functions, which follow the layers of a declaration.</summary>
internal static class LossTexts
{
    /// <summary>The error of a filtered output relative to the filtered target, Σ(y − t)² / (0.1 + Σt²), with y[t] − 0.85 y[t − 1] for y: two features.</summary>
    public const string ErrorToSignal = Sequences
        + "delay steps=1 from=\"output\"\nmultiply right=0.85\nsubtract from=\"output multiply\"\n"
        + "delay steps=1 from=\"target\"\nmultiply right=0.85\nsubtract from=\"target multiply_1\"\n"
        + "subtract from=\"subtract subtract_1\"\nsquare\nsumovertime\nsum\n"
        + "square from=\"subtract_1\"\nsumovertime\nsum\nadd right=0.1\ndivide from=\"sum add\"\n";

    /// <summary>A mean of (y − t)², a mean of |y − t|, a Huber loss, and the squared difference of the greatest, the last and the mean elements: two features.</summary>
    public const string OfSteps = Sequences
        + "meansquarederror from=\"output target\"\nmeanabsoluteerror from=\"output target\"\nhuber delta=0.2 from=\"output target\"\n"
        + "multiply right=0.3 from=\"meanabsoluteerror\"\nadd from=\"meansquarederror multiply\"\nadd from=\"huber add\"\n"
        + "maxovertime from=\"output\"\nmaxovertime from=\"target\"\nmeansquarederror from=\"maxovertime maxovertime_1\"\n"
        + "laststep from=\"output\"\nmeanovertime from=\"target\"\nmeansquarederror from=\"laststep meanovertime\"\n"
        + "add from=\"add_1 meansquarederror_1\"\nadd from=\"add_2 meansquarederror_2\"\n";

    /// <summary>The mean of (y − t)² of the first two features plus |y − t| of the third: three features.</summary>
    public const string OfVector = "lossfunction\nfeatures size=3 name=\"output\"\nfeatures size=3 name=\"target\"\n"
        + "slice start=0 length=2 from=\"output\"\nslice start=0 length=2 from=\"target\"\nmeansquarederror from=\"slice slice_1\"\n"
        + "subtract from=\"output target\"\nabs\nslice start=2 length=1\nadd from=\"meansquarederror slice_2\"\n";

    private const string Sequences = "lossfunction\nsequence size=2 name=\"output\"\nsequence size=2 name=\"target\"\n";
}
