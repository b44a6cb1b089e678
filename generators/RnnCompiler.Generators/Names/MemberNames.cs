namespace RnnCompiler.Generators.Names;

/// <summary>Names of the generated members of one model.</summary>
/// <param name="Signatures">The signatures of the methods, with the simple names of their parameters' types.</param>
/// <param name="Others">The names of members that are not methods, which cannot be overloaded.</param>
/// <param name="All">All names; the class itself must not have any of them.</param>
internal sealed record MemberNames(IReadOnlyCollection<string> Signatures, IReadOnlyCollection<string> Others, IReadOnlyCollection<string> All)
{
    /// <summary>Returns the names of a model with one input and one output: those that any such model may have.</summary>
    /// <param name="hasTokenInput">Whether the methods take token ids instead of features.</param>
    public static MemberNames OfChain(bool hasTokenInput) =>
        new(new HashSet<string>(SurfaceNames.Signatures(hasTokenInput), StringComparer.Ordinal), SurfaceNames.Others, SurfaceNames.All);

    /// <summary>Returns the names of a network with several inputs or outputs.</summary>
    /// <param name="own">The signatures that depend on its inputs and outputs.</param>
    /// <param name="hasState">Whether the network can be fed step by step.</param>
    /// <param name="hasTraining">Whether training is emitted.</param>
    public static MemberNames OfNetwork(IEnumerable<string> own, bool hasState, bool hasTraining)
    {
        HashSet<string> signatures = new(SurfaceNames.SignaturesOfNetwork(own, hasTraining), StringComparer.Ordinal);
        HashSet<string> others = new(SurfaceNames.OthersOfNetwork(hasState, hasTraining), StringComparer.Ordinal);
        return new MemberNames(signatures, others, new HashSet<string>([.. signatures.Select(static m => m.Substring(0, m.IndexOf('('))), .. others], StringComparer.Ordinal));
    }
}
