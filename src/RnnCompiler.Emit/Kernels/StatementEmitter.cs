using System.Reflection.Emit;
using System.Reflection;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Packing;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Emit.Il;
using RnnCompiler.Emit.Targets;
using Label = System.Reflection.Emit.Label;
using Pointer = RnnCompiler.Compiler.Kernels.Pointer;

namespace RnnCompiler.Emit.Kernels;

/// <summary>Emits each statement of the lowered program as IL. It makes no decisions about optimisation: earlier passes made them.</summary>
/// <param name="writer">The writer of the method.</param>
/// <param name="expressions">The emitter of the target's expressions.</param>
/// <param name="resolve">Finds a method of the program by name.</param>
internal sealed class StatementEmitter(MethodWriter writer, ExpressionEmitter expressions, Func<string, MethodInfo> resolve)
{
    private readonly ILGenerator _il = writer.Il;

    /// <summary>Emits statements in a separate scope.</summary>
    public void Block(IReadOnlyList<Statement> statements)
    {
        writer.Open();
        foreach (Statement statement in statements)
            Emit(statement);
        writer.Close();
    }

    private void Emit(Statement statement)
    {
        switch (statement)
        {
            case Comment:
                break;
            case Loop loop:
                LoopEmitter.Emit(writer, loop, Block);
                break;
            case Conditional conditional:
                Emit(conditional);
                break;
            case Scope scope:
                Block(scope.Body);
                break;
            case DefinePointer define:
                if (define.Base is { } origin)
                    writer.Get(origin.Name);
                else
                    writer.Start(define.Pointer.Space);
                writer.Move(define.Offset, define.Pointer.Space);
                writer.Define(define.Pointer.Name, FrameFields.Reference(define.Pointer.Space));
                break;
            case Advance advance:
                writer.Element(advance.Pointer, advance.Distance);
                writer.Set(advance.Pointer.Name);
                break;
            case Swap swap:
                writer.Get(swap.First.Name);
                writer.Get(swap.Second.Name);
                writer.Set(swap.First.Name);
                writer.Set(swap.Second.Name);
                break;
            case DefineVector define:
                expressions.Emit(define.Value);
                writer.Define(define.Register.Name, expressions.VectorType);
                break;
            case AssignVector assign:
                expressions.Emit(assign.Value);
                writer.Set(assign.Register.Name);
                break;
            case DefineId id:
                writer.Start(id.Space);
                writer.Move(id.Offset, id.Space);
                _il.Emit(OpCodes.Ldind_I4);
                _il.Emit(OpCodes.Conv_I);
                writer.Define(id.Id.Name, typeof(nint));
                break;
            case DefineStateParity state:
                writer.Start(MemorySpace.StateOut);
                writer.Start(MemorySpace.StateIn);
                _il.Emit(OpCodes.Clt_Un);
                _il.Emit(OpCodes.Conv_I);
                writer.Define(state.Parity.Name, typeof(nint));
                break;
            case StoreVector store:
                expressions.Store(store);
                break;
            case StoreReduction reduction:
                writer.Element(reduction.Pointer, reduction.Offset);
                expressions.Reduce(reduction.Kind, reduction.Vectors);
                _il.Emit(OpCodes.Stind_R4);
                break;
            case FillZero fill:
                Emit(fill);
                break;
            case CopyFloats copy:
                writer.Get(copy.Source.Name);
                writer.Get(copy.Target.Name);
                LoopEmitter.Bound(writer, copy.Times);
                writer.Number(copy.Count);
                _il.Emit(OpCodes.Mul);
                _il.Emit(OpCodes.Conv_I4);
                _il.Emit(OpCodes.Call, RuntimeMethods.Copy);
                break;
            case QuantizeFloats quantize:
                writer.Get(quantize.Source.Name);
                writer.Get(quantize.Target.Name);
                _il.Emit(OpCodes.Ldc_I4, quantize.Count);
                _il.Emit(OpCodes.Call, RuntimeMethods.Quantize);
                break;
            case TransposePanel transpose:
                Transpose(transpose.Weight);
                break;
            case PartitionBarrier:
                writer.Frame();
                _il.Emit(OpCodes.Call, RuntimeMethods.Wait);
                break;
            case CallMethod call:
                writer.Frame();
                foreach (IndexVariable index in call.Indices)
                    writer.Get(index.Name);
                foreach (Pointer pointer in call.Pointers)
                    writer.Get(pointer.Name);
                _il.Emit(OpCodes.Call, resolve(call.Method));
                break;
            default:
                throw new InvalidOperationException($"{statement.GetType().Name} has no IL.");
        }
    }

