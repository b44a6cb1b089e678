using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnCompiler.Benchmarks.Roofline;
using RnnCompiler.Benchmarks.Measuring;

namespace RnnCompiler.Benchmarks.Results;

/// <summary>Description of the machine, without which a number has no meaning.</summary>
/// <param name="Processor">Its name, family and model.</param>
/// <param name="Cores">That this process may use.</param>
/// <param name="VectorBits">Of the widest vectors in hardware.</param>
/// <param name="Caches">Of one core.</param>
/// <param name="OperatingSystem">Its name.</param>
/// <param name="Runtime">Its version.</param>
/// <param name="PeakGigaflops">Multiply-adds of one core, two operations each.</param>
/// <param name="Bandwidths">Gigabytes a second that one core loads from panels that fit L1, L2, L3.</param>
internal sealed record Machine(
    string Processor, int Cores, int VectorBits, string Caches, string OperatingSystem, string Runtime, double PeakGigaflops, IReadOnlyDictionary<string, double> Bandwidths)
{
    private static readonly (string Level, int Bytes)[] s_panels = [("L1", 24 << 10), ("L2", 384 << 10), ("L3", 6 << 20)];

    /// <summary>Describes and measures this one.</summary>
    public static Machine Measure()
    {
        using MultiplyAddPeak peak = new();
        LoadBandwidth[] panels = [.. s_panels.Select(static panel => new LoadBandwidth(panel.Bytes))];
        Timing[] times = Turns.Measure([peak, .. panels]);
        Dictionary<string, double> bandwidths = [];
        for (int i = 0; i < panels.Length; i++)
        {
            bandwidths[s_panels[i].Level] = panels[i].BytesOfCall / times[i + 1].Best;
            panels[i].Dispose();
        }

        return new Machine(
            Processors(),
            Environment.ProcessorCount,
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
            CacheSizes(),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            MultiplyAddPeak.Operations / times[0].Best,
            bandwidths);
    }

    /// <summary>In one sentence.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {VectorBits}-bit vectors, {Caches}; {OperatingSystem}; {Runtime}. "
        + $"One core: {PeakGigaflops:F0} GFLOP/s of multiply-adds; it loads {string.Join(", ", Bandwidths.Select(Load))}.");

    private static string Load(KeyValuePair<string, double> bandwidth) => string.Create(CultureInfo.InvariantCulture, $"{bandwidth.Value:F0} GB/s from {bandwidth.Key}");

    private static string Processors()
    {
        const string File = "/proc/cpuinfo";
        if (!System.IO.File.Exists(File))
            return RuntimeInformation.ProcessArchitecture.ToString();
        ILookup<string, string> facts = System.IO.File.ReadLines(File)
            .Select(static line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(static parts => parts.Length == 2)
            .ToLookup(static parts => parts[0], static parts => parts[1]);
        string name = facts["model name"].FirstOrDefault() ?? RuntimeInformation.ProcessArchitecture.ToString();
        return $"{name} (family {facts["cpu family"].FirstOrDefault()}, model {facts["model"].FirstOrDefault()})";
    }

    private static string CacheSizes()
    {
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(Folder))
            return "caches unknown";
        string Of(string index, string fact) => System.IO.File.ReadAllText(Path.Combine(index, fact)).Trim();
        return string.Join(", ", Directory.GetDirectories(Folder, "index*").Order().Where(index => Of(index, "type") != "Instruction")
            .Select(index => $"L{Of(index, "level")} {Of(index, "size")}"));
    }
}
