using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Lowering;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>Inlines methods that only compute addresses and call another method, and removes methods that are no longer called.</summary>
internal sealed class ForwardedCalls
{
    private readonly Dictionary<string, KernelMethod> _forwards;
    private NameScope _names = new();

    private ForwardedCalls(Dictionary<string, KernelMethod> forwards) => _forwards = forwards;

    /// <summary>Returns the program without methods that only forward.</summary>
    public static KernelProgram Inline(KernelProgram program)
    {
        Dictionary<string, KernelMethod> forwards = program.Methods.Where(IsForward).ToDictionary(static m => m.Name, StringComparer.Ordinal);
        if (forwards.Count == 0)
            return program;
        ForwardedCalls calls = new(forwards);
        return program with { Methods = [.. program.Methods.Where(m => !forwards.ContainsKey(m.Name)).Select(calls.In)] };
    }

    private static bool IsForward(KernelMethod method) =>
        !KernelMethod.IsEntry(method.Name)
        && method.Body.Count > 0
        && method.Body[method.Body.Count - 1] is CallMethod
        && method.Body.Take(method.Body.Count - 1).All(static s => s is Comment or DefinePointer);

    private KernelMethod In(KernelMethod method)
    {
        _names = SharedBlock.Names(method);
        return method with { Body = In(method.Body) };
    }

    // An inlined body may call another method that only forwards.
    private IReadOnlyList<Statement> In(IReadOnlyList<Statement> statements) => KernelTraversal.Rewrite(
        statements,
        s => s is CallMethod call && _forwards.TryGetValue(call.Method, out KernelMethod? forward) ? In(Expand(call, forward)) : [s]);

    private IReadOnlyList<Statement> Expand(CallMethod call, KernelMethod forward)
    {
        Dictionary<string, IndexVariable> indices = new(StringComparer.Ordinal);
        Dictionary<string, Pointer> pointers = new(StringComparer.Ordinal);
        for (int i = 0; i < forward.Indices.Count; i++)
            indices[forward.Indices[i].Name] = call.Indices[i];
        for (int i = 0; i < forward.Pointers.Count; i++)
            pointers[forward.Pointers[i].Name] = call.Pointers[i];
        List<Statement> statements = [];
        foreach (Statement statement in forward.Body)
        {
            switch (statement)
            {
                case DefinePointer define:
                    Pointer pointer = new(_names.Unique(define.Pointer.Name), define.Pointer.Space);
                    Affine offset = define.Offset with { Terms = [.. define.Offset.Terms.Select(t => t.Index is null ? t : t with { Index = indices[t.Index.Name] })] };
                    statements.Add(new DefinePointer(pointer, define.Base is null ? null : pointers[define.Base.Name], offset));
                    pointers[define.Pointer.Name] = pointer;
                    break;
                case CallMethod inner:
                    statements.Add(inner with { Indices = [.. inner.Indices.Select(i => indices[i.Name])], Pointers = [.. inner.Pointers.Select(p => pointers[p.Name])] });
                    break;
                case Comment:
                    statements.Add(statement);
                    break;
                default:
                    throw new InvalidOperationException($"{statement.GetType().Name} does more than forward.");
            }
        }

        return statements;
    }
}
