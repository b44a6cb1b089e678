using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection.Emit;
using System.Reflection;
using System.Runtime.CompilerServices;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Il;
using RnnCompiler.Emit.Targets;

namespace RnnCompiler.Emit.Kernels;

/// <summary>
/// A lowered program as dynamic methods. The JIT compiler always optimises dynamic methods, in each build configuration of the user's project, and
/// they are garbage-collected with the delegates that call them. IL is emitted for the requested entries and for the methods that they call.
/// </summary>
/// <param name="program">The program.</param>
[RequiresDynamicCode("Kernels are dynamic methods.")]
internal sealed class EmittedProgram(KernelProgram program)
{
    private const int FirstStreamSize = 4096;

    private static readonly object s_bound = new();

    private readonly Dictionary<string, KernelMethod> _methods = program.Methods.ToDictionary(static m => m.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, DynamicMethod> _emitted = new(StringComparer.Ordinal);
    private readonly Queue<string> _called = new();
    private readonly List<SequenceKernel> _entries = [];

    /// <summary>Emits an entry and the methods that it calls. The JIT compiler compiles each method at its first call.</summary>
    /// <param name="entry">The name of the entry.</param>
    /// <returns>
    /// The entry. Its dynamic method takes an object before the frame, to which the delegate is bound: a call passes the frame unchanged, while an unbound
    /// delegate to a static method moves its arguments first.
    /// </returns>
    public SequenceKernel Entry(string entry)
    {
        DynamicMethod method = Define(entry, [typeof(object), typeof(KernelFrame).MakeByRefType()]);
        Emit(method, Find(entry), frame: 1);
        while (_called.TryDequeue(out string? called))
            Emit(_emitted[called], Find(called), frame: 0);
        SequenceKernel kernel = method.CreateDelegate<SequenceKernel>(s_bound);
        _entries.Add(kernel);
        return kernel;
    }

    /// <summary>
    /// Returns an action that compiles the entries emitted so far, and all methods that they call, before their first call. It refers to methods, not
    /// to the program.
    /// </summary>
    public Action Preparation()
    {
        Delegate[] entries = [.. _entries];
        DynamicMethod[] methods = [.. _emitted.Values];
        return () =>
        {
            foreach (Delegate entry in entries)
                RuntimeHelpers.PrepareDelegate(entry);

            // A dynamic method can be compiled before its first call only through a delegate; the type of the delegate does not matter.
            foreach (DynamicMethod method in methods)
                RuntimeHelpers.PrepareDelegate(method.CreateDelegate(Expression.GetDelegateType([.. method.GetParameters().Select(static p => p.ParameterType), typeof(void)])));
        };
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

    // Locals are written before they are read, so they need no initialisation to zero.
    private static DynamicMethod Define(string name, Type[] parameters) =>
        new(name, typeof(void), parameters, typeof(EmittedProgram).Module, skipVisibility: true) { InitLocals = false };

    private KernelMethod Find(string name) =>
        _methods.TryGetValue(name, out KernelMethod? method) ? method : throw new InvalidOperationException($"The program for {program.Target.Name} has no method {name}.");
}
