namespace RnnCompiler.Runtime.Tests.Threading;

/// <summary>Asserts that threads end. The limit only bounds how long a failing test takes: a thread that was told to end does so at once.</summary>
internal static class EndedThreads
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static void AssertAll(params IEnumerable<Thread> threads)
    {
        foreach (Thread thread in threads)
            Assert.True(thread.Join(s_limit), $"Thread {thread.ManagedThreadId} is still alive.");
    }
}
