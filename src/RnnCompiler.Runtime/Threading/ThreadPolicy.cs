namespace RnnCompiler.CompilerServices;

/// <summary>Number of threads that divide a call: at most one for each processor, and each has enough work to be worth a wake-up.</summary>
/// <param name="Processors">Processors that the process may use; affinity and limits of a container count.</param>
/// <param name="LeastWork">Work of a thread that is worth a wake-up, in the unit of <see cref="SequencePlan.Work"/>; at least 1.</param>
/// <param name="Compares">Whether calls that several threads compute more slowly than one stay on the caller's thread.</param>
internal sealed record ThreadPolicy(int Processors, long LeastWork, bool Compares)
{
    /// <summary>Name of the switch of <see cref="AppContext"/> by which tests divide each call between all threads, on any machine.</summary>
    public const string DivideEachCall = "RnnCompiler.DivideEachCall";

    // 50 µs at 60 multiply-adds a nanosecond, about the peak of a core; small models take longer. A wake-up of a sleeping thread took the caller
    // 8 to 26 µs on a virtual machine with two processors, and the thread began after as long.
    private const long WorthWakeUp = 3_000_000;

    /// <summary>Returns the policy of this process.</summary>
    public static ThreadPolicy Current =>
        AppContext.TryGetSwitch(DivideEachCall, out bool divides) && divides ? new(int.MaxValue, 1, false) : new(Environment.ProcessorCount, WorthWakeUp, true);

    /// <summary>Returns the number of threads to create.</summary>
    /// <param name="requested">The most threads, as the user set it.</param>
    public int Most(int requested) => Math.Min(requested, Processors);

    /// <summary>Returns the number of threads that divide a call.</summary>
    /// <param name="most">The number of threads that exist, the caller's included.</param>
    /// <param name="work">The work of the call.</param>
    public int Threads(int most, long work) => (int)Math.Clamp(work / LeastWork, 1, most);
}
