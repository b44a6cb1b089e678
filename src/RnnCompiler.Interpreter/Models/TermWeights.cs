using System.Numerics;
using RnnCompiler.Compiler.Modules;

namespace RnnCompiler.Interpreter.Models;

/// <summary>Weights of the terms of a loss in a weighted mean over a batch.</summary>
/// <param name="module">The model.</param>
/// <param name="classWeights">The weight of each class; null for 1.</param>
internal sealed class TermWeights<T>(Module module, IReadOnlyList<float>? classWeights)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _hasClasses = module.Declaration.HasClassTargets;
    private readonly bool _outputsEachStep = module.OutputsEachStep;
    private readonly int _elements = module.Declaration.HasClassTargets ? 1 : module.OutputSize; // terms of the loss for each output step

    /// <summary>Counts the output steps of a row.</summary>
    public int OutputSteps(int steps) => _outputsEachStep ? steps : Math.Min(steps, 1);

    /// <summary>Computes the weight of an output step before it is divided.</summary>
    /// <param name="row">The weight of its row.</param>
    /// <param name="target">Its class; ignored if targets are no classes.</param>
    public double Weight(float row, int target) => !_hasClasses ? row : target < 0 ? 0 : (double)row * (classWeights?[target] ?? 1f);

    /// <summary>Computes the weight that the function reads.</summary>
    /// <param name="weight">The weight of an output step.</param>
    /// <param name="total">The sum of the weights of all output steps of the batch.</param>
    public T Share(double weight, double total) => T.CreateChecked(weight / (total * _elements));
}
