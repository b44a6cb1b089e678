using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Targets;

namespace RnnCompiler.Emit.Kernels;

/// <summary>
/// A lowered program as dynamic methods. The JIT compiler always optimises these, whatever the configuration of the user's project, and they are
/// collected with the delegates that call them. IL is emitted for the entries that are asked for and for what they call.
/// </summary>
/// <param name="program">The program.</param>
[RequiresDynamicCode("Kernels are dynamic methods.")]
internal sealed class EmittedProgram(KernelProgram program)
{
    private const int FirstStreamSize = 4096;

    private readonly Dictionary<string, KernelMethod> _methods = program.Methods.ToDictionary(static m => m.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, DynamicMethod> _emitted = new(StringComparer.Ordinal);
    private readonly Queue<string> _called = new();

    /// <summary>Emits an entry with what it calls, and compiles the entry itself.</summary>
    /// <param name="entry">The name of the entry.</param>
    /// <returns>The entry. Its dynamic method takes an object before the frame, to which the delegate is bound: a call passes arguments on as they are, where an unbound delegate to a static method moves them first.</returns>
    public SequenceKernel Entry(string entry)
    {
        DynamicMethod method = Emit(Find(entry), [typeof(object), typeof(KernelFrame).MakeByRefType()], frame: 1);
        while (_called.TryDequeue(out string? called))
            Emit(called);
        return method.CreateDelegate<SequenceKernel>(this);
    }

    /// <summary>Compiles all methods that entries call; the entries themselves are compiled when they are emitted.</summary>
    public void Prepare()
    {
        // A delegate to a dynamic method is what makes the runtime compile it; its type does not matter.
        foreach (DynamicMethod method in _emitted.Values)
            method.CreateDelegate(Expression.GetDelegateType([.. method.GetParameters().Select(static p => p.ParameterType), typeof(void)]));
    }

    private void Emit(string name)
    {
        KernelMethod method = Find(name);
        Emit(_emitted[name], method, frame: 0);
    }

    private DynamicMethod Emit(KernelMethod method, Type[] parameters, short frame)
    {
        DynamicMethod emitted = Define(method.Name, parameters);
        Emit(emitted, method, frame);
        return emitted;
    }

    private void Emit(DynamicMethod emitted, KernelMethod method, short frame)
    {
        ILGenerator il = emitted.GetILGenerator(FirstStreamSize);
        MethodWriter writer = new(il, method, frame);
        new StatementEmitter(writer, ExpressionEmitter.Of(program.Target, writer), Resolve).Block(method.Body);
        il.Emit(OpCodes.Ret);
    }

    private MethodInfo Resolve(string name)
    {
        if (!_emitted.TryGetValue(name, out DynamicMethod? method))
        {
            KernelMethod called = Find(name);
            method = Define(name, [
                typeof(KernelFrame).MakeByRefType(),
                .. called.Indices.Select(static _ => typeof(nint)),
                .. called.Pointers.Select(static p => FrameFields.Reference(p.Space))]);
            _emitted.Add(name, method);
            _called.Enqueue(name);
        }

        return method;
    }

    // Locals are written before they are read, so nothing has to be cleared.
    private static DynamicMethod Define(string name, Type[] parameters) =>
        new(name, typeof(void), parameters, typeof(EmittedProgram).Module, skipVisibility: true) { InitLocals = false };

    private KernelMethod Find(string name) =>
        _methods.TryGetValue(name, out KernelMethod? method) ? method : throw new InvalidOperationException($"The program for {program.Target.Name} has no method {name}.");
}
