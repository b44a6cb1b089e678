// Mutation run: applies each deliberate fault of the lists in this folder to a copy of the sources, one at a time, and asks whether a test fails.
//
//   dotnet run tests/mutations/Run.cs                        all mutations
//   dotnet run tests/mutations/Run.cs -- NaN Runtime.Tests   those whose name or test project contains one of the words
//   dotnet run tests/mutations/Run.cs -- --list              names only; checks that each text still occurs exactly once
//
// The exit code is 1 if a mutation goes unnoticed, does not compile or no longer matches its file.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

TimeSpan buildLimit = TimeSpan.FromMinutes(5), testLimit = TimeSpan.FromMinutes(3);
string[] words = [.. args.Where(static a => !a.StartsWith('-'))];
string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
List<Mutation> mutations = [.. Mutation.ReadAll(Path.Combine(repository, "tests", "mutations"))
    .Where(m => words.Length == 0 || words.Any(w => $"{m.Project} {m.Name}".Contains(w, StringComparison.OrdinalIgnoreCase)))];
Console.WriteLine($"{mutations.Count} mutations");
List<(Mutation Mutation, Outcome Outcome)> results = [];
if (args.Contains("--list"))
{
    foreach (Mutation mutation in mutations)
        Report(mutation, mutation.Read(repository, out _, out _) is { } fault ? new Outcome("error", fault) : new Outcome(mutation.Equivalent is null ? "" : "equivalent", ""));
    return results.Any(static r => r.Outcome.Verdict == "error") ? 1 : 0;
}

using SourceCopy copy = SourceCopy.Of(repository);
AppDomain.CurrentDomain.ProcessExit += (_, _) => copy.Dispose(); // If the run is killed, the copy may stay; the repository is untouched in any case.
foreach (IGrouping<string, Mutation> project in mutations.Where(static m => m.Equivalent is null).GroupBy(static m => m.Project).OrderBy(static g => g.Key, StringComparer.Ordinal))
{
    // Without a mutation every test must pass, or a failure would prove nothing.
    string fault = copy.Run(3 * buildLimit, "build", Test(project.Key), "-c", "Release") is { IsSuccess: false } build ? "does not build unchanged: " + build.Summary() : "";
    Dictionary<string, string> faultOf = [];
    foreach (string filter in project.Select(static m => m.Filter).Distinct(StringComparer.Ordinal))
        faultOf[filter] = fault.Length > 0 ? fault : copy.Test(project.Key, filter, testLimit) is { HasPassed: false } tests ? "fails unchanged: " + tests.Summary() : "";
    foreach (Mutation mutation in project)
        Report(mutation, faultOf[mutation.Filter] is { Length: > 0 } before ? new Outcome("error", before) : Try(mutation));
}

foreach (Mutation mutation in mutations.Where(static m => m.Equivalent is not null))
    Report(mutation, mutation.Read(copy.Folder, out _, out _) is { } fault ? new Outcome("error", fault) : new Outcome("equivalent", mutation.Equivalent!));

int noticed = results.Count(static r => r.Outcome.Verdict is "noticed" or "timed out");
int counted = results.Count(static r => r.Outcome.Verdict != "equivalent");
int unnoticed = results.Count(static r => r.Outcome.Verdict == "unnoticed");
int errors = results.Count(static r => r.Outcome.Verdict == "error");
Console.WriteLine();
foreach ((Mutation mutation, Outcome outcome) in results.Where(static r => r.Outcome.Verdict is "unnoticed" or "error"))
    Console.WriteLine($"{outcome.Verdict,-10} {mutation.Name}: {mutation.File}. {outcome.Detail}");
double share = counted == 0 ? 0 : 100.0 * noticed / counted;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{noticed} of {counted} noticed ({share:F0} %), {unnoticed} unnoticed, {errors} errors, {results.Count - counted} equivalent; {copy.Elapsed.TotalMinutes:F1} minutes"));
return unnoticed + errors > 0 ? 1 : 0;

static string ThisFile([CallerFilePath] string path = "") => path;

static string Test(string project) => Path.Combine("tests", project);

void Report(Mutation mutation, Outcome outcome)
{
    results.Add((mutation, outcome));
    Console.WriteLine($"{outcome.Verdict,-10} {mutation.Project.Replace("RnnCompiler.", "", StringComparison.Ordinal),-18} {mutation.Name,-50} {outcome.Detail}");
}

Outcome Try(Mutation mutation)
{
    if (mutation.Read(copy.Folder, out string original, out string mutated) is { } fault)
        return new Outcome("error", fault);
    try
    {
        File.WriteAllText(Path.Combine(copy.Folder, mutation.File), mutated);
        Stopwatch watch = Stopwatch.StartNew();
        if (copy.Run(buildLimit, "build", Test(mutation.Project), "-c", "Release", "--no-restore") is { IsSuccess: false } build)
            return new Outcome("error", "does not compile: " + build.Summary());
        Result tests = copy.Test(mutation.Project, mutation.Filter, testLimit);
        string detail = string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:F0} s, {tests.Failed} failed of {tests.Failed + tests.Passed}");
        return new Outcome(tests.HasTimedOut ? "timed out" : tests.IsSuccess ? "unnoticed" : "noticed", detail);
    }
    finally
    {
        File.WriteAllText(Path.Combine(copy.Folder, mutation.File), original);
    }
}

