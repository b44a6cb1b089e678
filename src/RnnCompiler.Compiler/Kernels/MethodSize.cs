namespace RnnCompiler.Compiler.Kernels;

/// <summary>Size of a method as a cost for the JIT compiler.</summary>
internal static class MethodSize
{
    /// <summary>Returns the number of statements; those in a loop count once.</summary>
    public static int Of(IEnumerable<Statement> statements) => KernelTraversal.Sum(statements, Own);

    /// <summary>Returns the number of calls that the JIT compiler has to inline.</summary>
    public static int Calls(IEnumerable<Statement> statements) =>
        KernelTraversal.Sum(statements, static s => OwnCalls(s) + KernelTraversal.Sum(s.Values, OwnCalls));

    /// <summary>Returns the number that a statement counts for, without its body.</summary>
    public static int Own(Statement statement) => statement switch
    {
        Comment or Scope => 0,
        DefineVector or AssignVector or StoreVector or DefinePointer or Advance or Swap or DefineId or DefineStateParity or StoreReduction or FillZero
            or CopyFloats or QuantizeFloats or TransposePanel or PartitionBarrier or CallMethod or Conditional or Outlined => 1,
        Loop => 2,
        _ => throw new InvalidOperationException($"The size of {statement.GetType().Name} is not known."),
    };

    private static int OwnCalls(Statement statement) => statement switch
    {
        StoreVector store => store.Exact ? 1 : 0,
        StoreReduction => 1,
        Comment or Scope or Loop or Conditional or DefineVector or AssignVector or DefinePointer or Advance or Swap or DefineId or DefineStateParity or FillZero
            or CopyFloats or QuantizeFloats or TransposePanel or PartitionBarrier or CallMethod or Outlined => 0,
        _ => throw new InvalidOperationException($"The inlined calls of {statement.GetType().Name} are not known."),
    };

    private static int OwnCalls(VectorExpression expression) => expression switch
    {
        Apply apply => VectorFunctionTraits.Of(apply.Function).InlinedCalls,
        MaskTail or ByteLoad or OneHotLanes => 1,
        VectorRegister or VectorLoad or BroadcastLoad or LaneBroadcast or Splat or BFloat16Half => 0,
        _ => throw new InvalidOperationException($"The inlined calls of {expression.GetType().Name} are not known."),
    };
}
