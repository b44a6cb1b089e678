using System.Globalization;

namespace RnnCompiler;

/// <summary>
/// Thrown if the loss or a gradient of an update is infinite or not a number, under <see cref="NonFinite.Throw"/>. Parameters, moments and the number of updates
/// are as they were before the call; the gradients can be read.
/// </summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>Reports a loss or a gradient.</summary>
    /// <param name="parameter">The canonical name of the parameter whose gradient it is; null for the loss.</param>
    /// <param name="index">The index of the element in the row-major parameter; 0 for the loss.</param>
    /// <param name="value">The value.</param>
    /// <param name="update">Number of the update that was refused, from 1.</param>
    public NonFiniteException(string? parameter, int index, float value, long update)
        : base(Describe(parameter, index, value, update))
    {
        Parameter = parameter;
        Index = index;
        Value = value;
        Update = update;
    }

    /// <summary>The canonical name of the first parameter, in declaration order, whose gradient is not finite; null if the loss is not finite.</summary>
    public string? Parameter { get; }

    /// <summary>The index of the element in the row-major parameter; 0 for the loss.</summary>
    public int Index { get; }

    /// <summary>The value: infinite or not a number.</summary>
    public float Value { get; }

    /// <summary>Number of the update that was refused, from 1.</summary>
    public long Update { get; }

    private static string Describe(string? parameter, int index, float value, long update) => string.Create(
        CultureInfo.InvariantCulture,
        $"Expected a finite loss and finite gradients, but in update {update} {(parameter is null ? "the loss" : $"element {index} of the gradient of '{parameter}'")} is {value}. "
        + $"Nothing was updated. {nameof(TrainerOptions)}.{nameof(TrainerOptions.NonFinite)} chooses another reaction.");
}
