using System.Globalization;
using RnnCompiler.EmitRunner;
using RnnCompiler.ModelZoo;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string[] names = [.. args.Where(static a => !a.StartsWith("--", StringComparison.Ordinal))];
return args.Contains("--kernels") ? Kernels() : Models();

// Every kernel of every model, called alone with the same memories.
int Kernels()
{
    int models = 0, calls = 0;
    List<string> differences = [];
    foreach (Type type in GeneratedKernels.Models(typeof(Zoo).Assembly).Where(t => names.Length == 0 || names.Contains(t.Name)))
    {
        KernelComparison comparison = new(type);
        comparison.Run(EmittedTarget.Of(GeneratedKernels.Declaration(type)));
        models++;
        calls += comparison.Calls;
        differences.AddRange(comparison.Differences);
    }

    foreach (string difference in differences)
        Console.WriteLine(difference);
    Console.WriteLine($"{models} models, {calls} calls compared, {differences.Count} differences");
    return differences.Count == 0 ? 0 : 1;
}

// Every model through its surface, on one thread and on three.
int Models()
{
    int differences = 0;
    IReadOnlyList<ZooModel> all = [.. Zoo.All, .. Zoo.Large, .. Zoo.Goldens];
    foreach (ZooModel model in all.Where(m => names.Length == 0 || names.Contains(m.Name)))
    {
        foreach (string difference in SurfaceComparison.Differences(model))
        {
            Console.WriteLine(difference);
            differences++;
        }
    }

    Console.WriteLine($"{all.Count} models, {differences} differences");
    return differences == 0 ? 0 : 1;
}
