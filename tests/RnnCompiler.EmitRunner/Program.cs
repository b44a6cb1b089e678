using System.Globalization;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Emit;
using RnnCompiler.EmitRunner;
using RnnCompiler.ModelZoo;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Contains("--no-dynamic-code"))
    return WithoutDynamicCode();
string[] names = [.. args.Where(static a => !a.StartsWith("--", StringComparison.Ordinal))];
return args.Contains("--kernels") ? Kernels() : args.Contains("--times") ? Times() : Models();

// Every kernel of every model, called alone with the same memories.
int Kernels()
{
    int models = 0, calls = 0;
    List<string> differences = [];
    foreach (Type type in GeneratedKernels.Models(typeof(Zoo).Assembly).Where(t => names.Length == 0 || names.Contains(t.Name)))
    {
        if (args.Contains("--small") && type.Name.StartsWith("Large", StringComparison.Ordinal))
            continue;
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
    IReadOnlyList<ZooModel> all = [.. Zoo.All, .. Zoo.Goldens, .. args.Contains("--small") ? [] : Zoo.Large];
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

// How many times as long emitted kernels take as generated ones.
int Times()
{
    foreach (Type type in GeneratedKernels.Models(typeof(Zoo).Assembly).Where(t => names.Length == 0 || names.Contains(t.Name)))
    {
        KernelComparison comparison = new(type);
        Target target = EmittedTarget.Of(GeneratedKernels.Declaration(type));
        foreach ((string entry, int rows) in new[] { (KernelMethod.Step, 1), (KernelMethod.Sequence, 1), (KernelMethod.Sequence, 7), (KernelMethod.Training, 7) })
        {
            if (comparison.Time(target, entry, rows) is { } time)
                Console.WriteLine($"{type.Name,-24} {target.Name} {entry,-8} {rows} rows {time.Generated,12:F1} ns, emitted / generated {time.Ratio:F3}");
        }
    }

    return 0;
}

// What a program published with NativeAOT sees.
static int WithoutDynamicCode()
{
    AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", false);
    try
    {
        RunTimeKernels.Compile(Zoo.All[0].Declaration);
        return 1;
    }
    catch (DynamicCodeNotSupportedException refusal)
    {
        Console.WriteLine(refusal.Message);
        return 0;
    }
}
