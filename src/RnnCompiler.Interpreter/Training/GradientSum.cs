using System.Numerics;
using System.Numerics.Tensors;

namespace RnnCompiler.Interpreter.Training;

/// <summary>Sum of the gradients of several calls, each multiplied by the weight of its call, from which the gradient of the mean loss of all their rows is computed.</summary>
/// <param name="length">The number of elements of all parameters.</param>
internal sealed class GradientSum<T>(int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _sum = [];
    private double _total;
    private double _loss;

    /// <summary>The number of calls since the last update.</summary>
    public int Calls { get; private set; }

    /// <summary>The number of rows since the last update.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether a term of the loss counts.</summary>
    public bool Counts => _total > 0;

    /// <summary>The mean loss of all rows; 0 if no term counts.</summary>
    public T Loss => Counts ? T.CreateChecked(_loss / _total) : T.Zero;

    /// <summary>Adds the gradients of a call. The first call allocates the sum.</summary>
    /// <param name="gradients">The gradients of the mean loss of the call.</param>
    /// <param name="rows">The number of its rows.</param>
    /// <param name="loss">The mean loss.</param>
    /// <param name="weight">The sum of the weights of its terms.</param>
    public void Add(ReadOnlySpan<T> gradients, int rows, T loss, double weight)
    {
        Allocate();
        Calls++;
        Rows = checked(Rows + rows);
        if (weight == 0)
            return;
        _total += weight;
        _loss += weight * double.CreateChecked(loss);
        TensorPrimitives.MultiplyAdd(gradients, T.CreateChecked(weight), _sum, _sum);
    }

    /// <summary>Writes the gradient of the mean loss; a term of the loss counts.</summary>
    public void Write(Span<T> gradients) => TensorPrimitives.Divide(_sum, T.CreateChecked(_total), gradients);

    /// <summary>Discards all since the last update.</summary>
    public void Clear()
    {
        Array.Clear(_sum);
        (Calls, Rows, _total, _loss) = (0, 0, 0, 0);
    }

    /// <summary>Copies the state for a checkpoint; null if there were no calls.</summary>
    public (T[] Sum, (int Calls, int Rows, double Total, double Loss) State)? Capture() => Calls == 0 ? null : ([.. _sum], (Calls, Rows, _total, _loss));

    /// <summary>Replaces the state by that of a checkpoint; null for none.</summary>
    public void Restore((T[] Sum, (int Calls, int Rows, double Total, double Loss) State)? captured)
    {
        Clear();
        if (captured is not { } state)
            return;
        Allocate();
        state.Sum.CopyTo(_sum, 0);
        (Calls, Rows, _total, _loss) = state.State;
    }

    private void Allocate() => _sum = _sum.Length == length ? _sum : new T[length];
}
