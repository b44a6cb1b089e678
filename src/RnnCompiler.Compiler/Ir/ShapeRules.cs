using static RnnCompiler.Compiler.Ir.OperationKind;

namespace RnnCompiler.Compiler.Ir;

/// <summary>Thrown when operands do not fit an operation.</summary>
/// <param name="message">What was expected and what was found.</param>
public sealed class ShapeException(string message) : Exception(message);

/// <summary>Table of shapes: one row for each operation, from the types of the operands to those of the results.</summary>
public static class ShapeRules
{
    /// <summary>Infers the types of the results.</summary>
    /// <exception cref="ShapeException">The operands do not fit; the message names what was expected and found.</exception>
    public static IReadOnlyList<TensorType> Infer(Operation operation, IReadOnlyList<TensorType> operands)
    {
        Operands o = new(operation.Kind, operands);
        return operation.Kind switch
        {
            Constant => [o.None().FloatResult(((ConstantOperation)operation).Type)],
            MatVec => [o.Count(2).Matrix(0).Vector(1, o[0].Columns).Give(TensorType.Vector(o[0].Rows))],
            TransposedMatVec => [o.Count(2).Matrix(0).Vector(1, o[0].Rows).Give(TensorType.Vector(o[0].Columns))],
            Outer => [o.Count(2).Vector(0).Vector(1).Give(TensorType.Matrix(o[0].Rows, o[1].Rows))],
            Broadcast => [o.Count(1).Scalar(0).Positive(((LengthOperation)operation).Length)],
            Slice => [o.Count(1).Vector(0).Within((SliceOperation)operation)],
            Concat => [o.AtLeast(1).Vectors().Give(TensorType.Vector(operands.Sum(static t => t.Rows)))],
            Gather => [o.Count(2).Matrix(0).Integer(1).Give(TensorType.Vector(o[0].Columns))],
            ScatterAdd => [o.Count(2).Integer(0).Vector(1).Give(TensorType.Matrix(((ScatterAddOperation)operation).TableRows, o[1].Rows))],
            OneHot => [o.Count(1).Integer(0).Positive(((LengthOperation)operation).Length)],
            TakeStep => [o.Count(1).Stacked(0, (StepOperation)operation).Give(o[0].Unstack())],
            PlaceStep => [o.Count(1).ScalarOrVector(0).Give(o[0].Stack(((StepOperation)operation).Length))],
            ReverseSteps => [o.Count(1).StackedFloats(0).Give(o[0])],
            PadSteps => [o.Count(1).Matrix(0).Give(o[0])],
            AllSteps => [o.Count(1).StackedFloats(0).Give(o[0])],
            StepMask => [o.None().Positive(((LengthOperation)operation).Length)],
            Sum or Mean or ReduceMax => [o.Count(1).Vector(0).Give(TensorType.Scalar)],
            Softmax => [o.Count(1).Vector(0).Give(o[0])],
            SoftmaxCrossEntropy => [o.Count(2).Vector(0).Integer(1).Give(TensorType.Scalar)],
            SigmoidCrossEntropy => [o.Count(2).Vector(0).Vector(1, o[0].Rows).Give(o[0])],
            Scan => ScanShapes((ScanOperation)operation, o),
            OperationKind kind when OperationTraits.Of(kind) is { IsElementwise: true } elementwise => [o.Count(elementwise.Operands).SameFloats().Give(o[0])],
            _ => throw new ShapeException($"{operation.Kind} has no shape rule."),
        };
    }