    private void Emit(Conditional conditional)
    {
        Label end = _il.DefineLabel();
        switch (conditional.Condition)
        {
            case KernelCondition.Requests:
                writer.Frame();
                _il.Emit(OpCodes.Ldfld, FrameFields.Requested);
                _il.Emit(OpCodes.Ldc_I4, conditional.Number);
                _il.Emit(OpCodes.And);
                _il.Emit(OpCodes.Brfalse, end);
                break;
            case KernelCondition.RowsAtLeast:
                AtLeast(RuntimeNumber.Rows, conditional, end);
                break;
            case KernelCondition.SingleRow:
                writer.Number(RuntimeNumber.Rows);
                writer.Number(1);
                _il.Emit(OpCodes.Bne_Un, end);
                break;
            case KernelCondition.StepsAtLeast:
                AtLeast(RuntimeNumber.Steps, conditional, end);
                break;
            case KernelCondition.PhaseIs:
                writer.Frame();
                _il.Emit(OpCodes.Ldfld, FrameFields.Phase);
                _il.Emit(OpCodes.Ldc_I4, conditional.Number);
                _il.Emit(OpCodes.Bne_Un, end);
                break;
            case KernelCondition.OwnsWorkItem:
                writer.Partition();
                writer.Number(conditional.Number);
                if (conditional.Number != 0)
                {
                    writer.Partitions();
                    _il.Emit(OpCodes.Rem);
                }

                _il.Emit(OpCodes.Bne_Un, end);
                break;
            default:
                throw new InvalidOperationException($"The condition {conditional.Condition} has no IL.");
        }

        Block(conditional.Body);
        _il.MarkLabel(end);
    }

    private void AtLeast(RuntimeNumber number, Conditional conditional, Label end)
    {
        writer.Number(number, conditional.Local);
        writer.Number(conditional.Number);
        _il.Emit(OpCodes.Blt, end);
    }

    private void Emit(FillZero fill)
    {
        writer.Start(fill.Space);
        writer.Move(fill.Offset, fill.Space);
        _il.Emit(OpCodes.Ldc_I4, fill.Count);
        _il.Emit(OpCodes.Call, RuntimeMethods.CreateSpan);
        LocalBuilder span = writer.Span;
        _il.Emit(OpCodes.Stloc, span);
        _il.Emit(OpCodes.Ldloca, span);
        _il.Emit(OpCodes.Call, RuntimeMethods.Clear);
    }

    private void Transpose(PanelPlacement panel)
    {
        SlicePlacement source = panel.Source;
        writer.Start(MemorySpace.Parameters);
        _il.Emit(OpCodes.Ldc_I4, source.Offset);
        _il.Emit(OpCodes.Ldc_I4, source.BlockStride);
        _il.Emit(OpCodes.Ldc_I4, source.ColumnStride);
        _il.Emit(OpCodes.Ldc_I4, source.Rows);
        _il.Emit(OpCodes.Ldc_I4, source.Columns);
        writer.Start(MemorySpace.Panels);
        _il.Emit(OpCodes.Ldc_I4, panel.Offset);
        _il.Emit(OpCodes.Call, RuntimeMethods.Transpose);
    }
}
