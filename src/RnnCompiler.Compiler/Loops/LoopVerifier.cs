using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Loops;

/// <summary>Thrown when a loop program is not well formed.</summary>
/// <param name="program">The name of the program.</param>
/// <param name="place">The place in it.</param>
/// <param name="expected">What was expected.</param>
/// <param name="found">What was found.</param>
public sealed class LoopVerificationException(string program, string place, string expected, string found)
    : Exception($"Loops of {program}, {place}: expected {expected}, found {found}.")
{
    /// <summary>The name of the program.</summary>
    public string Program { get; } = program;
}

/// <summary>
/// Verifier of loop programs: buffers are listed, views lie within them, values are defined before they are read, shapes fit, the nests of a phase are of its
/// kind, and live buffers do not overlap.
/// </summary>
public sealed class LoopVerifier
{
    private readonly LoopProgram _program;
    private readonly HashSet<LoopBuffer> _buffers = [];
    private IReadOnlyList<LoopBuffer> _doubleBuffered = [];

    private LoopVerifier(LoopProgram program) => _program = program;

    /// <summary>Verifies a program.</summary>
    /// <exception cref="LoopVerificationException">The program is not well formed.</exception>
    public static void Verify(LoopProgram program) => new LoopVerifier(program).Run();

    private void Run()
    {
        foreach (LoopBuffer buffer in _program.Buffers)
            CheckBuffer(buffer);
        foreach (LoopPhase phase in _program.Phases)
        {
            foreach (LoopNest nest in phase.Groups.SelectMany(static g => g.Nests))
            {
                if (_program.Phases.Count > 1 && nest.IsOverRows != (phase.Kind == PhaseKind.Results))
                    throw Wrong($"a phase of {LoopSpelling.Word(phase.Kind)}", "nests of its kind", nest.GetType().Name);
                Check(nest);
            }

            CheckAccumulation(phase);
        }

        if (_program.Placement is { } placement)
            CheckPlacement(placement);
    }

    private void CheckBuffer(LoopBuffer buffer)
    {
        string place = $"buffer {buffer.Name}";
        if (!_buffers.Add(buffer))
            throw Wrong(place, "each buffer to be listed once", "it twice");
        if (buffer.Length < 1 || buffer.Slots < 1 || buffer.SlotStride < buffer.Length)
            throw Wrong(place, "slots that hold its elements", $"{buffer.Slots} slots of {buffer.Length} elements, {buffer.SlotStride} floats apart");
        if (buffer.IsPadded && buffer.SlotStride % Target.Block != 0)
            throw Wrong(place, $"a multiple of {Target.Block} floats between slots", $"{buffer.SlotStride}");
    }

    private void Check(LoopNest nest)
    {
        switch (nest)
        {
            case RegionNest region:
                Check(region);
                break;
            case TimeLoop loop:
                if (loop.Steps < 1)
                    throw Wrong("a time loop", "at least 1 step", $"{loop.Steps}");
                foreach (LoopBuffer carry in loop.DoubleBuffered)
                    Require(carry.Slots == 2 && _buffers.Contains(carry), $"carry {carry.Name}", "a listed buffer of two halves", $"{carry.Slots} slots");
                _doubleBuffered = loop.DoubleBuffered;
                foreach (RegionNest region in loop.Regions)
                    Check(region);
                _doubleBuffered = [];
                break;
            case OuterProductNest outer:
                Check(outer.Operand, "the operand of a weight gradient");
                Require(outer.Terms.Count > 0, "a weight gradient", "at least one term", "none");
                foreach (OuterProductTerm term in outer.Terms)
                {
                    string place = $"the gradient of {term.Weight.Slice.Weight}";
                    Check(term.Delta, place);
                    Require(term.Weight.GroupOffset == outer.Terms[0].Weight.GroupOffset, place, "the panel of the first term", "another");
                    RequireLength(term.Delta.Length, term.Weight.Slice.Rows, place);
                    RequireLength(outer.Operand.Length, term.Weight.Slice.Columns, place);
                }

                break;
            case SumNest sum:
                Check(sum.Source, "the source of a sum");
                foreach (BufferView target in sum.Targets)
                {
                    CheckStore(target, "the target of a sum");
                    RequireLength(target.Length, sum.Source.Length, "the target of a sum");
                }

                break;
            case ScatterNest scatter:
                Check(scatter.Ids, "the ids of a scatter");
                Check(scatter.Source, "the source of a scatter");
                RequireLength(scatter.Source.Length, scatter.Weight.Slice.Columns, $"the gradient of {scatter.Weight.Slice.Weight}");
                break;
            case TransposeNest transpose:
                if (transpose.Source is { } source)
                    CheckLoad(source, "the source of a transposition");
                CheckStore(transpose.Target, "the target of a transposition");
                RequireLength(transpose.Target.Length, transpose.Steps, "the target of a transposition");
                Require(transpose.Target.Buffer.Slots > transpose.Features, "the target of a transposition", "a slot behind its last one, up to which vectors are stored", "none");
                break;
            case OuterSumNest outer:
                CheckStore(outer.Target, "the target of outer products");
                foreach (OuterSumTerm term in outer.Terms)
                {
                    CheckLoad(term.Left, "the left factor of an outer product");
                    CheckLoad(term.Right, "the right factor of an outer product");
                    RequireLength(term.Left.Length, outer.Target.Buffer.Slots, "the left factor of an outer product");
                    RequireLength(term.Right.Length, outer.Target.Length, "the right factor of an outer product");
                }

                break;
            case ZeroNest:
                break;
            default:
                throw Wrong("a group", "a loop nest that has a rule", nest.GetType().Name);
        }
    }

