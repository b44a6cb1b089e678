using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RnnCompiler.Benchmarks.Steps;

/// <summary>
/// Hardware counters of the calling thread, in user mode: cycles and instructions, through <c>perf_event_open</c> of Linux. Virtual machines and containers
/// often have none.
/// </summary>
internal sealed partial class HardwareCounters : IDisposable
{
    // perf_event_attr (linux/perf_event.h): type at 0, size at 4, config at 8, flags at 40; the first version of the structure has 64 bytes.
    private const int AttributeBytes = 64;
    private const int FlagsOffset = 40;
    private const ulong ExcludeKernelAndHypervisor = (1 << 5) | (1 << 6);
    private const int Cycles = 0;
    private const int Instructions = 1;

    private readonly int[] _files = [Open(Cycles), Open(Instructions)];

    /// <summary>Whether both counters exist and may be read.</summary>
    public bool Exist => _files.All(static file => file >= 0);

    /// <summary>Reads both counters.</summary>
    /// <returns>Cycles and instructions since the counters were opened; null if there are none.</returns>
    public (long Cycles, long Instructions)? Read() => Exist && Read(_files[0]) is { } cycles && Read(_files[1]) is { } instructions ? (cycles, instructions) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (int file in _files.Where(static file => file >= 0))
            _ = Close(file);
    }

    private static int Open(int counter)
    {
        long call = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 298,
            Architecture.Arm64 => 241,
            _ => -1,
        };
        if (!OperatingSystem.IsLinux() || call < 0)
            return -1;
        Span<byte> attribute = stackalloc byte[AttributeBytes];
        attribute.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attribute[4..], AttributeBytes);
        BinaryPrimitives.WriteInt64LittleEndian(attribute[8..], counter);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute[FlagsOffset..], ExcludeKernelAndHypervisor);
        return (int)SystemCall((nint)call, ref MemoryMarshal.GetReference(attribute), process: 0, processor: -1, group: -1, flags: 0);
    }

    private static long? Read(int file)
    {
        long value = 0;
        return Read(file, ref value, sizeof(long)) == sizeof(long) ? value : null;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint call, ref byte attribute, nint process, nint processor, nint group, nint flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, ref long value, nint bytes);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