    private static IReadOnlyList<TensorType> ScanShapes(ScanOperation scan, Operands o)
    {
        Function body = scan.Body;
        o.Count(body.Parameters.Count);
        if (scan.Carries < 0 || scan.Inputs < 0 || scan.Outputs < 0 || scan.Invariants < 0 || scan.Sums < 0 || scan.Length < 1)
            throw new ShapeException($"Scan of {body.Name}: its counts do not fit its body.");

        for (int i = 0; i < body.Parameters.Count; i++)
        {
            TensorType inner = body.Parameters[i].Value.Type;
            TensorType expected = i >= scan.Carries && i < scan.Carries + scan.Inputs ? inner.Stack(scan.Length) : inner;
            if (o[i] != expected)
                throw new ShapeException($"Scan of {body.Name}: operand {i} ({body.Parameters[i].Value.Name}) should be {expected}, found {o[i]}.");
        }

        for (int i = 0; i < scan.Carries; i++)
        {
            if (body.Results[i].Value.Type != body.Parameters[i].Value.Type)
                throw new ShapeException($"Scan of {body.Name}: carry {i} should stay {body.Parameters[i].Value.Type}, but its next value is {body.Results[i].Value.Type}.");
        }

        return [.. body.Results.Select((r, i) => i >= scan.Carries && i < scan.Carries + scan.Outputs ? r.Value.Type.Stack(scan.Length) : r.Value.Type)];
    }

    /// <summary>Operand types with fluent checks, so that the rows of the table read as signatures.</summary>
    private readonly struct Operands(OperationKind kind, IReadOnlyList<TensorType> types)
    {
        public TensorType this[int index] => index < types.Count ? types[index] : throw Wrong($"operand {index}", $"{types.Count} operands");

        public TensorType Give(TensorType type) => type;

        public Operands None() => Count(0);

        public Operands Count(int count) => types.Count == count ? this : throw Wrong($"{count} operands", $"{types.Count}");

        public Operands AtLeast(int count) => types.Count >= count ? this : throw Wrong($"at least {count} operands", $"{types.Count}");

        public Operands Matrix(int i) => this[i].IsMatrix ? this : throw Wrong($"a matrix as operand {i}", $"{this[i]}");

        public Operands Vector(int i) => this[i].IsVector ? this : throw Wrong($"a vector as operand {i}", $"{this[i]}");

        public Operands Vector(int i, int length) => this[i] == TensorType.Vector(length) ? this : throw Wrong($"f[{length}] as operand {i}", $"{this[i]}");

        public Operands Scalar(int i) => this[i].IsScalar ? this : throw Wrong($"f[] as operand {i}", $"{this[i]}");

        public Operands Integer(int i) => this[i] == TensorType.Integer ? this : throw Wrong($"i[] as operand {i}", $"{this[i]}");

        public Operands StackedFloats(int i) => this[i].IsVector || this[i].IsMatrix ? this : throw Wrong($"f[T] or f[T,n] as operand {i}", $"{this[i]}");

        public Operands ScalarOrVector(int i) => this[i].IsScalar || this[i].IsVector ? this : throw Wrong($"f[] or f[n] as operand {i}", $"{this[i]}");

        public Operands Vectors()
        {
            for (int i = 0; i < types.Count; i++)
                Vector(i);
            return this;
        }

        public Operands SameFloats()
        {
            for (int i = 0; i < types.Count; i++)
            {
                if (this[i] != this[0] || this[i].Element != ElementType.Float)
                    throw Wrong("float operands of one type", string.Join(", ", types));
            }

            return this;
        }

        public Operands Stacked(int i, StepOperation step)
        {
            TensorType type = this[i];
            if (type.Rank is not (1 or 2) || type.Rows != step.Length || step.Step < 0 || step.Step >= step.Length)
                throw Wrong($"a value stacked over {step.Length} steps and a step below {step.Length}", $"{type} at step {step.Step}");
            return this;
        }

        public TensorType FloatResult(TensorType type) => type.Element == ElementType.Float ? type : throw Wrong("a float type", $"{type}");

        public TensorType Positive(int length) => length >= 1 ? TensorType.Vector(length) : throw Wrong("a length of at least 1", $"{length}");

        public TensorType Within(SliceOperation slice) => slice.Start >= 0 && slice.Length >= 1 && (long)slice.Start + slice.Length <= this[0].Rows
            ? TensorType.Vector(slice.Length)
            : throw Wrong($"a range within {this[0]}", $"{slice.Length} elements from {slice.Start}");

        private ShapeException Wrong(string expected, string found) => new($"{kind}: expected {expected}, found {found}.");
    }
}