/// <summary>What became of a mutation.</summary>
/// <param name="Verdict">noticed, timed out (which counts as noticed), unnoticed, error or equivalent.</param>
/// <param name="Detail">Time and failed tests, or what is wrong.</param>
internal sealed record Outcome(string Verdict, string Detail);

/// <summary>A deliberate fault: a text of a file, which must occur exactly once, and what replaces it.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Project">The test project that should notice.</param>
/// <param name="Filter">A filter of its tests; empty for all that a plain run has.</param>
/// <param name="File">The file, relative to the repository.</param>
/// <param name="Old">The text.</param>
/// <param name="New">Its replacement.</param>
/// <param name="Equivalent">Why no test can notice it; null for all others, which are tried.</param>
internal sealed record Mutation(string Name, string Project, string Filter, string File, string Old, string New, string? Equivalent)
{
    /// <summary>Reads the lists: <c>== name</c>, lines of <c>key: value</c>, the old text after <c>--- old</c>, the new one after <c>--- new</c>.</summary>
    public static IEnumerable<Mutation> ReadAll(string folder)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(folder, "*.mutations").Order(StringComparer.Ordinal))
        {
            string text = System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");
            foreach (string entry in Regex.Split(text, @"^== ", RegexOptions.Multiline).Skip(1))
            {
                string[] parts = Regex.Split(entry, @"^--- (?:old|new)\n", RegexOptions.Multiline);
                string[] head = parts[0].Split('\n');
                if (parts.Length != 3 || !names.Add(head[0].Trim()))
                    throw new FormatException($"{path}: expected a name of its own, '--- old' and '--- new', found:\n{entry}");
                string? Field(string key) => head.FirstOrDefault(l => l.StartsWith(key + ": ", StringComparison.Ordinal))?[(key.Length + 2)..].Trim();
                string Required(string key) => Field(key) ?? throw new FormatException($"{path}: expected '{key}: …' in {head[0]}");
                yield return new Mutation(head[0].Trim(), Required("project"), Field("filter") ?? "", Required("file"),
                    parts[1].TrimEnd('\n'), parts[2].TrimEnd('\n'), Field("equivalent"));
            }
        }
    }

    /// <summary>Reads the file.</summary>
    /// <param name="root">The folder of the repository or of a copy.</param>
    /// <param name="original">The file as it is.</param>
    /// <param name="mutated">The file with the fault.</param>
    /// <returns>What is wrong, or null.</returns>
    public string? Read(string root, out string original, out string mutated)
    {
        string path = Path.Combine(root, File);
        mutated = original = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : "";
        int first = Old.Length == 0 ? -1 : original.IndexOf(Old, StringComparison.Ordinal);
        if (first < 0 || original.IndexOf(Old, first + 1, StringComparison.Ordinal) >= 0)
            return $"the text occurs {(first < 0 ? "nowhere" : "more than once")} in {File}";
        mutated = original.Remove(first, Old.Length).Insert(first, New);
        return null;
    }
}

/// <summary>Output and exit code of a command.</summary>
internal sealed record Result(bool IsSuccess, bool HasTimedOut, string Output)
{
    public int Failed => Count("Failed");

    public int Passed => Count("Passed");

    public bool HasPassed => IsSuccess && Passed > 0;

    public string Summary() => HasTimedOut ? "timed out" : string.Join(" ", Output.Split('\n').Select(static l => l.Trim())
        .Where(static l => Regex.IsMatch(l, @"error|\[FAIL\]|No test matches")).Distinct().Take(3)) is { Length: > 0 } text ? text : "no test ran";

    // Passed!  - Failed: 0, Passed: 12, Skipped: 0, …
    private int Count(string of) => Regex.Matches(Output, $@"{of}: +([0-9]+)").Sum(static m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
}

/// <summary>
/// A copy of the files that git knows or would add, in a temporary folder that is deleted when the run ends by itself; the repository itself is never written
/// to.
/// </summary>
internal sealed class SourceCopy : IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private Process? _running;
    private bool _isDeleted;

    private SourceCopy(string folder) => Folder = folder;

    public string Folder { get; }

    public TimeSpan Elapsed => _watch.Elapsed;

    public static SourceCopy Of(string repository)
    {
        SourceCopy copy = new(Directory.CreateTempSubdirectory("mutations").FullName);
        ProcessStartInfo git = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = repository, RedirectStandardOutput = true };
        using Process process = Process.Start(git)!;
        foreach (string file in process.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(repository, f))))
        {
            string target = Path.Combine(copy.Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(repository, file), target);
        }

        return copy;
    }

    public Result Test(string project, string filter, TimeSpan limit) =>
        Run(limit, "test", Path.Combine("tests", project), "-c", "Release", "--no-build", "--filter",
            "Category!=Long&Category!=Timing" + (filter.Length == 0 ? "" : $"&({filter})"));

    /// <summary>Runs a dotnet command in the copy; past the limit it and all that it started are ended.</summary>
    public Result Run(TimeSpan limit, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using Process process = _running = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(limit);
        if (!ended)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        _running = null;
        return new Result(ended && process.ExitCode == 0, !ended, output.Result + error.Result);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDeleted, true))
            return;
        try
        {
            _running?.Kill(entireProcessTree: true);
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Console.Error.WriteLine($"{Folder} could not be deleted: {fault.Message}");
        }
    }
}
