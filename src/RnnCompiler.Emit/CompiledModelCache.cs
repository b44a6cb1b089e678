using System.Collections.Concurrent;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit;

/// <summary>
/// Cache of compiled models, keyed by declaration. Classes with equal declarations share kernels; kernels that no class uses are garbage-collected.
/// </summary>
internal sealed class CompiledModelCache
{
    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    /// <summary>Gets the number of entries, including those whose model has been collected.</summary>
    public int Count => _entries.Count;

    /// <summary>Returns the model of a declaration. It is compiled once, even if several threads request it at the same time.</summary>
    /// <param name="request">The request; the hash of a declaration is not compared, since it follows from the text.</param>
    /// <param name="compile">Compiles the request.</param>
    public CompiledModel GetOrAdd(ModelRequest request, Func<ModelRequest, CompiledModel> compile)
    {
        Key key = new(request.Declaration, string.Join(',', request.Targets.Select(static t => t.Setting)), request.Training);
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
                model = compile(request);
                entry.Model = new WeakReference<CompiledModel>(model);
                return model;
            }
        }
    }

    private void RemoveCollected()
    {
        foreach (KeyValuePair<Key, Entry> pair in _entries)
        {
            // Another thread that holds the lock is using the entry.
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
