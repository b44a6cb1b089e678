namespace RnnCompiler.Compiler.Kernels;

/// <summary>Size of a method as a cost for the JIT compiler.</summary>
internal static class MethodSize
{
    private const int PartialStore = 6;
    private const int SumOfLanes = 5;
    private const int GreatestLane = 14;

    /// <summary>Returns the number of statements; those in a loop count once.</summary>
    public static int Of(IEnumerable<Statement> statements) => KernelTraversal.Sum(statements, Own);

    /// <summary>
    /// Returns about how many locals the JIT compiler has after it inlined the operations of a method: measured by repeating each in a method until calls remain.
    /// Multiply-adds, of which the emitters join several to one call, add none.
    /// </summary>
    public static int Locals(IEnumerable<Statement> statements) => KernelTraversal.Sum(
        statements,
        static s => OwnLocals(s) + (s is AssignVector { Value: Apply { Function: VectorFunction.MultiplyAdd } } ? 0 : KernelTraversal.Sum(s.Values, OwnLocals)));

    /// <summary>Returns the number that a statement counts for, without its body.</summary>
    public static int Own(Statement statement) => statement switch
    {
        Comment or Scope => 0,
        DefineVector or AssignVector or StoreVector or DefinePointer or Advance or Swap or DefineId or DefineStateParity or StoreReduction or FillZero
            or CopyFloats or QuantizeFloats or TransposePanel or PartitionBarrier or CallMethod or Conditional or Outlined => 1,
        Loop => 2,
        _ => throw new InvalidOperationException($"The size of {statement.GetType().Name} is not known."),
    };

    private static int OwnLocals(Statement statement) => statement switch
    {
        StoreVector store => store.Exact ? PartialStore : 1,
        StoreReduction reduction => reduction.Kind == Reduction.Max ? GreatestLane : SumOfLanes,
        DefinePointer or DefineId => 2,
        DefineVector { Value: VectorLoad or Splat } => 0, // the variable is the local
        DefineVector or Loop => 1,
        Comment or Scope or Conditional or AssignVector or Advance or Swap or DefineStateParity or FillZero
            or CopyFloats or QuantizeFloats or TransposePanel or PartitionBarrier or CallMethod or Outlined => 0,
        _ => throw new InvalidOperationException($"The locals of {statement.GetType().Name} are not known."),
    };

    private static int OwnLocals(VectorExpression expression) => expression switch
    {
        Apply apply => VectorFunctionTraits.Of(apply.Function).Locals,
        VectorLoad or ByteLoad or LaneBroadcast => 2,
        MaskTail or OneHotLanes or BroadcastLoad or Splat or BFloat16Half => 1,
        VectorRegister => 0,
        _ => throw new InvalidOperationException($"The locals of {expression.GetType().Name} are not known."),
    };
}
