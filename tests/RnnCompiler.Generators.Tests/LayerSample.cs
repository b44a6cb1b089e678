#pragma warning disable IDE0130 // These namespaces are what the test of the graph is about.

namespace RnnCompiler.Generators.Tests.Sample.A.Inner
{
    internal static class First
    {
        public static int Length() => B.Second.Names<int>()?.Count ?? 0;
    }
}

namespace RnnCompiler.Generators.Tests.Sample.B
{
    internal static class Second
    {
        public static IReadOnlyList<C.Third>? Names<T>() => typeof(T) == typeof(int) ? null : [];
    }
}

namespace RnnCompiler.Generators.Tests.Sample.C
{
    internal sealed class Third : A.Marker;

    internal sealed class Alone : D.Fourth;
}

namespace RnnCompiler.Generators.Tests.Sample.A
{
    internal class Marker;
}

namespace RnnCompiler.Generators.Tests.Sample.D
{
    internal class Fourth;
}
