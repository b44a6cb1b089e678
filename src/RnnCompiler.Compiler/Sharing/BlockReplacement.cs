using System.Runtime.CompilerServices;
using RnnCompiler.Compiler.Kernels;

namespace RnnCompiler.Compiler.Sharing;

/// <summary>Replaces blocks by calls.</summary>
internal sealed class BlockReplacement
{
    // Keyed by reference: equal lists elsewhere are not replaced.
    private readonly ConditionalWeakTable<IReadOnlyList<Statement>, Dictionary<int, (int Count, IReadOnlyList<Statement> Call)>> _calls = new();

    /// <summary>Adds a call that replaces a block; blocks must not overlap.</summary>
    public void Add(BlockSite site, IReadOnlyList<Statement> call) => _calls.GetOrCreateValue(site.List).Add(site.Start, (site.Count, call));

    /// <summary>Returns the method with its blocks replaced.</summary>
    public KernelMethod In(KernelMethod method) => method with { Body = In(method.Body) };

    private IReadOnlyList<Statement> In(IReadOnlyList<Statement> list)
    {
        _calls.TryGetValue(list, out Dictionary<int, (int Count, IReadOnlyList<Statement> Call)>? calls);
        List<Statement> replaced = [];
        for (int i = 0; i < list.Count; i++)
        {
            if (calls is not null && calls.TryGetValue(i, out (int Count, IReadOnlyList<Statement> Call) block))
            {
                replaced.AddRange(block.Call);
                i += block.Count - 1;
                continue;
            }

            replaced.Add(list[i].WithBody(In));
        }

        return replaced;
    }
}
