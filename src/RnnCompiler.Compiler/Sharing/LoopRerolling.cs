using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Lowering;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>
/// Loop rerolling: consecutive blocks of one shape whose addresses differ by constant distances become a loop. Examples are the products of a sum
/// over several gates, work items, and calls for consecutive levels. Steps that a declaration unrolls stay unrolled. Preserves all operations and
/// their order.
/// </summary>
internal sealed class LoopRerolling
{
    /// <summary>The minimum number of statements that a loop must save.</summary>
    private const int LeastSaving = 8;

    /// <summary>The maximum number of statements of a list that are considered as one block.</summary>
    private const int LongestBlock = 48;

    private readonly Lazy<NameScope> _names;

    private LoopRerolling(KernelMethod method) => _names = new(() => SharedBlock.Names(method));

    /// <summary>Returns the program with loops.</summary>
    /// <param name="program">The program.</param>
    /// <param name="cancellationToken">Cancels between methods.</param>
    public static KernelProgram Reroll(KernelProgram program, CancellationToken cancellationToken = default) => program with
    {
        Methods =
        [
            .. program.Methods.Select(method =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return method with { Body = new LoopRerolling(method).In(method.Body) };
            }),
        ],
    };

    private IReadOnlyList<Statement> In(IReadOnlyList<Statement> list)
    {
        StatementForm?[] kinds = [.. list.Select(Kind)];
        List<Statement> rolled = [];
        for (int i = 0; i < list.Count;)
        {
            if (Longest(list, kinds, i) is { } run)
            {
                rolled.Add(Roll(list, i, run));
                i += run.Length * run.Count;
                continue;
            }

            rolled.Add(list[i].WithBody(In));
            i++;
        }

        return rolled;
    }

    /// <summary>Returns the form that corresponding statements of rerolled blocks must share; null for a statement that no block may contain at its top level.</summary>
    private static StatementForm? Kind(Statement statement) => statement switch
    {
        Loop or Conditional or Scope or DefinePointer or CallMethod or PartitionBarrier or Comment => StatementForm.Of(statement),
        DefineVector or AssignVector or StoreVector or StoreReduction or Advance or Swap or DefineId or DefineStateParity or FillZero or CopyFloats or QuantizeFloats
            or TransposePanel => null,
        _ => throw new InvalidOperationException($"{statement.GetType().Name} is not known to loop rerolling."),
    };

    /// <summary>Returns the blocks from a statement on for which a loop saves the most statements, or null.</summary>
    private static Run? Longest(IReadOnlyList<Statement> list, StatementForm?[] kinds, int start)
    {
        Run? best = null;
        for (int length = 1; length <= LongestBlock && start + (2 * length) <= list.Count; length++)
        {
            if (kinds[start + length - 1] is null)
                break;
            if (!AreEqual(kinds, start, start + length, length))
                continue;
            Run? run = Repeated(list, kinds, start, length);
            if (run is not null && run.Saving >= LeastSaving && (best is null || run.Saving > best.Saving))
                best = run;
        }

        return best;
    }

    private static bool AreEqual(StatementForm?[] kinds, int start, int other, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (kinds[start + i] != kinds[other + i])
                return false;
        }

        return true;
    }

    private static Run? Repeated(IReadOnlyList<Statement> list, StatementForm?[] kinds, int start, int length)
    {
        IReadOnlyList<Statement> Block(int n) => [.. list.Skip(start + (n * length)).Take(length)];
        IReadOnlyList<Statement> block = Block(0);
        if (!IsRerolled(block))
            return null;
        HashSet<int> workItems = WorkItem(block) is { } item ? [item.Number] : [];
        if (Shape(block) is not { } first)
            return null;
        List<IReadOnlyList<BlockAddress>> addresses = [first.Addresses];
        while (start + ((addresses.Count + 1) * length) <= list.Count)
        {
            int next = start + (addresses.Count * length);
            if (!AreEqual(kinds, start, next, length) || Shape(Block(addresses.Count)) is not { } shape || !shape.Key.Equals(first.Key))
                break;
            if (addresses.Count > 1 && !Enumerable.Range(0, first.Addresses.Count).All(a =>
                shape.Addresses[a].Offset.Constant - first.Addresses[a].Offset.Constant == addresses.Count * (
                    addresses[1][a].Offset.Constant - first.Addresses[a].Offset.Constant)))
            {
                break;
            }

            if (WorkItem(Block(addresses.Count)) is { } other && !workItems.Add(other.Number))
                break;
            addresses.Add(shape.Addresses);
        }

        if (addresses.Count < 2 || KernelNames.Leak(list, start, start + (length * addresses.Count)))
            return null;
        Dictionary<string, long> distances = new(StringComparer.Ordinal);
        for (int a = 0; a < first.Addresses.Count; a++)
            distances[first.Addresses[a].Name] = addresses[1][a].Offset.Constant - first.Addresses[a].Offset.Constant;
        return new Run(length, addresses.Count, MethodSize.Of(block), distances);
    }

    /// <summary>
    /// Returns whether blocks may become a loop. Loop nests, which start with comments, may be unrolled steps: they become loops only if partitions
    /// divide them or if they are calls.
    /// </summary>
    private static bool IsRerolled(IReadOnlyList<Statement> block) =>
        WorkItem(block) is not null || Only(block) is Loop { Partitioned: true } || block.Any(static s => s is CallMethod) || !block.Any(static s => s is Comment);

    private static BlockShape? Shape(IReadOnlyList<Statement> block) => BlockShape.InPlace(WorkItem(block)?.Body ?? block);

    /// <summary>
    /// Returns the work item that is the whole of a block, or null. Work items with different numbers are independent, since different partitions of
    /// a call may compute them. So partitions can divide the iterations of a loop over them.
    /// </summary>
    private static Conditional? WorkItem(IReadOnlyList<Statement> block) => Only(block) is Conditional { Condition: KernelCondition.OwnsWorkItem } item ? item : null;

    /// <summary>Returns the only statement of a block, apart from comments, or null.</summary>
    private static Statement? Only(IReadOnlyList<Statement> block)
    {
        IReadOnlyList<Statement> statements = [.. block.Where(static s => s is not Comment)];
        return statements.Count == 1 ? statements[0] : null;
    }

    private Loop Roll(IReadOnlyList<Statement> list, int start, Run run)
    {
        IReadOnlyList<Statement> first = [.. list.Skip(start).Take(run.Length)];
        IReadOnlyList<Statement> last = [.. list.Skip(start + ((run.Count - 1) * run.Length)).Take(run.Length)];
        IndexVariable index = _names.Value.Index(first.Any(static s => s is CallMethod) ? "place" : WorkItem(first) is null ? "term" : "piece");
        IEnumerable<Statement> comments = first.Select((s, i) => s is Comment comment ? FromTo(comment, (Comment)last[i]) : s);
        IReadOnlyList<Statement> body = [.. comments.SelectMany(s => s is Conditional conditional && WorkItem(first) == conditional ? conditional.Body : [s])];
        return new Loop(index, Bound.Of(0), Bound.Of(run.Count), 1, false, In(Moved(body, index, run.Distances))) { Partitioned = WorkItem(first) is not null };
    }

    private static Comment FromTo(Comment first, Comment last) => first.Lines.SequenceEqual(last.Lines)
        ? first
        : new Comment([.. first.Lines.Select((line, i) => i >= last.Lines.Count || line == last.Lines[i] ? line : $"{line} … {last.Lines[i]}")]);

    private static IReadOnlyList<Statement> Moved(IReadOnlyList<Statement> statements, IndexVariable index, Dictionary<string, long> distances) =>
        KernelTraversal.Rewrite(statements, s => s is DefinePointer define && distances.TryGetValue(define.Pointer.Name, out long distance)
            ? define with { Offset = define.Offset.Plus(index, distance) }
            : s);

    /// <summary>Consecutive blocks of one shape.</summary>
    /// <param name="Length">The number of statements of the list in a block.</param>
    /// <param name="Count">The number of blocks.</param>
    /// <param name="Size">The number of statements of a block, including nested ones.</param>
    /// <param name="Distances">The distance of each address from one block to the next, by the name of the pointer in the first block.</param>
    private sealed record Run(int Length, int Count, int Size, Dictionary<string, long> Distances)
    {
        public int Saving => ((Count - 1) * Size) - 2;
    }
}
