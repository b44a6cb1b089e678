using System.Collections.Concurrent;
using RnnCompiler.Compiler.Scheduling.Kernels;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit;

/// <summary>
/// What was compiled and is still in use, by declaration. Classes with equal declarations share kernels; what no class uses any more is collected.
/// </summary>
internal sealed class CompiledModelCache
{
    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    /// <summary>Entries, those whose model was collected among them.</summary>
    public int Count => _entries.Count;

    /// <summary>The model of a declaration; compiled once, however many threads ask for it at the same time.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="targets">The targets to choose from.</param>
    /// <param name="training">Whether the model can be trained.</param>
    /// <param name="compile">Compiles it.</param>
    public CompiledModel GetOrAdd(string declaration, IReadOnlyList<Target> targets, bool training, Func<string, IReadOnlyList<Target>, bool, CompiledModel> compile)
    {
        Key key = new(declaration, string.Join(',', targets.Select(static t => t.Setting)), training);
        while (true)
        {
            if (!_entries.TryGetValue(key, out Entry? entry))
            {
                RemoveCollected();
                entry = _entries.GetOrAdd(key, static _ => new Entry());
            }

            lock (entry)
            {
                if (entry.IsRemoved)
                    continue;
                if (entry.Model is { } known && known.TryGetTarget(out CompiledModel? model))
                    return model;
                model = compile(declaration, targets, training);
                entry.Model = new WeakReference<CompiledModel>(model);
                return model;
            }
        }
    }

    private void RemoveCollected()
    {
        foreach (KeyValuePair<Key, Entry> pair in _entries)
        {
            // An entry that another thread holds is in use.
            if (!Monitor.TryEnter(pair.Value))
                continue;
            try
            {
                if (pair.Value.Model is { } model && !model.TryGetTarget(out _))
                    pair.Value.IsRemoved = _entries.TryRemove(pair);
            }
            finally
            {
                Monitor.Exit(pair.Value);
            }
        }
    }

    private readonly record struct Key(string Declaration, string Targets, bool Training);

    private sealed class Entry
    {
        public WeakReference<CompiledModel>? Model;
        public bool IsRemoved;
    }
}