    private void Check(RegionNest nest)
    {
        if (nest.Scratch is { } scratch)
            Require(_buffers.Contains(scratch) && scratch.IsInWorkspace, "the scratch of a region", "a listed buffer of the workspace", scratch.Name);
        new RegionVerifier(_program.Name, nest.Region, CheckLoad, CheckStore).Run();
    }

    private void CheckLoad(BufferView view, string place)
    {
        Check(view, place);
        bool isResult = view.Buffer.Space is MemorySpace.Output or MemorySpace.InputGradient or MemorySpace.StepGradient or MemorySpace.Gradients;
        if (isResult)
            throw Wrong($"{place}, a view of {view.Buffer.Name}", "memory that is not a result of the caller", LoopSpelling.Word(view.Buffer.Space));
    }

    private void CheckStore(BufferView view, string place)
    {
        Check(view, place);
        bool isWritten = view.Buffer.Space is MemorySpace.Workspace or MemorySpace.Output or MemorySpace.StateOut
            or MemorySpace.InputGradient or MemorySpace.StateGradient or MemorySpace.StepGradient or MemorySpace.Gradients;
        Require(isWritten, place, "memory that may be written", LoopSpelling.Word(view.Buffer.Space));
    }

    private void Check(BufferView view, string place)
    {
        LoopBuffer buffer = view.Buffer;
        if (!_buffers.Contains(buffer))
            throw Wrong(Place(), "a buffer that is listed", "another");
        if (view.LaneOffset < 0 || view.Length < 1 || view.LaneOffset + view.Length > buffer.Length)
            throw Wrong(Place(), $"elements within {buffer.Length}", $"{view.Length} from {view.LaneOffset}");
        bool isHalf = view.Slot is Slot.Current or Slot.Next;
        if (isHalf && !_doubleBuffered.Contains(buffer))
            throw Wrong(Place(), "halves only of carries of the time loop around it", LoopSpelling.Word(view.Slot));
        if (view.Shift < 0 || (!isHalf && view.Shift >= buffer.Slots))
            throw Wrong(Place(), $"one of {buffer.Slots} slots", $"{view.Shift}");

        string Place() => $"{place}, a view of {buffer.Name}";
    }

    /// <summary>Checks that no nest adds to a result that another nest of the phase writes: other threads may write it, and a barrier comes only after the phase.</summary>
    private void CheckAccumulation(LoopPhase phase)
    {
        HashSet<string> written = new(StringComparer.Ordinal);
        foreach (LoopNest nest in phase.Groups.SelectMany(static g => g.Nests).Where(static n => n.IsOverRows))
        {
            IReadOnlyList<string> results = Results(nest);
            string? again = nest.AddsOverRows ? results.FirstOrDefault(written.Contains) : null;
            Require(again is null, $"the gradient at {again}", "a phase of its own for what is added to an earlier sum", "one phase for both");
            written.UnionWith(results);
        }
    }

    private static IReadOnlyList<string> Results(LoopNest nest) => nest switch
    {
        OuterProductNest outer => [.. outer.Terms.Select(static t => t.Weight.Slice.Weight)],
        SumNest sum => [.. sum.Targets.Select(static t => FormattableString.Invariant($"{LoopSpelling.Word(t.Buffer.Space)} {t.Buffer.Start}"))],
        ScatterNest scatter => [scatter.Weight.Slice.Weight],
        ZeroNest zero => [zero.Weight.Slice.Weight],
        RegionNest or TimeLoop or TransposeNest or OuterSumNest => [],
        _ => throw new InvalidOperationException($"A {nest.GetType().Name} has no rule for its results."),
    };

    private void CheckPlacement(BufferPlacement placement)
    {
        BufferLifetimes lifetimes = BufferLifetimes.Of(_program);
        LoopBuffer[] placed = [.. _program.Buffers.Where(static b => b.IsInWorkspace).OrderBy(placement.OffsetOf)];
        for (int i = 0; i < placed.Length; i++)
        {
            long start = placement.OffsetOf(placed[i]);
            long end = start + placed[i].Size;
            string place = $"buffer {placed[i].Name}";
            Require(start >= 0 && start % Target.Block == 0, place, $"an offset that is a multiple of {Target.Block}", $"{start}");
            Require(end + Target.Block <= placement.RowStride, place, $"a place below {placement.RowStride - Target.Block}, so that a vector may be read beyond it", $"{end}");
            for (int j = i + 1; j < placed.Length && placement.OffsetOf(placed[j]) < end; j++)
                Require(!lifetimes[placed[i]].Overlaps(lifetimes[placed[j]]), place, $"a place apart from {placed[j].Name}, which is needed at the same time", "one place");
        }
    }

    private void RequireLength(int found, int expected, string place) => Require(found == expected, place, $"{expected} elements", $"{found}");

    private void Require(bool holds, string place, string expected, string found)
    {
        if (!holds)
            throw Wrong(place, expected, found);
    }

    private LoopVerificationException Wrong(string place, string expected, string found) => new(_program.Name, place, expected, found);
}
