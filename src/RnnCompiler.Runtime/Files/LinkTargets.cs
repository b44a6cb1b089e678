namespace RnnCompiler;

/// <summary>
/// Follows symbolic links as the operating system does: component by component, so that <c>..</c> in the target of a link is the parent of the
/// folder in which the link really lies. The target need not exist.
/// </summary>
internal static class LinkTargets
{
    private const int MostLinks = 40;

    /// <summary>The full path of what a path leads to.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;

        string current = "/";
        Stack<string> rest = new();
        Push(rest, full);
        for (int links = 0; rest.TryPop(out string? component);)
        {
            if (component == "..")
            {
                current = Path.GetDirectoryName(current) ?? "/";
                continue;
            }

            string next = Path.Join(current, component);
            if (component == "." || new FileInfo(next).LinkTarget is not { } target)
            {
                current = component == "." ? current : next;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"{path}: expected at most {MostLinks} symbolic links on the way, found more; they may lead in a circle.");

            current = Path.IsPathRooted(target) ? "/" : current;
            Push(rest, target);
        }

        return current;
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] components = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = components.Length - 1; i >= 0; i--)
            rest.Push(components[i]);
    }
}
