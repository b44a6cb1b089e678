using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>Gives the values that must be in memory their locations, and regions their stores.</summary>
/// <param name="equations">The equations.</param>
/// <param name="stages">The regions.</param>
/// <param name="locations">Receives the locations.</param>
/// <param name="wantedTargets">The destinations of values, in addition to those that the regions need themselves.</param>
/// <param name="inMemory">The values that must be in memory.</param>
/// <param name="inParts">The concatenations that are read in parts.</param>
/// <param name="allocate">Allocates a buffer for a value.</param>
internal sealed class RegionStores(
    IReadOnlyList<Equation> equations,
    RegionStages stages,
    ValueLocations locations,
    IReadOnlyDictionary<Value, List<BufferView>> wantedTargets,
    IReadOnlyCollection<Value> inMemory,
    IReadOnlyCollection<Value> inParts,
    Func<Value, BufferView> allocate)
{
    /// <summary>Allocates a buffer for each value that must be in memory and adds the stores to its region.</summary>
    public void PlaceValues()
    {
        foreach (Equation equation in equations)
        {
            Value value = equation.Result;
            List<BufferView> targets = wantedTargets.TryGetValue(value, out List<BufferView>? wanted) ? [.. wanted] : [];
            BufferView? source = equation.Kind is OperationKind.Slice or OperationKind.TakeStep ? locations.View(equation.Operands[0]) : null;
            if (equation.Operation is SliceOperation slice)
                locations.SetView(value, source! with { LaneOffset = source.LaneOffset + slice.Start, Length = slice.Length });
            else if (equation.Operation is StepOperation { Kind: OperationKind.TakeStep } step)
                locations.SetView(value, source!.AtStep(step));
            else if (inParts.Contains(value))
                locations.SetParts(value, equation.Operands.SelectMany(locations.Parts));
            else
                PlaceComputed(equation, value, targets);
        }
    }

    private void PlaceComputed(Equation equation, Value value, List<BufferView> targets)
    {
        if (inMemory.Contains(value))
        {
            // Unpadded memory of the caller is not read back.
            BufferView? readable = targets.FirstOrDefault(static t => t.Buffer.IsPadded);
            if (readable is null)
                targets.Add(readable = allocate(value));
            locations.SetView(value, readable);
        }

        if (targets.Count == 0)
            return;
        switch (equation.Kind)
        {
            case OperationKind.Concat:
                int start = 0;
                foreach (Value part in equation.Operands)
                {
                    foreach (BufferView target in targets)
                        stages.DraftOf(part).Stores.Add(new RegionStore(part, target with { LaneOffset = target.LaneOffset + start, Length = part.Type.Rows }));
                    start += part.Type.Rows;
                }

                break;
            case OperationKind.Sum or OperationKind.ReduceMax when RegionTerms.IsOneElement(equation):
                stages.DraftOf(equation.Operands[0]).Stores.AddRange(targets.Select(t => new RegionStore(equation.Operands[0], t)));
                break;
            case OperationKind.Sum or OperationKind.ReduceMax:
                stages.DraftOf(equation.Operands[0]).ReductionTargets[equation] = targets;
                break;
            default:
                RegionDraft draft = equation.Kind == OperationKind.Constant ? stages.Draft(0, value.Type.Rows) : stages.DraftOf(value);
                draft.Stores.AddRange(targets.Select(t => new RegionStore(value, t)));
                break;
        }
    }

    /// <summary>Stores values that have a location already: parameters that are results, parts of sliced values, and constants that a product reads.</summary>
    public void StoreKnownValues()
    {
        HashSet<Value> computed = [.. equations.Where(static e => e.Kind is not (OperationKind.Slice or OperationKind.TakeStep)).SelectMany(static e => e.Results)];
        foreach (KeyValuePair<Value, List<BufferView>> wanted in wantedTargets.Where(w => !computed.Contains(w.Key)))
            stages.Draft(stages.Memory(wanted.Key), wanted.Value[0].Length).Stores.AddRange(wanted.Value.Select(t => new RegionStore(wanted.Key, t)));
        foreach (Value number in inMemory.Where(v => !computed.Contains(v) && locations.ViewOrNull(v) is null))
        {
            BufferView view = allocate(number);
            locations.SetView(number, view);
            stages.Draft(0, number.Type.Rows).Stores.Add(new RegionStore(number, view));
        }
    }
}
