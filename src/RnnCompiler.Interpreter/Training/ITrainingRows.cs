using System.Numerics;
using RnnCompiler.Interpreter.Models;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Rows of one call of a trainer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TSelf">The type of the rows.</typeparam>
internal interface ITrainingRows<T, TSelf>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TSelf : ITrainingRows<T, TSelf>, allows ref struct
{
    /// <summary>Gets the number of rows.</summary>
    int Count { get; }

    /// <summary>Returns the number of steps of a row, in the length group of the model.</summary>
    int Steps(int row);

    /// <summary>Returns the number of steps of a row for which there is an output.</summary>
    int OutputSteps(int output, int row);

    /// <summary>Returns the weight of a row in the loss.</summary>
    float Weight(int row);

    /// <summary>Returns the class id of an output at a step; the targets are class ids.</summary>
    int Class(int output, int row, int step);

    /// <summary>Writes the inputs and targets of a row to the arguments of a function.</summary>
    void Write(FunctionRunner<T> function, int row);

    /// <summary>Returns the same rows with fewer steps.</summary>
    TSelf WithLengths(ReadOnlySpan<int> lengths);
}
