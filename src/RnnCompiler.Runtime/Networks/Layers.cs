namespace RnnCompiler.Networks;

/// <summary>
/// Layers and functions of networks: each records one line of a declaration and returns its value. Import them by <c>using static</c>. A layer is named by <c>name</c>, which
/// is part of the names of its parameters, or by its kind in the order of calls: <c>lstm</c>, then <c>lstm_1</c>, …; all values of a call are of one
/// <see cref="NetworkBuilder"/>.
/// </summary>
/// <remarks>
/// Shapes are those of one example: [steps, features] of a <see cref="Sequence"/>, [features] of <see cref="Features"/>, [steps] of <see cref="Tokens"/>. A size, length or
/// name that does not fit is an <see cref="ArgumentException"/> of that call. A method whose name ends in Layer creates a layer that can be applied several times with one set
/// of weights.
/// </remarks>
public static partial class Layers;
