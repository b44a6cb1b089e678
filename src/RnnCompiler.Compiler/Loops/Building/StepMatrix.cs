using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Places of a stacked value of each row as a matrix, f[T,n], for the products that read it.</summary>
/// <param name="Steps">The first step, if a product sums over steps: a slot for each step, with a lane for each feature.</param>
/// <param name="Features">The first feature, if a product has a result for each step: a slot for each feature, with a lane for each step and zeros behind the last one.</param>
internal sealed record StepMatrix(BufferView? Steps, BufferView? Features)
{
    /// <summary>Gets whether each row of the batch has all steps.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Creates the product with a vector.</summary>
    /// <param name="type">The type of the matrix.</param>
    /// <param name="transposed">Whether the matrix is transposed, so that the product sums over steps.</param>
    /// <param name="operand">The vector.</param>
    public MatrixProduct Product(TensorType type, bool transposed, Value operand) => transposed
        ? new MatrixProduct(Steps ?? throw Missing("steps"), type.Rows, OverSteps: !IsWhole, operand)
        : new MatrixProduct(Features ?? throw Missing("features"), type.Columns, OverSteps: false, operand);

    /// <summary>Finds how the products of a function, or of the bodies of its scans, read a matrix.</summary>
    /// <param name="equations">The equations of the function.</param>
    /// <param name="matrix">The matrix.</param>
    /// <exception cref="InvalidOperationException">An equation other than a product reads it.</exception>
    public static (bool OverSteps, bool OverFeatures) Uses(IReadOnlyList<Equation> equations, Value matrix)
    {
        (bool overSteps, bool overFeatures) = (false, false);
        foreach (Equation equation in equations.Where(e => e.Operands.Contains(matrix)))
        {
            if (equation.Operation is ScanOperation scan)
            {
                for (int i = 0; i < equation.Operands.Count; i++)
                {
                    if (equation.Operands[i] != matrix)
                        continue;
                    (bool steps, bool features) = Uses(scan.Body.Equations, scan.Body.Parameters[i].Value);
                    (overSteps, overFeatures) = (overSteps || steps, overFeatures || features);
                }
            }
            else if (equation.Kind is OperationKind.MatVec or OperationKind.TransposedMatVec && equation.Operands[1] != matrix)
            {
                overSteps |= equation.Kind == OperationKind.TransposedMatVec;
                overFeatures |= equation.Kind == OperationKind.MatVec;
            }
            else
            {
                throw new InvalidOperationException($"{equation.Result} = {equation.Kind} reads {matrix}: expected products alone to read the matrix of a stacked value.");
            }
        }

        return (overSteps, overFeatures);
    }

    private static InvalidOperationException Missing(string layout) => new($"A product expected a matrix whose slots are {layout}, but no nest stores it.");
}
