using System.Numerics;
using System.Numerics.Tensors;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Interpreter.Functions;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>Instruction of the interpreter: one operation over slots that are allocated once.</summary>
internal abstract class Instruction
{
    public abstract void Run();
}

/// <summary>Evaluation of each operation except Scan, which is <see cref="ScanInstruction{T}"/>.</summary>
/// <param name="operation">The operation.</param>
/// <param name="result">The slot of its result.</param>
/// <param name="operands">The slots of its float operands; null at the position of an id.</param>
/// <param name="id">The slot of its id operand, if any.</param>
/// <param name="steps">The steps of the example.</param>
internal sealed class OperationInstruction<T>(Operation operation, Slot<T> result, Slot<T>?[] operands, IdSlot? id, ExampleSteps steps) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OperationKind _kind = operation.Kind;
    private readonly Slot<T> _a = (operands.Length > 0 ? operands[0] : null) ?? result;
    private readonly Slot<T> _b = (operands.Length > 1 ? operands[1] : null) ?? result;
    private readonly WeightSlot<T>? _columns = operation.Kind == OperationKind.MatVec && operands[0] is WeightSlot<T> w && w.TryTranspose() ? w : null;

    private T[]? _rounded;

    private int Step => operation is StepOperation step ? step.StepIn(steps.Of(step.Length)) : 0;

    /// <inheritdoc/>
    public override void Run()
    {
        Span<T> y = result.Span;
        switch (_kind)
        {
            case OperationKind.Constant:
                y.Fill(T.CreateChecked(((ConstantOperation)operation).Number));
                break;
            case OperationKind.MatVec:
                MatVec(y);
                break;
            case OperationKind.TransposedMatVec:
                TransposedMatVec(y);
                break;
            case OperationKind.Outer:
                for (int i = 0; i < result.Rows; i++)
                    TensorPrimitives.Multiply(_b.Span, _a.Span[i], result.Row(i));
                break;
            case OperationKind.Add:
                TensorPrimitives.Add(_a.Span, _b.Span, y);
                break;
            case OperationKind.Subtract:
                TensorPrimitives.Subtract(_a.Span, _b.Span, y);
                break;
            case OperationKind.Multiply:
                TensorPrimitives.Multiply(_a.Span, _b.Span, y);
                break;
            case OperationKind.Divide:
                TensorPrimitives.Divide(_a.Span, _b.Span, y);
                break;
            case OperationKind.Max:
                TensorPrimitives.Max(_a.Span, _b.Span, y);
                break;
            case OperationKind.Min:
                TensorPrimitives.Min(_a.Span, _b.Span, y);
                break;
            case OperationKind.GreaterOrEqual:
                GreaterOrEqual(y);
                break;
            case OperationKind.Select:
                Select(y);
                break;
            case OperationKind.Negate:
                TensorPrimitives.Negate(_a.Span, y);
                break;
            case OperationKind.Relu:
                TensorPrimitives.Max(_a.Span, T.Zero, y);
                break;
            case OperationKind.Abs:
                TensorPrimitives.Abs(_a.Span, y);
                break;
            case OperationKind.Softplus:
                Softplus(y);
                break;
            case OperationKind.Broadcast:
                y.Fill(_a.Span[0]);
                break;
            case OperationKind.Slice:
                _a.Span.Slice(((SliceOperation)operation).Start, y.Length).CopyTo(y);
                break;
            case OperationKind.Concat:
                Concat(y);
                break;
            case OperationKind.Gather:
                _a.Row(id!.Value).CopyTo(y);
                break;
            case OperationKind.ScatterAdd:
                y.Clear();
                _b.Span.CopyTo(result.Row(id!.Value));
                break;
            case OperationKind.OneHot:
                y.Clear();
                if (id!.Value >= 0)
                    y[id.Value] = T.One;
                break;
            case OperationKind.TakeStep:
                _a.Span.Slice(Step * y.Length, y.Length).CopyTo(y);
                break;
            case OperationKind.PlaceStep:
                y.Clear();
                _a.Span.CopyTo(y.Slice(Step * _a.Length, _a.Length));
                break;
            case OperationKind.ReverseSteps:
                ReverseSteps();
                break;
            case OperationKind.PadSteps:
                int floats = steps.Of(result.Rows) * result.Columns;
                _a.Span[..floats].CopyTo(y);
                y[floats..].Clear();
                break;
            case OperationKind.AllSteps:
                _a.Span.CopyTo(y);
                break;
            case OperationKind.StepMask:
                y.Clear();
                y[..steps.Of(y.Length)].Fill(T.One);
                break;
            case OperationKind.Sum:
                y[0] = TensorPrimitives.Sum<T>(_a.Span);
                break;
            case OperationKind.Mean:
                y[0] = TensorPrimitives.Sum<T>(_a.Span) / T.CreateChecked(_a.Length);
                break;
            case OperationKind.ReduceMax:
                y[0] = TensorPrimitives.Max<T>(_a.Span);
                break;
            case OperationKind.Softmax:
                TensorPrimitives.Subtract(_a.Span, TensorPrimitives.Max<T>(_a.Span), y);
                TensorPrimitives.Exp(y, y);
                TensorPrimitives.Divide(y, TensorPrimitives.Sum<T>(y), y);
                break;
            case OperationKind.SoftmaxCrossEntropy:
                SoftmaxCrossEntropy(y);
                break;
            case OperationKind.SigmoidCrossEntropy:
                SigmoidCrossEntropy(y);
                break;
            default:
                UnaryFunctions.Apply<T>(_kind, _a.Span, y);
                break;
        }
    }

    private void MatVec(Span<T> y)
    {
        ReadOnlySpan<T> x = _b.Span;
        if (_a is WeightSlot<T> { RoundsOperand: true })
        {
            _rounded ??= new T[x.Length];
            IntegerRounding.RoundVector(x, _rounded);
            x = _rounded;
        }

        if (_columns is not null)
        {
            TensorPrimitives.Multiply(_columns.Column(0), x[0], y);
            for (int j = 1; j < x.Length; j++)
                TensorPrimitives.MultiplyAdd(_columns.Column(j), x[j], y, y);
            return;
        }

        ReadOnlySpan<T> w = _a.Span;
        for (int i = 0; i < y.Length; i++)
            y[i] = TensorPrimitives.Dot(w.Slice(i * x.Length, x.Length), x);
    }

    private void TransposedMatVec(Span<T> y)
    {
        ReadOnlySpan<T> d = _b.Span;
        ReadOnlySpan<T> w = _a.Span;
        TensorPrimitives.Multiply(w[..y.Length], d[0], y);
        for (int i = 1; i < d.Length; i++)
            TensorPrimitives.MultiplyAdd(w.Slice(i * y.Length, y.Length), d[i], y, y);
    }

    private void ReverseSteps()
    {
        int last = steps.Of(result.Rows) - 1;
        for (int t = 0; t <= last; t++)
            _a.Row(last - t).CopyTo(result.Row(t));
    }

    private void GreaterOrEqual(Span<T> y)
    {
        ReadOnlySpan<T> a = _a.Span;
        ReadOnlySpan<T> b = _b.Span;
        for (int i = 0; i < y.Length; i++)
            y[i] = a[i] >= b[i] ? T.One : T.Zero;
    }

    private void Select(Span<T> y)
    {
        ReadOnlySpan<T> condition = _a.Span;
        ReadOnlySpan<T> a = _b.Span;
        ReadOnlySpan<T> b = operands[2]!.Span;
        for (int i = 0; i < y.Length; i++)
            y[i] = condition[i] != T.Zero ? a[i] : b[i];
    }

    // max(a, 0) + log(1 + e) with e = exp(−|a|) ≤ 1, which does not overflow.
    private void Softplus(Span<T> y)
    {
        ReadOnlySpan<T> a = _a.Span;
        for (int i = 0; i < y.Length; i++)
        {
            // log(s) · e / (s − 1) with s = 1 + e: the rounding errors of s cancel (Kahan; Goldberg 1991, theorem 4).
            T e = T.Exp(-T.Abs(a[i]));
            T sum = T.One + e;
            y[i] = T.Max(a[i], T.Zero) + (sum == T.One ? e : T.Log(sum) * e / (sum - T.One));
        }
    }

    private void Concat(Span<T> y)
    {
        foreach (Slot<T>? part in operands)
        {
            part!.Span.CopyTo(y);
            y = y[part.Length..];
        }
    }

    private void SoftmaxCrossEntropy(Span<T> y)
    {
        ReadOnlySpan<T> z = _a.Span;
        T greatest = TensorPrimitives.Max(z);
        T sum = T.Zero;
        foreach (T element in z)
            sum += T.Exp(element - greatest);
        T chosen = id!.Value >= 0 ? z[id.Value] : T.Zero; // −1 is no class
        y[0] = T.Log(sum) + (greatest - chosen); // the difference first: large logits cancel exactly
    }

    // max(z, 0) − z t + log(1 + exp(−|z|)), which neither overflows nor cancels.
    private void SigmoidCrossEntropy(Span<T> y)
    {
        ReadOnlySpan<T> z = _a.Span;
        ReadOnlySpan<T> target = _b.Span;
        for (int i = 0; i < y.Length; i++)
            y[i] = T.Max(z[i], T.Zero) - (z[i] * target[i]) + T.LogP1(T.Exp(-T.Abs(z[i])));
    }
}
